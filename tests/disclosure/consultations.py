"""A consultation of the cast's bureau: thirty days, so that the clock can be set to either side of its window."""

import datetime as dt
from zoneinfo import ZoneInfo

from disclosure import actions
from disclosure.actions import consulting, opinions
from disclosure.models import Attribute, Consultation, Kind

HERE = ZoneInfo("Asia/Shanghai")
FIRST, LAST = dt.date(2026, 11, 2), dt.date(2026, 12, 1)
CLOSING = dt.datetime(2026, 12, 2, tzinfo=HERE)
OPENING = dt.datetime(2026, 11, 2, tzinfo=HERE)
DURING = dt.datetime(2026, 11, 10, 9, tzinfo=HERE)
SECOND = dt.timedelta(seconds=1)

TERMS = {
    "basis": "《社会救助暂行办法》",
    "background": "为规范临时救助。",
    "contact": "政策科",
    "phone": "0578-6221234",
}


def draft_of(cast, **changed):
    """The item and its consultation, still in the clerk's hands."""
    item = actions.draft(
        agency=cast.bureau, by=cast.clerk, title="临时救助办法(征求意见稿)", body="第一条 为规范临时救助……",
        kind=Kind.CONSULTATION, attribute=Attribute.PROACTIVE,
    )  # fmt: skip
    return consulting.set_up(item, by=cast.clerk, **({"first": FIRST, "last": LAST} | TERMS | changed))


def opened(cast, **changed) -> Consultation:
    """Public; call it with the clock at its first days."""
    consultation = draft_of(cast, **changed)
    actions.submit(consultation.item, by=cast.clerk)
    actions.approve_and_publish(consultation.item, by=cast.reviewer)
    return Consultation.objects.get(pk=consultation.pk)


def give(consultation, number=1, **content):
    """An opinion of a citizen."""
    given = {"text": f"第{number}条意见", "party": "person"} | content
    return opinions.give_opinion(consultation, by=None, key=f"{number:032x}", **given)


def settle(consultation, cast):
    """Every opinion shown and answered."""
    numbers = list(consultation.opinions.values_list("number", flat=True))
    opinions.moderate(consultation, by=cast.clerk, numbers=numbers, verb="show")
    opinions.answer(
        consultation, by=cast.clerk, numbers=numbers, summary="提高救助标准", result="partly", reason="标准另行公布。"
    )
