"""Requests in number or frequency clearly beyond reason (article 35): ask for the reasons, then refuse or set a date.

Asking for reasons does not stop the clock: article 33(3) takes out the time for opinions of others and nothing else.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.workdays import actions as clocks
from requests_app.actions.lettering import write
from requests_app.actions.locking import locked, said
from requests_app.letter_forms import LetterForm
from requests_app.letters import tell_applicant, tell_clerks
from requests_app.models import DisclosureRequest, OwnDate, ReasonsNotice
from requests_app.permissions import Permission
from requests_app.states import ensure

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def ask_reasons(request: DisclosureRequest, *, by: User, why: str, respond_by: dt.date) -> ReasonsNotice:
    """Ask the applicant, once, for the reasons of so many requests, until `respond_by`; `why` says what is too much.

    The clock goes on, so `respond_by` lies before the due day. Raises NotAllowed, Refused with the field.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    ensure(request, "ask_reasons")
    if ReasonsNotice.objects.filter(request=request).exists():
        raise Refused(_("The applicant was asked for the reasons before."))
    if respond_by <= timezone.localdate():
        raise Refused(_("Give the applicant a reasonable time: choose a later day."), field="respond_by")
    if respond_by >= request.clock.due_on:
        raise Refused(
            _("The time for the answer goes on meanwhile: choose a day before %(day)s.")
            % {"day": request.clock.due_on.isoformat()},
            field="respond_by",
        )
    why = said(why, "why", _("Say what is beyond reason: how many requests, how often, about what."))
    asked = ReasonsNotice.objects.create(request=request, why=why, respond_by=respond_by, asked_by=by)
    write(request, LetterForm.ASK_REASONS, by=by, matters=why, respond_by=respond_by)
    facts = {"respond_by": respond_by.isoformat()}
    record(Event.REQUEST_REASONS_ASKED, by=by, agency=request.agency, subject=request, after=facts)
    tell_applicant(
        Kind.REQUEST_REASONS_ASKED, request, occasion="reasons", title=gettext_lazy("Please give reasons: %(number)s")
    )
    return asked


@transaction.atomic
def give_reasons(request: DisclosureRequest, *, by: User | None, text: str) -> ReasonsNotice:
    """Take in the applicant's reasons, also late ones while the case is open; whether they hold, a person decides.

    Whoever calls has shown the receipt code or is the applicant. Raises Refused: not asked, given before, no text.
    """
    request = locked(request)
    ensure(request, "give_reasons")
    asked = ReasonsNotice.objects.select_for_update().filter(request=request).first()
    if asked is None:
        raise Refused(_("You were not asked for reasons."))
    if asked.given_at is not None:
        raise Refused(_("Your reasons have been received already."))
    asked.reasons, asked.given_at = said(text, "text", _("Write your reasons.")), timezone.now()
    asked.save(update_fields=["reasons", "given_at"])
    record(Event.REQUEST_REASONS_GIVEN, by=None, agency=request.agency, subject=request)
    tell_clerks(
        Kind.REQUEST_REASONS_GIVEN, request, occasion="reasons", title=gettext_lazy("Reasons given: %(number)s")
    )
    return asked


@transaction.atomic
def set_own_date(request: DisclosureRequest, *, by: User, due_on: dt.date, reason: str) -> OwnDate:
    """Set, once, a reasonable later date, because the reasons hold but the time does not suffice; tell the applicant.

    It takes the right to consent to more time. Raises NotAllowed, Refused: no reasons given, set before, overdue, a day
    that is not later than the present one.
    """
    require(by, Permission.EXTEND_REQUEST, on=request)
    request = locked(request)
    ensure(request, "set_own_date")
    asked = ReasonsNotice.objects.filter(request=request).first()
    if asked is None or asked.given_at is None:
        raise Refused(_("A later date may be set only after the applicant has given reasons (article 35)."))
    if OwnDate.objects.filter(request=request).exists():
        raise Refused(_("A later date was set before."))
    reason = said(reason, "reason", _("Give the reason; the applicant reads it."))
    due_before = request.clock.due_on
    clocks.set_own_date(request.clock, due_on=due_on, at=timezone.now(), reason=reason[:500])
    own = OwnDate.objects.create(
        request=request, due_on=request.clock.due_on, due_before=due_before, reason=reason, by=by
    )
    write(request, LetterForm.EXTENSION_NOTICE, by=by, extension=own)
    before, after = {"due_on": due_before.isoformat()}, {"due_on": own.due_on.isoformat()}
    record(Event.REQUEST_DATE_SET, by=by, agency=request.agency, subject=request, before=before, after=after)
    tell_applicant(
        Kind.REQUEST_DATE_SET, request, occasion="own date", title=gettext_lazy("A later date is set: %(number)s")
    )
    return own
