"""Who works on a request: the clerk in charge (承办) and those who help with a part of it (会办)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.permissions import can, require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from requests_app.actions.locking import locked, said
from requests_app.letters import tell_cohandler, tell_handler
from requests_app.models import CoHandler, DisclosureRequest
from requests_app.permissions import Permission
from requests_app.states import ensure

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def assign(request: DisclosureRequest, *, by: User, handler: User) -> DisclosureRequest:
    """Put `handler` in charge of an open request, at whatever stage it is; whoever is put in charge is told.

    Raises NotAllowed, Refused(field="handler") if the person may not handle requests of this agency or is in charge.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    ensure(request, "assign")
    if not can(handler, Permission.HANDLE_REQUEST, on=request):
        raise Refused(_("This person does not handle requests here."), field="handler")
    if request.handler_id == handler.pk:
        raise Refused(_("This person is in charge of the request already."), field="handler")
    before = {"handler": request.handler.username if request.handler else ""}
    request.handler = handler
    request.save(update_fields=["handler"])
    after = {"handler": handler.username, "state": request.state}
    record(Event.REQUEST_ASSIGNED, by=by, agency=request.agency, subject=request, before=before, after=after)
    if handler != by:
        tell_handler(request, handler=handler, by=by, occasion=f"assigned {timezone.now().isoformat()}")
    return request


@transaction.atomic
def co_handle(request: DisclosureRequest, *, by: User, person: User, task: str) -> CoHandler:
    """Ask `person`, who can read the request, to help with `task`; they are told, and may record searches.

    Raises NotAllowed, Refused with the field.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    ensure(request, "co_handle")
    if not can(person, Permission.VIEW_REQUEST, on=request):
        raise Refused(_("This person cannot read requests of this agency."), field="person")
    if request.handler_id == person.pk:
        raise Refused(_("This person is in charge of the request already."), field="person")
    if request.cohandlers.serving().filter(person=person).exists():
        raise Refused(_("This person helps with the request already."), field="person")
    task = said(task, "task", _("Say what the person is to do."))
    part = CoHandler.objects.create(request=request, person=person, task=task, asked_by=by)
    after = {"person": person.username, "task": task}
    record(Event.REQUEST_CO_HANDLED, by=by, agency=request.agency, subject=request, after=after)
    if person != by:
        tell_cohandler(request, part=part, by=by)
    return part


@transaction.atomic
def end_co_handling(request: DisclosureRequest, *, by: User, part: CoHandler) -> CoHandler:
    """End somebody's part in the request: by who handles it, or by the person when it is done.

    Raises NotAllowed, Refused(field="part").
    """
    if part.person_id != by.pk:
        require(by, Permission.HANDLE_REQUEST, on=request)
    require(by, Permission.VIEW_REQUEST, on=request)
    request = locked(request)
    ensure(request, "end_co_handling")
    serving = request.cohandlers.serving().select_related("person").select_for_update(of=("self",))
    held = serving.filter(pk=part.pk).first()
    if held is None:
        raise Refused(_("This part has been ended already."), field="part")
    held.until = timezone.now()
    held.save(update_fields=["until"])
    after = {"person": held.person.username, "task": held.task}
    record(Event.REQUEST_CO_HANDLING_ENDED, by=by, agency=request.agency, subject=request, after=after)
    return held
