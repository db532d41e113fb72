"""Requests that another agency answers: passed on within one tree, or its name and contact told (article 36(5)).

Passing on keeps the applicant's clock. The time of article 33 runs from receipt (article 31), and the applicant turned
to this government once; that its agencies settle between them who answers is no new receipt and must cost the applicant
nothing. So the day of receipt stays, and what has been counted stays counted
(docs/adr/0014-a-request-passed-on-keeps-its-clock.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays import actions as clocks
from requests_app.actions.lettering import write
from requests_app.actions.locking import enter, locked, said
from requests_app.letter_forms import LetterForm
from requests_app.letters import tell_applicant, tell_clerks
from requests_app.models import DisclosureRequest, ProposedRequest, Responsible, Transfer
from requests_app.permissions import Permission
from requests_app.states import TABLE, ProposalState, StageName, ensure

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def transfer(request: DisclosureRequest, *, by: User, target: Agency, reason: str) -> Transfer:
    """Pass the request on to `target`, an agency of the same tree, which registers it anew; tell the applicant.

    The passing agency keeps a record of it and nothing of the workshop. The clock goes on as it is, under the calendar
    of `target`. Raises NotAllowed, Refused(field="target") for the same agency, another tree or a closed one.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    before = advance(request, "transfer", TABLE)
    source = request.agency
    if target.pk == source.pk or target.root_path != request.root_path or not target.is_active:
        raise Refused(_("Choose another agency of the same government."), field="target")
    passed = Transfer.objects.create(
        request=request,
        source=source,
        target=target,
        number=request.number,
        subject=request.subject,
        received_on=request.received_on,
        reason=said(reason, "reason", _("Give the reason; the applicant reads it.")),
        by=by,
    )
    write(  # numbered by the agency that passes it on
        request, LetterForm.TRANSFER_LIST, by=by, addressee=target.name, matters=request.subject, reason=passed.reason
    )
    ProposedRequest.objects.filter(request=request, proposal__state=ProposalState.OPEN).delete()  # not asked of it
    request.agency, request.handler = target, None
    clocks.move(request.clock, scope=target.path)
    request.save(update_fields=["state", "agency", "handler"])
    enter(request, StageName.RECEIVE, by=by)
    facts = {"state": request.state, "agency": target.code, "due_on": request.clock.due_on.isoformat()}
    record(
        Event.REQUEST_TRANSFERRED, by=by, agency=source, subject=request,
        before={"state": before, "agency": source.code}, after=facts,
    )  # fmt: skip
    occasion = f"transfer {passed.pk}"
    tell_clerks(Kind.REQUEST_RECEIVED, request, occasion=occasion)
    tell_applicant(Kind.REQUEST_TRANSFERRED, request, occasion=occasion, title=gettext_lazy("Passed on: %(number)s"))
    return passed


@transaction.atomic
def name_responsible(request: DisclosureRequest, *, by: User, name: str, contact: str) -> Responsible:
    """Note which agency is responsible instead and how to reach it; the applicant reads it with the answer.

    Article 36(5) asks for it where it can be found out. Naming again replaces it. Raises NotAllowed, Refused.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    ensure(request, "name_responsible")
    values = {
        "name": said(name, "name", _("Name the agency that is responsible.")),
        "contact": said(contact, "contact", _("Say how to reach it.")),
        "by": by,
    }
    named, _is_new = Responsible.objects.update_or_create(request=request, defaults=values)
    record(Event.REQUEST_RESPONSIBLE_NAMED, by=by, agency=request.agency, subject=request, after={"name": named.name})
    return named
