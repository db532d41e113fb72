"""Democratic reviews at each of their stages, made by the actions."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import time_machine
from django.utils import timezone

from oversight import actions
from oversight.actions.ballots import Said, Voter
from oversight.models import ReviewRound
from portal.accounts.models import User
from portal.agencies.models import Agency

DAY = dt.timedelta(days=1)


def plan(**facts: Any) -> dict[str, Any]:
    """A round of ten days that begins today."""
    today = timezone.localdate()
    return {
        "title": "年度民主评议", "explanation": "由社会监督员和群众评议政务公开工作。", "first_day": today,
        "last_day": today + 9 * DAY, "is_open_to_public": True, "minimum_n": 3, "answer_working_days": 15,
    } | facts  # fmt: skip


def opened(
    government: Agency, officer: User, *agencies: Agency, invited: int = 3, **facts: Any
) -> tuple[Any, list[str]]:
    """An open round, with the codes of those invited."""
    review = actions.plan_round(government, by=officer, agencies=agencies, **plan(**facts))
    people = [f"代表{number}" for number in range(invited)]
    codes = [one.code for one in actions.invite(review, by=officer, names=people)] if invited else []
    return actions.open_round(review, by=officer), codes


def vote(review: ReviewRound, voter: Voter, grade: str = "satisfied", opinion: str = "", key: str = "") -> bool:
    """The same about every agency."""
    said = {row.pk: Said(grade, opinion) for row in review.agencies.all()}
    return actions.cast_ballot(review, voter=voter, key=key or uuid.uuid4().hex, said=said)


def closed(
    government: Agency, officer: User, agency: Agency, *, opinion: str, days_ago: int = 30, **facts: Any
) -> ReviewRound:
    """A round about `agency` that was closed some days ago, with three votes and one opinion."""
    now = timezone.now()
    with time_machine.travel(now - (days_ago + 10) * DAY, tick=False):
        review, codes = opened(government, officer, agency, **facts)
        for number, code in enumerate(codes):
            vote(review, Voter(code=code), opinion="" if number else opinion)
    with time_machine.travel(now - days_ago * DAY, tick=False):
        return actions.close_round(review, by=officer)
