"""Registration and processing: 登记, 办理."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.permissions import can, require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays.actions import restart
from requests_app.actions.lettering import write
from requests_app.actions.locking import enter, for_the_record, locked, moment_on, not_in_the_future, said
from requests_app.letter_forms import LetterForm
from requests_app.letters import tell_applicant, tell_handler
from requests_app.models import Channel, DisclosureRequest, Note, NoteKind, SearchRecord, Transfer
from requests_app.people import may_search
from requests_app.permissions import Permission
from requests_app.states import TABLE, StageName, ensure

if TYPE_CHECKING:
    from portal.accounts.models import User

# Article 31: these are received on the day on which agency and applicant confirm it to each other.
CONFIRMED_CHANNELS = frozenset({Channel.ONLINE, Channel.FAX})


@transaction.atomic
def register(request: DisclosureRequest, *, by: User, confirmed_on: dt.date | None = None) -> DisclosureRequest:
    """Enter a received request into the register (登记); there is no turning away at this point.

    `confirmed_on`, for requests that came online or by fax, is the day on which both sides confirmed the receipt
    (article 31), if it is a later one than that of filing: time counts anew from it. Raises NotAllowed, Refused.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    before = advance(request, "register", TABLE)
    if confirmed_on is not None and confirmed_on != request.received_on:
        _confirm(request, confirmed_on)
    request.save(update_fields=["state", "received_on"])
    enter(request, StageName.REGISTER, by=by)
    write(request, LetterForm.RECEIPT, by=by)
    after = {"state": request.state, "received_on": request.received_on.isoformat()}
    record(
        Event.REQUEST_REGISTERED, by=by, agency=request.agency, subject=request, before={"state": before}, after=after
    )
    tell_applicant(
        Kind.REQUEST_REGISTERED, request, occasion="registered", title=gettext_lazy("Registered: %(number)s")
    )
    return request


def _confirm(request: DisclosureRequest, day: dt.date) -> None:
    if Transfer.objects.filter(request=request).exists():
        raise Refused(_("A request that was passed on keeps its day of receipt."), field="confirmed_on")
    if request.channel not in CONFIRMED_CHANNELS:
        raise Refused(_("Only online and faxed requests are received on confirmation."), field="confirmed_on")
    if not_in_the_future(day, "confirmed_on") < timezone.localdate(request.filed_at):
        raise Refused(_("The receipt cannot be confirmed before the request was filed."), field="confirmed_on")
    request.received_on = day
    restart(request.clock, at=moment_on(day), reason=for_the_record(gettext_lazy("receipt confirmed by both sides")))


@transaction.atomic
def process(request: DisclosureRequest, *, by: User, handler: User | None = None) -> DisclosureRequest:
    """Give a registered request to the clerk in charge (办理): `handler`, or `by` themselves.

    Raises NotAllowed, Refused(field="handler") if the clerk may not handle requests of this agency.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    handler = handler or by
    if not can(handler, Permission.HANDLE_REQUEST, on=request):
        raise Refused(_("This person does not handle requests here."), field="handler")
    before = advance(request, "process", TABLE)
    request.handler = handler
    request.save(update_fields=["state", "handler"])
    enter(request, StageName.PROCESS, by=handler)
    after = {"state": request.state, "handler": handler.username}
    record(Event.REQUEST_ASSIGNED, by=by, agency=request.agency, subject=request, before={"state": before}, after=after)
    if handler != by:
        tell_handler(request, handler=handler, by=by)
    return request


@transaction.atomic
def record_search(request: DisclosureRequest, *, by: User, places: str, terms: str, result: str) -> SearchRecord:
    """Note what was searched for, where, and what was found; the record itself says by whom and is never changed.

    Those in charge and those who were asked to help may do it. Raises NotAllowed, Refused with the field that is empty.
    """
    if not may_search(request, by):
        require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    ensure(request, "record_search")
    search = SearchRecord.objects.create(
        request=request,
        places=said(places, "places", _("Say where it was searched.")),
        terms=said(terms, "terms", _("Say what was searched for.")),
        result=said(result, "result", _("Say what was found, even if it is nothing.")),
        by=by,
    )
    record(Event.REQUEST_SEARCHED, by=by, agency=request.agency, subject=request, after={"places": search.places})
    return search


@transaction.atomic
def add_note(request: DisclosureRequest, *, by: User, text: str, kind: str = NoteKind.INTERNAL) -> Note:
    """Keep an internal note or a legal opinion, which no citizen ever sees. Raises NotAllowed, Refused."""
    require(by, Permission.VIEW_REQUEST, on=request)
    request = locked(request)
    ensure(request, "note")
    if kind not in NoteKind.values:
        raise Refused(_("Choose what the note is."), field="kind")
    note = Note.objects.create(request=request, kind=kind, text=said(text, "text", _("The note is empty.")), by=by)
    record(Event.REQUEST_NOTED, by=by, agency=request.agency, subject=request, after={"kind": note.kind})
    return note
