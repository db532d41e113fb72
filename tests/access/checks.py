"""Addresses of spot checks: the office that checks, and the agencies that were drawn, each about itself."""

from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from oversight import actions
from oversight.models import SpotCheck
from tests.access.rows import Row
from tests.oversight.spot_checking import all_good, fault, plan, row_of

OFFICER, ITS_OWN = {"officer"}, {"clerk", "head"}


def named(check: SpotCheck) -> dict[str, Any]:
    """What names a spot check in an address."""
    return dict(zip(("government", "year", "serial"), check.key, strict=True))


def _of(name: str, **more: Any) -> Any:
    return lambda side: named(getattr(side, name)) | more


def _about(name: str, **more: Any) -> Any:
    return lambda side: named(getattr(side, name)) | {"code": side.agency.code} | more


def _item(side: SimpleNamespace) -> dict[str, Any]:
    return _about("checking")(side) | {"index_no": side.item.index_no}


def plant_checks(world: Any, side: SimpleNamespace, name: str, officer: Any, clerk: Any) -> None:
    """A spot check in each of its states. What the office notes is its own until it is sent."""
    office = {"officer"} if name == "HERE" else {"other_officer"}
    both = office | (ITS_OWN if name == "HERE" else {"other_clerk"})
    side.planned_check = actions.plan_spot_check(side.government, by=officer, **plan())
    side.check = _drawn(side, officer, self_check_days=5)
    own = fault(world.mark(f"SELF-CHECK-{name}", for_=both))
    actions.fill_self_check(row_of(side.check, side.agency), by=clerk, answers={"wanted": own})
    side.checking = actions.begin_check(_drawn(side, officer, self_check_days=5), by=officer)
    noted = fault(world.mark(f"NOTED-{name}", for_=office))
    actions.fill_form(row_of(side.checking, side.agency), by=officer, answers={"wanted": noted})
    text = world.mark(f"FINDING-{name}", for_=both)
    file = SimpleUploadedFile(f"{text}.txt", text.encode(), "text/plain")
    side.sent_check = _sent(side, officer, wanted=fault(text, file=file))
    side.shortcoming = row_of(side.sent_check, side.agency).findings.get()
    side.closed_check = actions.close_spot_check(_sent(side, officer), by=officer, conclusion="总体较好。")


def _drawn(side: SimpleNamespace, officer: Any, **more: Any) -> SpotCheck:
    facts = {"kinds": ["department"], "agency_count": 50, "item_count": 50} | more
    check = actions.plan_spot_check(side.government, by=officer, **plan(**facts))
    return actions.draw_spot_check(check, by=officer, word="1126", witness="吴监督")


def _sent(side: SimpleNamespace, officer: Any, **faults: Any) -> SpotCheck:
    check = actions.begin_check(_drawn(side, officer, item_count=0), by=officer)
    for row in check.agencies.all():
        given = all_good(**(faults if row.agency == side.agency else {}))
        actions.fill_form(row_of(check, row.agency), by=officer, answers=given)
    return actions.send_findings(check, by=officer)


CHECKS = {
    "oversight:spot_check_list": Row(OFFICER, there={"other_officer"}),
    "oversight:spot_check_new": Row(OFFICER, there={"other_officer"}),
    "oversight:spot_check_detail": Row(OFFICER, _of("sent_check")),
    "oversight:spot_check_change": Row(OFFICER, _of("planned_check")),
    "oversight:spot_check_draw": Row(OFFICER, _of("planned_check"), method="POST"),
    "oversight:spot_check_print": Row(OFFICER, _of("check")),
    "oversight:spot_check_frame": Row(OFFICER, _of("check")),
    "oversight:spot_check_begin": Row(OFFICER, _of("check"), method="POST"),
    "oversight:spot_check_send": Row(OFFICER, _of("checking"), method="POST"),
    "oversight:spot_check_cancel": Row(OFFICER, _of("planned_check"), method="POST"),
    "oversight:spot_check_close": Row(OFFICER, _of("sent_check"), method="POST"),
    "oversight:check_form": Row(OFFICER, _about("checking")),
    "oversight:check_item_form": Row(OFFICER, _item),
    "oversight:finding_recheck": Row(OFFICER, _about("sent_check", position=1)),
    "oversight:check_evidence": Row(
        OFFICER | ITS_OWN, lambda side: {"public_id": side.shortcoming.answer.file.public_id}
    ),
    "oversight:checked_list": Row(ITS_OWN | {"sibling_clerk"}, there={"other_clerk"}),
    "oversight:checked_agency": Row(ITS_OWN, _about("sent_check")),
    "oversight:self_check": Row(ITS_OWN, _about("check")),
    "oversight:finding_answer": Row(ITS_OWN, _about("sent_check", position=1)),
}
