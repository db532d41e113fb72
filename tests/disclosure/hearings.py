"""A hearing of the cast's bureau: two seats and one place to wait, so that the last of them are soon asked for."""

import datetime as dt
from zoneinfo import ZoneInfo

from disclosure import actions
from disclosure.actions import hearing_outcome, hearings, participants, signing_up
from disclosure.models import Attribute, Hearing, Kind

HERE = ZoneInfo("Asia/Shanghai")
NOTICED = dt.datetime(2026, 11, 2, 9, tzinfo=HERE)  # the notice goes out, and sign-up is open
FIRST, LAST = dt.date(2026, 11, 2), dt.date(2026, 11, 10)
CLOSING = dt.datetime(2026, 11, 11, tzinfo=HERE)
START = dt.datetime(2026, 11, 16, 9, tzinfo=HERE)
END = dt.datetime(2026, 11, 16, 12, tzinfo=HERE)
SECOND = dt.timedelta(seconds=1)

TERMS = {
    "kind": "hearing",
    "place": "县政务服务中心三楼",
    "seats": 2,
    "waiting_limit": 1,
    "who": "本县居民",
    "rules": "按报名先后,利益相关方优先",
    "why_soon": "",
    "contact": "政策科",
    "phone": "0578-6221234",
}
TIMES = {"starts_at": START, "ends_at": END, "first": FIRST, "last": LAST}


def draft_of(cast, **changed) -> Hearing:
    """The notice and its hearing, still in the clerk's hands."""
    item = actions.draft(
        agency=cast.bureau, by=cast.clerk, title="供水价格听证会公告", body="听证材料见附件。", kind=Kind.HEARING,
        attribute=Attribute.PROACTIVE,
    )  # fmt: skip
    return hearings.set_up_hearing(item, by=cast.clerk, **(TIMES | TERMS | changed))


def opened(cast, **changed) -> Hearing:
    """Public; call it with the clock at `NOTICED`."""
    hearing = draft_of(cast, **changed)
    actions.submit(hearing.item, by=cast.clerk)
    actions.approve_and_publish(hearing.item, by=cast.reviewer)
    return Hearing.objects.get(pk=hearing.pk)


def sign_up(hearing, number=1, **content):
    """A citizen signs up."""
    given = {
        "name": f"周小{number}", "phone": f"138000000{number:02}", "represents": "居民", "email": "", "view": "",
        "shows_name": False,
    } | content  # fmt: skip
    return signing_up.sign_up(hearing, key=f"{number:032x}", **given)


def listed(hearing, cast, *numbers) -> Hearing:
    """Those numbers selected, all others passed over, the list published; call it after closing."""
    others = [row.number for row in hearing.signups.standing() if row.number not in numbers]
    if numbers:
        participants.choose(hearing, by=cast.clerk, numbers=numbers, verb="select")
    if others:
        participants.choose(hearing, by=cast.clerk, numbers=others, verb="pass_over", reason="名额有限")
    return participants.publish_list(hearing, by=cast.reviewer)


def minuted(hearing, cast) -> None:
    """Everybody of the list came, one view was put forward and answered; call it after the end."""
    participants.record_attendance(hearing, by=cast.clerk, numbers=[r.number for r in hearing.signups.selected()])
    view = hearing_outcome.record_view(hearing, by=cast.clerk, text="一档水量应当提高,电话13800001111")
    hearing_outcome.answer_views(hearing, by=cast.clerk, numbers=[view.number], result="adopted", reason="已提高。")
