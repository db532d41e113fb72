"""Supervision orders: issue, answer, return, accept, climb the ladder, cancel.

The series of numbers is held before the first `record()` of a transaction, as for every number without gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.models import Item
from oversight.letters import tell_agency, tell_office
from oversight.models import (
    EarlyWarning,
    OrderAnswer,
    OrderEvidence,
    OrderSeries,
    OrderStep,
    Rung,
    SupervisionOrder,
    Verdict,
)
from oversight.permissions import Permission
from oversight.rules import RULES
from oversight.states import ORDER_TABLE
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance
from portal.uploads.actions import store
from portal.workdays.actions import pause, restart, start_clock, stop
from portal.workdays.vocabulary import Unit

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST = 60  # working days
MOST_FILES = 5


@transaction.atomic
def issue_order(
    government: Agency,
    *,
    by: User,
    agency: Agency,
    title: str,
    demand: str,
    working_days: int,
    rung: int = Rung.ORDER,
    is_public: bool = False,
    warning: EarlyWarning | None = None,
) -> SupervisionOrder:
    """Order `agency` to put something right and answer within `working_days`, from a warning or free.

    The ladder begins with a reminder or an order. Raises NotAllowed, Refused beside the field: an agency that is not
    below, nothing said, another number of days, a warning of another agency or with an open order.
    """
    require(by, Permission.SUPERVISE, on=government)
    _check(government, agency=agency, title=title, demand=demand, working_days=working_days, rung=rung)
    if warning is not None:
        _require_orderable(warning, agency, by=by)
    now = timezone.now()
    serial = _next_number(government, timezone.localdate(now).year)
    clock = start_clock(scope=agency.path, unit=Unit.WORKING_DAY, limit=working_days, at=now)
    order = SupervisionOrder.objects.create(
        agency=agency, government=government, year=timezone.localdate(now).year, serial=serial, warning=warning,
        title=title.strip(), demand=demand.strip(), rung=rung, clock=clock, is_public=is_public,
        public_from=clock.due_at, issued_at=now, issued_by=by,
    )  # fmt: skip
    OrderStep.objects.create(order=order, rung=rung, reason=order.demand[:500], due_on=clock.due_on, at=now, by=by)
    facts = {"number": order.number, "rung": Rung(rung).name, "due_on": clock.due_on, "public": is_public}
    record(Event.ORDER_ISSUED, by=by, agency=agency, subject=order, after=facts)
    tell_agency(order, Kind.ORDER_ISSUED, occasion="issued", said=order.demand)
    return order


def matter_of(warning: EarlyWarning) -> str:
    """What an order about `warning` is usually called."""
    rule = RULES.get(warning.rule)
    if rule is None:
        return warning.title[:120]
    return (_("%(rule)s: %(title)s") % {"rule": rule.label, "title": warning.title})[:120]


def demand_for(warning: EarlyWarning) -> str:
    """What an order about `warning` usually asks, for the office to go on from."""
    rule = RULES.get(warning.rule)
    due = _("It was due on %(date)s.") % {"date": warning.due_on} if warning.due_on else ""
    said = [str(rule.says) if rule else "", due, _("Put it right, and answer with the reason and what proves it.")]
    return "\n".join(part for part in said if part)


def _check(government: Agency, *, agency: Agency, title: str, demand: str, working_days: int, rung: int) -> None:
    if not agency.is_under(government) or agency.path == government.path:
        raise Refused(_("Orders go to agencies below %(name)s.") % {"name": government}, field="agency")
    if not title.strip():
        raise Refused(_("Name the matter."), field="title")
    if not demand.strip():
        raise Refused(_("Write what is to be done."), field="demand")
    if not 1 <= working_days <= LONGEST:
        raise Refused(_("Between 1 and 60 working days."), field="working_days")
    if rung not in {Rung.REMINDER, Rung.ORDER}:
        raise Refused(_("The ladder begins with a reminder or an order."), field="rung")


def _require_orderable(warning: EarlyWarning, agency: Agency, *, by: User) -> None:
    """Lock the warning; raise Refused unless it warns the agency, or the one above it, and has no open order."""
    held = EarlyWarning.objects.managed_by(by).select_for_update(of=("self",)).select_related("agency")
    found = held.filter(pk=warning.pk).first()
    if found is None or not agency.is_under(found.agency):
        raise Refused(_("This warning is about another agency."), field="agency")
    if found.is_confidential:
        raise Refused(_("The office itself answers complaints; no agency is told of them in an order."))
    if not found.is_open:
        raise Refused(_("This warning is closed already."))
    if SupervisionOrder.objects.concerning(found).open().exists():
        raise Refused(_("There is an open order about this warning already."))


def _next_number(government: Agency, year: int) -> int:
    OrderSeries.objects.get_or_create(government=government, year=year)
    series = OrderSeries.objects.select_for_update().get(government=government, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last


def _taken_up(order: SupervisionOrder, verb: str, permission: str, *, by: User) -> SupervisionOrder:
    """The first two beats of every verb."""
    rows = SupervisionOrder.objects.select_for_update(of=("self",)).select_related("agency", "government", "clock")
    held = rows.get(pk=order.pk)
    require(by, permission, on=held.agency if permission == Permission.ANSWER_ORDER else held.government)
    advance(held, verb, ORDER_TABLE)
    return held


@transaction.atomic
def answer_order(
    order: SupervisionOrder, *, by: User, text: str, proofs: Sequence[UploadedFile] = (), items: Iterable[str] = ()
) -> OrderAnswer:
    """Answer with text and evidence: files, and index numbers of public `items` of the agency. The clock pauses.

    Raises NotAllowed, Refused beside the field: no text, more than five files, an item that is not there.
    """
    held = _taken_up(order, "answer", Permission.ANSWER_ORDER, by=by)
    if not text.strip():
        raise Refused(_("Write what was done."), field="text")
    if len(proofs) > MOST_FILES:
        raise Refused(_("At most %(limit)d files can be attached.") % {"limit": MOST_FILES}, field="proofs")
    linked, now = _items(held, items), timezone.now()
    answer = OrderAnswer.objects.create(
        order=held, text=text.strip(), at=now, by=by, is_late=held.clock.is_overdue(now)
    )
    stored = [store(upload, agency=held.agency, by=by, is_read=False) for upload in proofs]
    OrderEvidence.objects.bulk_create(OrderEvidence(answer=answer, file=file) for file in stored)
    OrderEvidence.objects.bulk_create(OrderEvidence(answer=answer, item=item) for item in linked)
    pause(held.clock, at=now, reason=_("The office reads the answer."))
    held.save(update_fields=["state"])
    facts = {"number": held.number, "late": answer.is_late, "sha256": [file.sha256 for file in stored]}
    record(Event.ORDER_ANSWERED, by=by, agency=held.agency, subject=held, after=facts)
    tell_office(held, Kind.ORDER_ANSWERED, occasion=f"answer {answer.pk}", said=answer.text)
    return answer


def _items(order: SupervisionOrder, numbers: Iterable[str]) -> list[Item]:
    wanted = list(dict.fromkeys(numbers))
    found = {item.index_no: item for item in Item.objects.public().under(order.agency).filter(index_no__in=wanted)}
    if missing := [number for number in wanted if number not in found]:
        raise Refused(
            _("Not among what the agency has published: %(numbers)s.") % {"numbers": ", ".join(missing)}, field="items"
        )
    return [found[number] for number in wanted]


def _judge(order: SupervisionOrder, verdict: Verdict, *, by: User, reason: str) -> None:
    answer = order.answers.select_for_update().order_by("-pk")[0]
    answer.verdict, answer.verdict_reason = verdict, reason
    answer.judged_at, answer.judged_by = timezone.now(), by
    answer.save(update_fields=["verdict", "verdict_reason", "judged_at", "judged_by"])


@transaction.atomic
def return_order(order: SupervisionOrder, *, by: User, reason: str) -> SupervisionOrder:
    """Send the answer back: as many working days as the order had are counted anew. Raises NotAllowed, Refused."""
    held = _taken_up(order, "return", Permission.SUPERVISE, by=by)
    said = _given(reason)
    _judge(held, Verdict.RETURNED, by=by, reason=said)
    restart(held.clock, at=timezone.now(), reason=said[:500])
    held.save(update_fields=["state"])
    facts = {"number": held.number, "reason": said, "due_on": held.clock.due_on}
    record(Event.ORDER_RETURNED, by=by, agency=held.agency, subject=held, after=facts)
    tell_agency(held, Kind.ORDER_RETURNED, occasion=f"returned {held.answers.count()}", said=said)
    return held


@transaction.atomic
def accept_order(order: SupervisionOrder, *, by: User, result: str) -> SupervisionOrder:
    """Accept the answer and end the order; `result` is what the public reads of a public one. Raises Refused."""
    held = _taken_up(order, "accept", Permission.SUPERVISE, by=by)
    said = _given(result, field="result")
    _judge(held, Verdict.ACCEPTED, by=by, reason=said)
    _conclude(held, by=by, result=said)
    record(Event.ORDER_ACCEPTED, by=by, agency=held.agency, subject=held, after={"number": held.number, "result": said})
    tell_agency(held, Kind.ORDER_ACCEPTED, occasion="accepted", said=said)
    return held


@transaction.atomic
def cancel_order(order: SupervisionOrder, *, by: User, reason: str) -> SupervisionOrder:
    """Take an open order back, with the reason; it is public no more. Raises NotAllowed, Refused."""
    held = _taken_up(order, "cancel", Permission.SUPERVISE, by=by)
    said = _given(reason)
    _conclude(held, by=by, result=said)
    facts = {"number": held.number, "reason": said}
    record(Event.ORDER_CANCELLED, by=by, agency=held.agency, subject=held, after=facts)
    tell_agency(held, Kind.ORDER_CANCELLED, occasion="cancelled", said=said)
    return held


def _conclude(order: SupervisionOrder, *, by: User, result: str) -> None:
    order.concluded_at, order.concluded_by, order.result = timezone.now(), by, result
    order.save(update_fields=["state", "concluded_at", "concluded_by", "result"])
    stop(order.clock, at=order.concluded_at)


def _given(reason: str, *, field: str = "reason") -> str:
    if not reason.strip():
        raise Refused(_("Please give a reason."), field=field)
    return reason.strip()[:1000]


@transaction.atomic
def escalate_order(order: SupervisionOrder, *, by: User, reason: str) -> SupervisionOrder:
    """Climb one rung (提醒、督办、通报批评、责任追究): the time for the answer is counted anew.

    Raises NotAllowed; Refused before the time has run out or an answer was returned, on the last rung, and while an
    answer waits for the office.
    """
    held = _taken_up(order, "escalate", Permission.SUPERVISE, by=by)
    if not held.clock.is_overdue() and not held.answers.filter(verdict=Verdict.RETURNED).exists():
        raise Refused(_("It goes further only once its time has run out or an answer was returned."))
    if held.rung == Rung.ACCOUNTABILITY:
        raise Refused(_("This is the last rung."))
    said, before = _given(reason), Rung(held.rung)
    held.rung += 1
    held.save(update_fields=["state", "rung"])
    restart(held.clock, at=timezone.now(), reason=said[:500])
    OrderStep.objects.create(order=held, rung=held.rung, reason=said[:500], due_on=held.clock.due_on, by=by)
    record(
        Event.ORDER_ESCALATED, by=by, agency=held.agency, subject=held,
        before={"rung": before.name}, after={"number": held.number, "rung": Rung(held.rung).name, "reason": said},
    )  # fmt: skip
    tell_agency(held, Kind.ORDER_ESCALATED, occasion=f"rung {held.rung}", said=said)
    return held
