"""Filing: the same form files once, however often it arrives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.receipts import code_for, key_digest
from portal.refusals import Refused
from portal.workdays.actions import start_clock
from portal.workdays.models import Unit
from requests_app.actions.enclosing import enclose
from requests_app.actions.locking import AnyCase, enter, moment_on, not_in_the_future
from requests_app.actions.numbering import hold_series, take
from requests_app.letters import tell_clerks
from requests_app.models import Case, Channel, DisclosureRequest, NumberSeries, TopicRequest
from requests_app.permissions import Permission
from requests_app.public_text import for_everybody, names_a_person
from requests_app.states import StageName

if TYPE_CHECKING:
    from portal.accounts.models import User

REPLY_LIMIT = 20  # working days, article 33
TOPIC_LIMIT = 20  # working days; no statute sets one, topic requests are promised the same


class AlreadyFiled(Refused):
    """Another text was filed with this form before; views answer 409."""


CaseT = TypeVar("CaseT", bound=Case)


class Filed(NamedTuple, Generic[CaseT]):
    """What filing gives back: the case, its receipt code without hyphens, and whether it was filed just now."""

    case: CaseT
    code: str
    is_new: bool


@transaction.atomic
def submit_request(
    agency: Agency,
    *,
    by: User | None,
    key: str,
    channel: str = Channel.ONLINE,
    received_on: dt.date | None = None,
    enclosures: Sequence[UploadedFile] = (),
    **content: Any,
) -> Filed[DisclosureRequest]:
    """File a request with `agency` and start its 20 working days (article 33).

    `key` is the form's idempotency key: filing again with it returns the first filing and the same code. `content` are
    the fields of article 29: name, identity_kind, identity_number, category, phone, email, address, subject,
    description, form_wanted, delivery, and needs_help, help_wanted of article 43; `enclosures` are kept with the
    first filing (`enclosing.enclose`). Online, `by` is the signed-in applicant or None, received is today;
    on any other channel `by` is the clerk who takes it in, and says the day of receipt (article 31).
    Raises NotAllowed, Refused with the field, AlreadyFiled.
    """
    request = _asked(agency, by=by, channel=channel, received_on=received_on, content=content)
    filed = _file(request, key=key, by=by, limit=REPLY_LIMIT, day=request.received_on)
    if filed.is_new:
        enclose(filed.case, enclosures)
    return filed


def checked_request(
    agency: Agency, *, by: User, channel: str, received_on: dt.date | None = None, **content: Any
) -> DisclosureRequest:
    """What `submit_request` would file, with every field looked at and nothing written. Raises NotAllowed, Refused."""
    request = _asked(agency, by=by, channel=channel, received_on=received_on, content=content)
    _check_open(request)
    return request


def _asked(
    agency: Agency, *, by: User | None, channel: str, received_on: dt.date | None, content: dict[str, Any]
) -> DisclosureRequest:
    is_online = channel == Channel.ONLINE
    if not is_online:
        if by is None:
            raise Refused(_("Requests on paper are taken in by a clerk."))
        require(by, Permission.HANDLE_REQUEST, on=agency)
    received_on = timezone.localdate() if received_on is None or is_online else received_on
    not_in_the_future(received_on, "received_on")
    request = DisclosureRequest(
        agency=agency, applicant=by if is_online else None, channel=channel, received_on=received_on, **content
    )
    if not (request.phone or request.email or request.address):
        raise Refused(_("Give a phone number, an e-mail address or a postal address."), field="phone")
    return request


@transaction.atomic
def submit_topic(
    agency: Agency, *, by: User | None, key: str, title: str, body: str = "", email: str = ""
) -> Filed[TopicRequest]:
    """File a topic request with `agency`: public from now on, to be answered within 20 working days.

    Numbers that name a person are masked. `email` is for the answer alone and is never shown. `key` as for
    `submit_request`. Raises Refused with the field (also for a number that could not be masked), AlreadyFiled.
    """
    title, body = for_everybody(title), for_everybody(body)
    for field, text in (("title", title), ("body", body)):
        if names_a_person(text):
            raise Refused(_("Everybody will read this: take out identity card and mobile phone numbers."), field=field)
    topic = TopicRequest(agency=agency, applicant=by, title=title, body=body, email=email)
    return _file(topic, key=key, by=by, limit=TOPIC_LIMIT, day=timezone.localdate())


def _file(case: AnyCase, *, key: str, by: User | None, limit: int, day: dt.date) -> Filed[AnyCase]:
    if (known := _known(case, key)) is not None:
        return known
    _check_open(case)
    code = case.seal(key)  # the slow hash, before anything is locked
    try:
        with transaction.atomic():
            series = hold_series(case.agency, case.MARK, year=day.year)
            # whoever sent the same form a moment ago held the same lock
            if (known := _known(case, key)) is not None:
                return known
            _save(case, series, limit=limit, day=day)
    except IntegrityError:
        # the same form went to two agencies at once, whose series are two locks
        if (known := _known(case, key)) is None:
            raise
        return known
    _announce(case, by=by)
    return Filed(case, code, is_new=True)


def _known(case: AnyCase, key: str) -> Filed[AnyCase] | None:
    """The first filing with this form. Raises AlreadyFiled if it said something else."""
    first = type(case).objects.filter(filing_digest=key_digest(key)).select_related("agency", "clock").first()
    if first is None:
        return None
    if any(getattr(first, field) != getattr(case, field) for field in case.CONTENT):
        raise AlreadyFiled(_("This form has been sent before with another text. Open a new form for a new request."))
    return Filed(first, code_for(key), is_new=False)


def _check_open(case: Case) -> None:
    if not case.agency.is_active:
        raise Refused(_("This agency no longer takes requests."), field="agency")
    _check(case)


def _check(case: Case) -> None:
    """Raise Refused for the first field that is missing, too long or malformed."""
    set_here = {"filing_digest", "receipt_index", "receipt_hash", "root_path", "number"}
    try:
        case.clean_fields(exclude=set_here | {field.name for field in case._meta.fields if field.is_relation})
    except ValidationError as invalid:
        field, sentences = next(iter(invalid.message_dict.items()))
        raise Refused(sentences[0], field=field) from invalid


def _save(case: Case, series: NumberSeries, *, limit: int, day: dt.date) -> None:
    """Take the next number, start the clock, write the row."""
    case.root_path, case.number = series.root_path, f"{series.prefix}-{take(series):05d}"
    case.clock = start_clock(scope=case.agency.path, unit=Unit.WORKING_DAY, limit=limit, at=moment_on(day))
    case.save(force_insert=True)


def _announce(case: Case, *, by: User | None) -> None:
    """Stage, audit and inbox. An applicant's account is on the case, and nowhere in the audit trail."""
    facts = {"number": case.number, "due_on": case.clock.due_on.isoformat()}
    if isinstance(case, DisclosureRequest):
        by = by if case.channel != Channel.ONLINE else None
        enter(case, StageName.RECEIVE, by=by)
        facts |= {"channel": case.channel, "received_on": case.received_on.isoformat()}
        record(Event.REQUEST_SUBMITTED, by=by, agency=case.agency, subject=case, after=facts)
        tell_clerks(Kind.REQUEST_RECEIVED, case)
    else:
        record(Event.TOPIC_SUBMITTED, by=None, agency=case.agency, subject=case, after=facts)
        tell_clerks(Kind.TOPIC_RECEIVED, case)
