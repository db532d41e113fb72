"""Hearing complaints: accept, pass an extract on, join, extend, answer, close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.actions.complaints import begin
from oversight.hearing import hearers, holders
from oversight.models import Complaint, ComplaintExtract, ComplaintTerms
from oversight.models.complaints import new_number
from oversight.permissions import Permission
from oversight.states import COMPLAINT_TABLE, EXTRACT_TABLE, ExtractState
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import enqueue
from portal.notices.models import Kind
from portal.refusals import NotAllowed, Refused
from portal.transitions import advance
from portal.workdays.actions import extend, start_clock, stop
from portal.workdays.models import Unit

if TYPE_CHECKING:
    from portal.accounts.models import User


def require_hearer(user: User, complaint: Complaint) -> None:
    """Raise NotAllowed unless `user` hears this complaint: by the door, not the grant alone."""
    require(user, Permission.HANDLE_COMPLAINT, on=complaint)
    if not Complaint.objects.managed_by(user).filter(pk=complaint.pk).exists():
        raise NotAllowed(_("You serve the agency that this complaint is about."))


def taken_up(complaint: Complaint, verb: str, *, by: User) -> Complaint:
    """The first two beats of every verb: right, lock and transition."""
    require_hearer(by, complaint)
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("agency", "accused", "clock")
    locked = rows.get(pk=complaint.pk)
    advance(locked, verb, COMPLAINT_TABLE)
    if not locked.is_announced:
        begin(locked)
    return locked


@transaction.atomic
def accept(complaint: Complaint, *, by: User) -> Complaint:
    """Take the case up (受理)."""
    case = taken_up(complaint, "accept", by=by)
    case.accepted_on, case.accepted_by = timezone.localdate(), by
    case.save(update_fields=["state", "accepted_on", "accepted_by"])
    record(Event.COMPLAINT_ACCEPTED, by=by, agency=case.agency, subject=case, after={"state": case.state})
    return case


@transaction.atomic
def forward(complaint: Complaint, *, by: User, text: str) -> ComplaintExtract:
    """Pass an extract in the office's own words to the accused agency, under a number that leads nowhere else. The
    agency explains within the working days that the government set.

    Raises Refused (field "text") when it is empty, or holds the complainant's name or contact or the case number.
    Source: 检举控告工作规则 art. 47.
    """
    case = taken_up(complaint, "forward", by=by)
    check_extract(case, text)
    limit = ComplaintTerms.objects.of(case.agency).explanation_days
    clock = start_clock(scope=case.agency.path, unit=Unit.WORKING_DAY, limit=limit, at=timezone.now())
    extract = ComplaintExtract.objects.create(
        complaint=case, agency=case.accused, number=f"ZB{timezone.localdate():%Y%m%d}-{new_number()}",
        text=text.strip(), forwarded_on=timezone.localdate(), forwarded_by=by, clock=clock,
    )  # fmt: skip
    record(Event.COMPLAINT_FORWARDED, by=by, agency=case.agency, subject=case, after={"extract": extract.number})
    for person in holders(Permission.RECEIVE_EXTRACT, case.accused):
        enqueue(
            Kind.COMPLAINT_FORWARDED, to=person, subject=extract, occasion="forwarded",
            title=_("The open government office asks for an explanation: %(number)s") % {"number": extract.number},
            body=_("To be answered by %(date)s.") % {"date": clock.due_on},
            url=extract.get_absolute_url(), agency=case.accused,
        )  # fmt: skip
    return extract


def check_extract(case: Complaint, text: str) -> None:
    """Raise Refused for an extract that says nothing, or says who complained."""
    if not text.strip():
        raise Refused(_("Write what the agency has to know."), field="text")
    if names(case, text):
        raise Refused(_("The extract names the complainant or the case; take that out."), field="text")


def names(case: Complaint, text: str) -> bool:
    """True if `text` holds the complainant's name or contact or the number of the case, however it is spaced."""
    squeezed = _squeezed(text)
    return any(secret and secret in squeezed for secret in map(_squeezed, case.secrets))


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()


@transaction.atomic
def answer(complaint: Complaint, *, by: User, result: str) -> Complaint:
    """Tell the complainant the result of an accepted complaint, and stop the clock."""
    return _conclude(complaint, "answer", Event.COMPLAINT_ANSWERED, by=by, result=result)


@transaction.atomic
def close(complaint: Complaint, *, by: User, reason: str) -> Complaint:
    """End a case without an answer on the merits (not about disclosure, a duplicate, taken back), with the reason that
    the complainant reads.
    """
    return _conclude(complaint, "close", Event.COMPLAINT_CLOSED, by=by, result=reason)


def _conclude(complaint: Complaint, verb: str, event: Event, *, by: User, result: str) -> Complaint:
    case = taken_up(complaint, verb, by=by)
    if not result.strip():
        raise Refused(_("Write what the complainant is to read."), field="result")
    joined = list(Complaint.objects.select_for_update(of=("self",)).select_related("clock").joined_with(case))
    if joined and any(names(one, result) for one in (case, *joined)):
        raise Refused(
            _("Others who complained about the same read this too: name none of them, and no case."), field="result"
        )
    _end(case, event, by=by, result=result.strip())
    for one in joined:
        advance(one, f"{verb}_joined", COMPLAINT_TABLE)
        _end(one, event, by=by, result=result.strip())
    return case


def _end(case: Complaint, event: Event, *, by: User, result: str) -> None:
    """Save the result of a case whose state is set, stop its clocks, write the trail."""
    now = timezone.now()
    case.result = result
    case.concluded_on, case.concluded_by = timezone.localdate(now), by
    case.save(update_fields=["state", "result", "concluded_on", "concluded_by"])
    asked = [extract.clock for extract in case.extracts.filter(state=ExtractState.SENT).select_related("clock")]
    for clock in (case.clock, *asked):
        if clock is not None:
            stop(clock, at=now)
    record(event, by=by, agency=case.agency, subject=case, after={"state": case.state})


@transaction.atomic
def join(complaint: Complaint, *, by: User, first: Complaint) -> Complaint:
    """Join a complaint with an earlier one about the same matter: it is answered by the result of `first`, at once if
    there is one. It stays a complaint of its own, with its code, its messages and its clock.

    Raises NotAllowed; Refused (field "first") for a complaint about another agency, one that is joined itself or
    closed, and for a case that others are joined with.
    """
    case = taken_up(complaint, "join", by=by)
    rows = Complaint.objects.select_for_update(of=("self",)).joinable_to(case)
    earlier = rows.filter(pk=first.pk).first()
    if earlier is None:
        raise Refused(_("It can be joined only with a complaint about the same agency."), field="first")
    if case.joined.exists():
        raise Refused(_("Others are joined with this complaint: join the other one with it."), field="first")
    case.first = earlier
    case.save(update_fields=["state", "first"])
    record(
        Event.COMPLAINT_JOINED, by=by, agency=case.agency, subject=case,
        after={"state": case.state, "first": earlier.number},
    )  # fmt: skip
    if not earlier.is_open:
        if names(earlier, earlier.result):
            raise Refused(_("The result of that complaint names who complained."), field="first")
        advance(case, "answer_joined", COMPLAINT_TABLE)
        _end(case, Event.COMPLAINT_ANSWERED, by=by, result=earlier.result)
    return case


@transaction.atomic
def extend_complaint(complaint: Complaint, *, by: User, reason: str) -> Complaint:
    """Extend the time limit once by the working days that the government set; the complainant reads the reason.

    Raises NotAllowed; Refused where the government allows none, for a second time, and once the time has run out.
    """
    case = taken_up(complaint, "extend", by=by)
    days = ComplaintTerms.objects.of(case.agency).extension_days
    if not days or case.clock is None:
        raise Refused(_("Your government allows no extension for complaints."))
    if not reason.strip():
        raise Refused(_("Write what the complainant is to read."), field="reason")
    # the clock keeps its reasons in the open
    extend(case.clock, units=days, at=timezone.now(), reason=_("The time for complaints, as the government set it."))
    case.extended_on, case.extension_reason = timezone.localdate(), reason.strip()
    case.save(update_fields=["state", "extended_on", "extension_reason"])
    facts = {"days": days, "due_on": case.clock.due_on}
    record(Event.COMPLAINT_EXTENDED, by=by, agency=case.agency, subject=case, after=facts)
    return case


@transaction.atomic
def explain(extract: ComplaintExtract, *, by: User, text: str) -> ComplaintExtract:
    """Answer an extract for the agency that received it. Nothing of the case is told to whoever answers.

    Raises NotAllowed; Refused when it was answered before, when the case has ended, and without a text.
    """
    require(by, Permission.RECEIVE_EXTRACT, on=extract)
    rows = ComplaintExtract.objects.select_for_update(of=("self",)).select_related("complaint__agency", "clock")
    held = rows.get(pk=extract.pk)
    advance(held, "answer", EXTRACT_TABLE)
    case = held.complaint
    if not case.is_open:
        raise Refused(_("The office needs no explanation any more."))
    if not text.strip():
        raise Refused(_("Write what the office asks about."), field="text")
    held.answer, held.answered_on, held.answered_by = text.strip(), timezone.localdate(), by
    held.save(update_fields=["state", "answer", "answered_on", "answered_by"])
    if held.clock is not None:
        stop(held.clock, at=timezone.now())
    record(Event.COMPLAINT_EXPLAINED, by=by, agency=case.agency, subject=held, after={"extract": held.number})
    for person in hearers(case.accused, case.agency, Permission.HANDLE_COMPLAINT):
        enqueue(
            Kind.COMPLAINT_EXPLAINED, to=person, subject=held, occasion="explained",
            title=_("An agency explained: %(number)s") % {"number": held.number},
            body=_("Read it on the page of the complaint."), url=case.get_absolute_url(), agency=case.agency,
        )  # fmt: skip
    return held
