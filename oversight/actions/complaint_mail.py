"""Messages between the office and a complainant, and what else a complainant does with the receipt code.

Nothing that a complainant does is recorded with its time, unless the complaint is a named one: the office is told when
the day is over (`tell_of_messages`), and consent and rating stand in the case alone (docs/adr/0023).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.actions.complaints import begin
from oversight.actions.hearing import require_hearer
from oversight.hearing import hearers
from oversight.models import Complaint, ComplaintMessage, Identity, Rating
from oversight.permissions import Permission
from oversight.states import ComplaintState
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import enqueue
from portal.notices.models import Kind
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST = 2000
MOST_UNREAD = 10


@transaction.atomic
def write_to_complainant(complaint: Complaint, *, by: User, text: str, asks: bool = False) -> ComplaintMessage:
    """Write to the complainant, who reads it with the receipt code; what they wrote before counts as read.

    A question (`asks`) stops no clock. Raises NotAllowed, Refused (field "text"), and Refused once the case has ended.
    """
    require_hearer(by, complaint)
    case = _open(complaint)
    if not case.is_announced:
        begin(case)
    case.messages.unread_by_office().update(is_read=True, is_told=True)
    message = ComplaintMessage.objects.create(
        complaint=case, is_from_office=True, text=_given(text), asks=asks, written_on=timezone.localdate(), by=by
    )
    record(Event.COMPLAINT_WRITTEN, by=by, agency=case.agency, subject=case, after={"asks": asks})
    return message


@transaction.atomic
def write_to_office(complaint: Complaint, *, text: str) -> ComplaintMessage:
    """Write to the office, for whoever holds the code. Raises Refused (field "text"): nothing said, too long, ten
    messages unread already, or the case has ended.
    """
    case = _open(complaint)
    if case.messages.unread_by_office().count() >= MOST_UNREAD:
        raise Refused(_("The office has not read your last messages yet. Please wait for it."), field="text")
    message = ComplaintMessage.objects.create(
        complaint=case, is_from_office=False, text=_given(text), written_on=timezone.localdate()
    )
    if case.identity == Identity.NAMED:
        _tell(message)
    return message


def tell_of_messages(today: dt.date) -> None:
    """Tell the office of messages of days that are over."""
    rows = ComplaintMessage.objects.untold_before(today).select_related("complaint__agency", "complaint__accused")
    for message in rows.order_by("pk"):
        with transaction.atomic():
            held = ComplaintMessage.objects.select_for_update(of=("self",)).get(pk=message.pk)
            if not held.is_told:
                _tell(held)


def _tell(message: ComplaintMessage) -> None:
    case = message.complaint
    message.is_told = True
    message.save(update_fields=["is_told"])
    record(Event.COMPLAINT_MESSAGE, by=None, agency=case.agency, subject=case)
    for person in hearers(case.accused, case.agency, Permission.HANDLE_COMPLAINT):
        enqueue(
            Kind.COMPLAINT_MESSAGE, to=person, subject=message, occasion="written",
            title=_("The complainant of %(number)s wrote") % {"number": case.number},
            body=_("Read it on the page of the complaint."), url=case.get_absolute_url(), agency=case.agency,
        )  # fmt: skip


@transaction.atomic
def mark_messages_read(complaint: Complaint, *, by: User) -> int:
    """Mark what the complainant wrote as read by the office; how many messages that were. Raises NotAllowed."""
    require_hearer(by, complaint)
    rows = complaint.messages.unread_by_office().update(is_read=True, is_told=True)
    if rows:
        record(Event.COMPLAINT_READ, by=by, agency=complaint.agency, subject=complaint, after={"messages": rows})
    return rows


@transaction.atomic
def read_by_complainant(complaint: Complaint) -> None:
    """The case was opened with the code: what the office wrote is read."""
    complaint.messages.filter(is_from_office=True, is_read=False).update(is_read=True)


@transaction.atomic
def say_consent(complaint: Complaint, *, may_publish: bool) -> Complaint:
    """Agree to the result being published, or no more: what stands on the consent goes off the public list at once."""
    case = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    case.may_publish = may_publish
    case.save(update_fields=["may_publish"])
    return case


@transaction.atomic
def rate_result(complaint: Complaint, *, score: int, words: str = "") -> Complaint:
    """Rate the answer from 1 to 5, once, with words for the office. Raises Refused before there is an answer, for a
    second rating, and for another number.
    """
    case = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if case.state != ComplaintState.ANSWERED:
        raise Refused(_("There is no answer to rate yet."))
    if case.rating is not None:
        raise Refused(_("You have rated the answer already."))
    if score not in Rating.values:
        raise Refused(_("Rate from 1 to 5."), field="score")
    case.rating, case.rating_words = score, words.replace("\r\n", "\n").strip()[:LONGEST]
    case.save(update_fields=["rating", "rating_words"])
    return case


def _open(complaint: Complaint) -> Complaint:
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("agency", "accused")
    case = rows.get(pk=complaint.pk)
    if not case.is_open:
        raise Refused(_("The case has ended; nothing more can be written."), field="text")
    return case


def _given(text: str) -> str:
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise Refused(_("Write something."), field="text")
    if len(said) > LONGEST:
        raise Refused(_("At most %(limit)s characters, please.") % {"limit": LONGEST}, field="text")
    return said
