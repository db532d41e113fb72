"""Spot checks at each of their stages, made by the actions."""

import datetime as dt
from typing import Any

from django.utils import timezone

from disclosure import actions as items
from disclosure.models import Attribute, Item, Kind
from oversight import actions
from oversight.actions.check_forms import Given
from oversight.checklist import asked
from oversight.models import CheckedAgency, CheckVerdict, Finding, SpotCheck
from portal.accounts.models import User
from portal.agencies.actions import grant
from portal.agencies.models import Agency
from portal.agencies.roles import ROLES
from tests.cast import Cast


def plan(**facts: Any) -> dict[str, Any]:
    """A plan for everything published within a year."""
    today = timezone.localdate()
    return {
        "title": "年底政务公开抽查", "basis": "年度工作要点", "kinds": [], "agency_count": 3, "item_count": 0,
        "since": today - dt.timedelta(days=365), "until": today, "self_check_days": 0, "rectify_days": 10,
    } | facts  # fmt: skip


def planned_check(cast: Cast, **facts: Any) -> SpotCheck:
    return actions.plan_spot_check(cast.city, by=cast.officer, **plan(**facts))


def drawn_check(cast: Cast, **facts: Any) -> SpotCheck:
    check = planned_check(cast, **facts)
    return actions.draw_spot_check(check, by=cast.officer, word="20261126", witness="吴监督，市人大代表")


def published(agency: Agency, clerk: User, reviewer: User, title: str, *, grant_head: Agency | None = None) -> Item:
    """A public notice of `agency`."""
    if grant_head is not None:
        grant(ROLES["reviewer"], to=reviewer, on=grant_head, by=None)
    item = items.draft(
        agency=agency, by=clerk, title=title, body="正文", kind=Kind.NOTICE, attribute=Attribute.PROACTIVE
    )
    items.submit(item, by=clerk)
    return items.approve_and_publish(item, by=reviewer)


def all_good(*, of_item: bool = False, **faults: Given) -> dict[str, Given]:
    """Every question answered; `faults` by their codes."""
    good = {question.code: Given(CheckVerdict.GOOD) for question in asked(of_item=of_item)}
    return good | faults


def fault(remark: str = "公开指南里的电话打不通。", **more: Any) -> Given:
    return Given(CheckVerdict.FAULT, remark, **more)


def checking_check(cast: Cast, **facts: Any) -> SpotCheck:
    """Of every department of the city, being checked."""
    facts = {"kinds": ["department"], "agency_count": 9} | facts
    return actions.begin_check(drawn_check(cast, **facts), by=cast.officer)


def row_of(check: SpotCheck, agency: Agency) -> CheckedAgency:
    return CheckedAgency.objects.select_related("agency", "spot_check__agency").get(spot_check=check, agency=agency)


def filled_check(cast: Cast, faulty: Agency, **faults: Given) -> SpotCheck:
    """All forms complete, with `faults` at `faulty`."""
    check = checking_check(cast)
    for row in check.agencies.select_related("agency"):
        given = all_good(**(faults if row.agency == faulty else {}))
        actions.fill_form(row_of(check, row.agency), by=cast.officer, answers=given)
    return check


def sent_finding(cast: Cast, **fault_facts: Any) -> Finding:
    """One finding about the bureau, sent."""
    check = filled_check(cast, cast.bureau, wanted=fault(**fault_facts))
    actions.send_findings(check, by=cast.officer)
    return Finding.objects.with_all().get(checked_agency=row_of(check, cast.bureau))
