"""Taking complaints in. No audit event about them holds a word of the complainant's, and each stands with the
government that hears the case: the accused agency's own trail stays silent.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.hearing import hearers, hearing_government
from oversight.models import Channel, Complaint, ComplaintKind, ComplaintTerms, Identity
from oversight.models.complaints import new_number, paths_above_own_grants
from oversight.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import enqueue
from portal.notices.models import Kind
from portal.receipts import code_for, key_digest
from portal.refusals import NotAllowed, Refused
from portal.workdays.actions import start_clock
from portal.workdays.models import Unit
from requests_app.actions.intake import AlreadyFiled

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_TEXT = 5000
CONTENT = ("accused_id", "kind", "channel", "identity", "text", "name", "contact")
MOST_DAYS_BACK = 60  # how long ago what the office takes in may have come; a setting of ours, no statute's


def submit_complaint(
    accused: Agency,
    *,
    key: str,
    kind: str,
    identity: str,
    text: str,
    name: str = "",
    contact: str = "",
    may_publish: bool = False,
) -> tuple[Complaint, str]:
    """File a complaint about `accused` and return it with its receipt code; the same `key` files once.

    There is no `by`: nobody's account is asked for. Of an anonymous complaint name and contact are dropped unread.
    Raises Refused beside the field that is wrong, and when nobody above the accused could hear it; AlreadyFiled when
    the form was sent before with another text.
    """
    words = {"text": text, "name": name, "contact": contact}
    filed = _drawn_up(accused, kind=kind, identity=identity, words=words)
    filed.may_publish = may_publish
    return _filed_once(filed, key)


def take_in_complaint(
    accused: Agency,
    *,
    by: User,
    key: str,
    channel: str,
    received_on: dt.date,
    kind: str,
    identity: str,
    text: str,
    name: str = "",
    contact: str = "",
    may_publish: bool = False,
) -> tuple[Complaint, str]:
    """Take in what came by telephone, mailbox, at the counter, by letter or from another body, and return it with the
    receipt code to be told to the complainant. It counts from `received_on`; name and contact as in `submit_complaint`.

    Raises NotAllowed for who does not hear complaints about `accused`; Refused beside the field, among it for a day
    that has not come yet or lies more than 60 days back.
    """
    words = {"text": text, "name": name, "contact": contact}
    filed = _drawn_up(accused, kind=kind, identity=identity, words=words)
    require(by, Permission.HANDLE_COMPLAINT, on=filed)
    if accused.path in paths_above_own_grants(by):
        raise NotAllowed(_("You serve the agency that this complaint is about."))
    if channel not in Channel.values or channel == Channel.WEB:
        raise Refused(_("Choose how it came in."), field="channel")
    if not 0 <= (timezone.localdate() - received_on).days <= MOST_DAYS_BACK:
        raise Refused(
            _("Not after today, and at most %(days)s days back.") % {"days": MOST_DAYS_BACK}, field="received_on"
        )
    filed.channel, filed.received_on, filed.taken_in_by, filed.may_publish = channel, received_on, by, may_publish
    return _filed_once(filed, key)


def _drawn_up(accused: Agency, *, kind: str, identity: str, words: dict[str, str]) -> Complaint:
    """The complaint, unsaved; of an anonymous one name and contact are dropped unread."""
    if identity == Identity.ANONYMOUS:
        words = words | {"name": "", "contact": ""}
    _check_filing(kind=kind, identity=identity, **words)
    government = hearing_government(accused)
    if government is None:
        raise Refused(
            _("Nobody on this site stands above this body. Please turn to the government above it."), field="accused"
        )
    return Complaint(
        agency=government,
        accused=accused,
        kind=kind,
        identity=identity,
        text=_plain(words["text"]),
        name=words["name"].strip(),
        contact=words["contact"].strip(),
    )


def _filed_once(filed: Complaint, key: str) -> tuple[Complaint, str]:
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
    today, is_named = timezone.localdate(), complaint.identity == Identity.NAMED
    complaint.received_on = complaint.received_on or today
    complaint.number = f"TS{complaint.received_on:%Y%m%d}-{new_number()}"
    if is_named and complaint.channel == Channel.WEB:
        complaint.received_at = timezone.now()
    complaint.save(force_insert=True)
    if is_named or complaint.received_on < today:
        begin(complaint)


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
    begin(locked)
    return True


def begin(complaint: Complaint) -> None:
    """Announce a complaint that its caller holds locked, or has just made, and that is not announced yet."""
    complaint.clock = start_clock(
        scope=complaint.agency.path,
        unit=Unit.WORKING_DAY,
        limit=ComplaintTerms.objects.working_days(complaint.agency),
        at=timezone.make_aware(dt.datetime.combine(complaint.received_on, dt.time.min)),
    )
    complaint.is_announced = True
    complaint.save(update_fields=["clock", "is_announced"])
    record(
        Event.COMPLAINT_SUBMITTED, by=complaint.taken_in_by, agency=complaint.agency, subject=complaint,
        after={"number": complaint.number, "kind": complaint.kind, "channel": complaint.channel},
    )  # fmt: skip
    for person in hearers(complaint.accused, complaint.agency, Permission.HANDLE_COMPLAINT):
        enqueue(
            Kind.COMPLAINT_RECEIVED, to=person, subject=complaint, occasion="received",
            title=_("Complaint %(number)s was received") % {"number": complaint.number},
            body=_("To be answered by %(date)s.") % {"date": complaint.clock.due_on},
            url=complaint.get_absolute_url(), agency=complaint.agency,
        )  # fmt: skip
