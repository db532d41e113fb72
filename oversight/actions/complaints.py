"""Hearing complaints. No audit event here holds a word of the complainant's, and each stands with the government that
hears the case: the accused agency's own trail stays silent.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.hearing import hearers, hearing_government, holders
from oversight.models import Complaint, ComplaintExtract, ComplaintKind, ComplaintTerms, Identity
from oversight.models.complaints import new_number
from oversight.permissions import Permission
from oversight.states import COMPLAINT_TABLE
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import enqueue
from portal.notices.models import Kind
from portal.receipts import code_for, key_digest
from portal.refusals import NotAllowed, Refused
from portal.transitions import advance
from portal.workdays.actions import start_clock, stop
from portal.workdays.models import Unit
from requests_app.actions.intake import AlreadyFiled

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_TEXT = 5000
CONTENT = ("accused_id", "kind", "identity", "text", "name", "contact")


def submit_complaint(
    accused: Agency, *, key: str, kind: str, identity: str, text: str, name: str = "", contact: str = ""
) -> tuple[Complaint, str]:
    """File a complaint about `accused` and return it with its receipt code; the same `key` files once.

    There is no `by`: nobody's account is asked for. Of an anonymous complaint name and contact are dropped unread.
    Raises Refused beside the field that is wrong, and when nobody above the accused could hear it; AlreadyFiled when
    the form was sent before with another text.
    """
    if identity == Identity.ANONYMOUS:
        name = contact = ""
    _check_filing(kind=kind, identity=identity, text=text, name=name, contact=contact)
    government = hearing_government(accused)
    if government is None:
        raise Refused(
            _("Nobody on this site stands above this body. Please turn to the government above it."), field="accused"
        )
    filed = Complaint(
        agency=government,
        accused=accused,
        kind=kind,
        identity=identity,
        text=_plain(text),
        name=name.strip(),
        contact=contact.strip(),
    )
    if (known := _known(filed, key)) is not None:
        return known
    code = filed.seal(key)
    try:
        _file(filed)
    except IntegrityError:  # the same form arrived twice at once
        if (known := _known(filed, key)) is None:
            raise
        return known
    return filed, code


def _plain(text: str) -> str:
    # browsers send line ends as CRLF
    return text.replace("\r\n", "\n").strip()


def _known(filed: Complaint, key: str) -> tuple[Complaint, str] | None:
    """The first filing with this form. Raises AlreadyFiled if it said something else."""
    first = Complaint.objects.filter(filing_digest=key_digest(key)).select_related("agency", "accused").first()
    if first is None:
        return None
    if any(getattr(first, name) != getattr(filed, name) for name in CONTENT):
        raise AlreadyFiled(_("This form has been sent before with another text. Open a new form for a new complaint."))
    return first, code_for(key)


@transaction.atomic
def _file(complaint: Complaint) -> None:
    complaint.received_on = timezone.localdate()
    complaint.number = f"TS{complaint.received_on:%Y%m%d}-{new_number()}"
    if complaint.identity == Identity.NAMED:
        complaint.received_at = timezone.now()
    complaint.save(force_insert=True)
    if complaint.identity == Identity.NAMED:
        _announce(complaint)


def _check_filing(*, kind: str, identity: str, text: str, name: str, contact: str) -> None:
    if kind not in ComplaintKind.values:
        raise Refused(_("Choose what the complaint is about."), field="kind")
    if identity not in Identity.values:
        raise Refused(_("Choose whether to give your name."), field="identity")
    if not text.strip():
        raise Refused(_("Say what happened."), field="text")
    if len(text) > LONGEST_TEXT:
        raise Refused(_("At most %(limit)s characters, please.") % {"limit": LONGEST_TEXT}, field="text")
    if identity != Identity.ANONYMOUS and not name.strip():
        raise Refused(_("Give your name, or choose to stay anonymous."), field="name")
    if identity != Identity.ANONYMOUS and not contact.strip():
        raise Refused(_("Say how the office can reach you, or choose to stay anonymous."), field="contact")


@transaction.atomic
def announce(complaint: Complaint) -> bool:
    """Start the clock, write the trail and tell those who hear; once. Returns False if that was done before."""
    locked = Complaint.objects.select_for_update(of=("self",)).select_related("agency", "accused").get(pk=complaint.pk)
    if locked.is_announced:
        return False
    _announce(locked)
    return True


def _announce(complaint: Complaint) -> None:
    complaint.clock = start_clock(
        scope=complaint.agency.path,
        unit=Unit.WORKING_DAY,
        limit=ComplaintTerms.objects.working_days(complaint.agency),
        at=timezone.make_aware(dt.datetime.combine(complaint.received_on, dt.time.min)),
    )
    complaint.is_announced = True
    complaint.save(update_fields=["clock", "is_announced"])
    record(
        Event.COMPLAINT_SUBMITTED, by=None, agency=complaint.agency, subject=complaint,
        after={"number": complaint.number, "kind": complaint.kind},
    )  # fmt: skip
    for person in hearers(complaint.accused, complaint.agency, Permission.HANDLE_COMPLAINT):
        enqueue(
            Kind.COMPLAINT_RECEIVED, to=person, subject=complaint, occasion="received",
            title=_("Complaint %(number)s was received") % {"number": complaint.number},
            body=_("To be answered by %(date)s.") % {"date": complaint.clock.due_on},
            url=reverse("admin:oversight_complaint_change", args=[complaint.pk]), agency=complaint.agency,
        )  # fmt: skip


def _taken_up(complaint: Complaint, verb: str, *, by: User) -> Complaint:
    """The first two beats of every verb: the right (by the door, not the grant alone), lock, transition."""
    require(by, Permission.HANDLE_COMPLAINT, on=complaint)
    if not Complaint.objects.managed_by(by).filter(pk=complaint.pk).exists():
        raise NotAllowed(_("You serve the agency that this complaint is about."))
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("agency", "accused", "clock")
    locked = rows.get(pk=complaint.pk)
    advance(locked, verb, COMPLAINT_TABLE)
    if not locked.is_announced:
        _announce(locked)
    return locked


@transaction.atomic
def accept(complaint: Complaint, *, by: User) -> Complaint:
    """Take the case up (受理)."""
    case = _taken_up(complaint, "accept", by=by)
    case.accepted_on, case.accepted_by = timezone.localdate(), by
    case.save(update_fields=["state", "accepted_on", "accepted_by"])
    record(Event.COMPLAINT_ACCEPTED, by=by, agency=case.agency, subject=case, after={"state": case.state})
    return case


@transaction.atomic
def forward(complaint: Complaint, *, by: User, text: str) -> ComplaintExtract:
    """Pass an extract in the office's own words to the accused agency, under a number that leads nowhere else.

    Raises Refused (field "text") when it is empty, or holds the complainant's name or contact or the case number.
    Source: 检举控告工作规则 art. 47.
    """
    case = _taken_up(complaint, "forward", by=by)
    check_extract(case, text)
    extract = ComplaintExtract.objects.create(
        complaint=case, agency=case.accused, number=f"ZB{timezone.localdate():%Y%m%d}-{new_number()}",
        text=text.strip(), forwarded_on=timezone.localdate(), forwarded_by=by,
    )  # fmt: skip
    record(Event.COMPLAINT_FORWARDED, by=by, agency=case.agency, subject=case, after={"extract": extract.number})
    for person in holders(Permission.RECEIVE_EXTRACT, case.accused):
        enqueue(
            Kind.COMPLAINT_FORWARDED, to=person, subject=extract, occasion="forwarded",
            title=_("The open government office asks for an explanation: %(number)s") % {"number": extract.number},
            body=_("Read it on the page of your agency."),
            url=reverse("oversight:office_agency", args=[case.accused.code]), agency=case.accused,
        )  # fmt: skip
    return extract


def check_extract(case: Complaint, text: str) -> None:
    """Raise Refused for an extract that says nothing, or says who complained."""
    if not text.strip():
        raise Refused(_("Write what the agency has to know."), field="text")
    squeezed = "".join(text.split()).casefold()
    secrets = ("".join(secret.split()).casefold() for secret in (case.name, case.contact, case.number))
    if any(secret and secret in squeezed for secret in secrets):
        raise Refused(_("The extract names the complainant or the case; take that out."), field="text")


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
    case = _taken_up(complaint, verb, by=by)
    if not result.strip():
        raise Refused(_("Write what the complainant is to read."), field="result")
    case.result = result.strip()
    case.concluded_on, case.concluded_by = timezone.localdate(), by
    case.save(update_fields=["state", "result", "concluded_on", "concluded_by"])
    if case.clock is not None:  # it is: taking the case up has announced it
        stop(case.clock, at=timezone.now())
    record(event, by=by, agency=case.agency, subject=case, after={"state": case.state})
    return case


@transaction.atomic
def set_terms(government: Agency, *, by: User, working_days: int) -> ComplaintTerms:
    """Set within how many working days complaints received from now on are answered (1 to 60)."""
    require(by, Permission.HANDLE_COMPLAINT, on=government)
    if not 1 <= working_days <= 60:
        raise Refused(_("Between 1 and 60 working days."), field="working_days")
    terms, _made = ComplaintTerms.objects.select_for_update().get_or_create(agency=government)
    before, terms.working_days = terms.working_days, working_days
    terms.save(update_fields=["working_days"])
    record(
        Event.COMPLAINT_TERMS_CHANGED, by=by, agency=government, subject=terms,
        before={"complaint_working_days": before}, after={"complaint_working_days": working_days},
    )  # fmt: skip
    return terms
