"""The supplement (补正, article 30): asked for once, taken in from the applicant or from paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays import actions as clocks
from portal.workdays.calendar import Calendar
from requests_app.actions.enclosing import enclose
from requests_app.actions.lettering import write
from requests_app.actions.locking import enter, for_the_record, locked, moment_on, not_in_the_future, said
from requests_app.letter_forms import LetterForm
from requests_app.letters import tell_applicant
from requests_app.models import DisclosureRequest, Supplement
from requests_app.permissions import Permission
from requests_app.states import TABLE, StageName

if TYPE_CHECKING:
    from portal.accounts.models import User

SUPPLEMENT_LIMIT = 7  # working days from receipt, article 30


def supplement_possible_until(request: DisclosureRequest) -> dt.date:
    """Last day on which a supplement may be asked for: 7 working days after receipt."""
    return Calendar.for_scope(request.agency.path).add_workdays(request.received_on, SUPPLEMENT_LIMIT)


@transaction.atomic
def ask_supplement(request: DisclosureRequest, *, by: User, points: str, respond_by: dt.date) -> Supplement:
    """Ask the applicant, once and naming every point, to supplement the request until `respond_by` (article 30).

    The clock stands still, and counts anew from the day the supplement arrives. Raises NotAllowed, Refused: asked
    before, more than 7 working days after receipt, no points, a day that has come already.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    before = advance(request, "ask_supplement", TABLE)
    if Supplement.objects.filter(request=request).exists():
        raise Refused(_("A supplement may be asked for only once."))
    if timezone.localdate() > supplement_possible_until(request):
        raise Refused(_("A supplement may be asked for only within 7 working days of receipt."))
    if respond_by <= timezone.localdate():
        raise Refused(_("Give the applicant a reasonable time: choose a later day."), field="respond_by")
    asked = Supplement.objects.create(
        request=request,
        points=said(points, "points", _("Name every point that is to be supplemented.")),
        respond_by=respond_by,
        asked_by=by,
    )
    clocks.pause(request.clock, at=timezone.now(), reason=for_the_record(gettext_lazy("supplement asked for")))
    request.handler = request.handler or by
    request.save(update_fields=["state", "handler"])
    write(request, LetterForm.SUPPLEMENT_NOTICE, by=by, supplement=asked)
    after = {"state": request.state, "respond_by": respond_by.isoformat()}
    record(
        Event.REQUEST_SUPPLEMENT_ASKED,
        by=by,
        agency=request.agency,
        subject=request,
        before={"state": before},
        after=after,
    )
    tell_applicant(
        Kind.REQUEST_SUPPLEMENT_ASKED,
        request,
        occasion="supplement",
        title=gettext_lazy("Please supplement: %(number)s"),
    )
    return asked


@transaction.atomic
def supplement(
    request: DisclosureRequest, *, by: User | None, text: str, enclosures: Sequence[UploadedFile] = ()
) -> Supplement:
    """Take in what the applicant supplements; the 20 working days begin again today (article 30).

    Whoever calls has shown the receipt code or is the applicant. Raises Refused when nothing was asked for, the text
    is empty, or a file is not taken (`enclosing.enclose`).
    """
    return _take_in(locked(request), by=None, text=text, enclosures=enclosures, at=timezone.now())


@transaction.atomic
def supplement_on_paper(
    request: DisclosureRequest, *, by: User, text: str, received_on: dt.date, enclosures: Sequence[UploadedFile] = ()
) -> Supplement:
    """Key in a supplement that was handed in or posted; the 20 working days begin again on `received_on`.

    Raises NotAllowed, Refused as `supplement` does, and for a day before it was asked for or in the future.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    asked = Supplement.objects.filter(request=request).first()
    not_in_the_future(received_on, "received_on")
    if asked is not None and received_on < timezone.localdate(asked.asked_at):
        raise Refused(_("On this day it had not been asked for yet."), field="received_on")
    at = max(moment_on(received_on), asked.asked_at) if asked is not None else timezone.now()
    return _take_in(request, by=by, text=text, enclosures=enclosures, at=at)


def _take_in(
    request: DisclosureRequest, *, by: User | None, text: str, enclosures: Sequence[UploadedFile], at: dt.datetime
) -> Supplement:
    before = advance(request, "supplement", TABLE)
    asked = Supplement.objects.select_for_update().get(request=request)
    asked.text = said(text, "text", _("Write what you want to supplement."))
    asked.received_at = at
    asked.save(update_fields=["text", "received_at"])
    enclose(request, enclosures, by=by, with_supplement=True)
    clocks.restart(request.clock, at=at, reason=for_the_record(gettext_lazy("supplement received")))
    request.save(update_fields=["state"])
    enter(request, StageName.PROCESS, by=request.handler)
    after = {"state": request.state, "due_on": request.clock.due_on.isoformat()}
    record(
        Event.REQUEST_SUPPLEMENTED, by=by, agency=request.agency, subject=request, before={"state": before}, after=after
    )
    return asked
