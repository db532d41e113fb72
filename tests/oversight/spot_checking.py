"""Spot checks at each of their stages, made by the actions."""

import datetime as dt
from typing import Any

from django.utils import timezone

from disclosure import actions as items
from disclosure.models import Attribute, Item, Kind
from oversight import actions
from oversight.models import SpotCheck
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
