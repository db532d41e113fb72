"""Electronic supervision in the planted world, and the part of the access table about it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalog import actions as catalog
from catalog.models import Area
from oversight import actions as oversight
from oversight.models import EarlyWarning
from oversight.rules import RULES
from tests.access.rows import Row

WARNED = {"clerk", "head", "officer", "supervisor"}
LISTED = WARNED | {"sibling_clerk"}
OTHERS = {"other_clerk", "other_officer"}


def _number(side: SimpleNamespace) -> dict[str, str]:
    return {"number": side.warning.number}


def _order(side: SimpleNamespace) -> dict[str, object]:
    return {"government": side.government.code, "year": side.order.year, "serial": side.order.serial}


def _proof(side: SimpleNamespace) -> dict[str, object]:
    return _order(side) | {"public_id": side.proof.public_id}


_JUDGED = ("accept", "return", "escalate", "cancel")
SUPERVISION = {
    "oversight:order_list": Row(LISTED, there=OTHERS),
    "oversight:order_new": Row({"officer"}, there={"other_officer"}),
    "oversight:order_detail": Row(WARNED, _order, there=OTHERS),
    "oversight:order_file": Row(WARNED, _proof, there=OTHERS),
    "oversight:order_answer": Row({"clerk", "head"}, _order, method="POST", there={"other_clerk"}),
    **{f"oversight:order_{verb}": Row({"officer"}, _order, method="POST") for verb in _JUDGED},
    "oversight:warning_list": Row(LISTED, there=OTHERS),
    "oversight:warning_file": Row(LISTED, there=OTHERS),
    "oversight:warning_detail": Row(WARNED, _number, there=OTHERS),
    "oversight:warning_withdraw": Row({"officer"}, _number, method="POST"),
    "oversight:fault_list": Row({"officer"}, there={"other_officer"}),
    "oversight:fault_lift": Row({"officer"}, lambda side: {"pk": side.fault.pk}, method="POST"),
}


def late_duty(government, agency, officer, title: str, code: str) -> EarlyWarning:
    """A duty that is long overdue, and the warning of it."""
    area = Area.objects.get(number=26)
    entry = catalog.add_entry(government, by=officer, area=area, code=code, level1=title, level2=title)
    due_on = timezone.localdate() - dt.timedelta(days=90)
    duty = catalog.assign_duty(entry, agency=agency, by=officer, first_due_on=due_on)
    oversight.watch(rules=[RULES["duty-due"]])
    return EarlyWarning.objects.get(subject_type="catalog.duty", subject_key=str(duty.pk))


def supervise(world, side, name, agency, officer, government):
    """A warning of one side and a time when its platform failed."""
    title = f"监察事项{name}"
    readers = (WARNED if name == "HERE" else OTHERS) - {"admin"}
    side.warning = late_duty(government, agency, officer, title, f"late-{name.lower()}")
    today = timezone.localdate()
    reason = world.mark(f"FAULT-{name}", for_={"officer"} if name == "HERE" else {"other_officer"})
    side.fault = oversight.mark_fault(government, by=officer, first_on=today, last_on=today, reason=reason)

    _ordered(world, side, name, agency, officer, government, readers)


def _ordered(world, side, name, agency, officer, government, readers):
    """An order that was answered with a file; what it says is for those who read the warnings of the agency."""
    words = {"title": world.mark(f"ORDER-{name}", for_=readers), "demand": world.mark(f"DEMAND-{name}", for_=readers)}
    side.order = oversight.issue_order(
        government, by=officer, agency=agency, warning=side.warning, working_days=5, **words
    )  # fmt: skip
    text = world.mark(f"PROOF-{name}", for_=readers)
    clerk = world.cast.clerk if name == "HERE" else world.cast.other_clerk
    proof = SimpleUploadedFile(f"{text}.txt", text.encode(), "text/plain")
    answer = oversight.answer_order(
        side.order, by=clerk, text=world.mark(f"ORDER-ANSWER-{name}", for_=readers), proofs=[proof]
    )  # fmt: skip
    side.proof = answer.evidence.get().file


def more_warnings(world, name: str, number: int) -> None:
    """One more of each, in the bureau of the first government."""
    cast = world.cast
    late_duty(cast.city, cast.bureau, cast.officer, name, f"late-{number}")
    day = timezone.localdate()
    oversight.mark_fault(cast.city, by=cast.officer, first_on=day, last_on=day, reason=name)
    with time_machine.travel(timezone.now() - dt.timedelta(days=30)):
        oversight.issue_order(
            cast.city, by=cast.officer, agency=cast.bureau, title=name, demand=name, working_days=5, is_public=True
        )  # fmt: skip
