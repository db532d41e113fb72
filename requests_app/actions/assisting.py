"""Asking another agency to help: a letter that no deadline hangs on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from requests_app.actions.lettering import write
from requests_app.actions.locking import locked, said
from requests_app.letter_forms import LetterForm
from requests_app.models import DisclosureRequest, Letter
from requests_app.permissions import Permission
from requests_app.states import ensure

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def ask_assistance(
    request: DisclosureRequest, *, by: User, party: str, matters: str, respond_by: dt.date | None = None
) -> Letter:
    """Ask `party`, another agency, to help with `matters`; the time for the answer runs on.

    Raises NotAllowed, Refused with the field: nobody named, nothing asked, a day that has passed.
    """
    require(by, Permission.HANDLE_REQUEST, on=request)
    request = locked(request)
    ensure(request, "ask_assistance")
    if respond_by is not None and respond_by <= timezone.localdate():
        raise Refused(_("Choose a later day."), field="respond_by")
    letter = write(
        request, LetterForm.ASSISTANCE_LETTER, by=by, addressee=said(party, "party", _("Name who is asked.")),
        matters=said(matters, "matters", _("Say what help is needed.")), respond_by=respond_by or "",
    )  # fmt: skip
    facts = {"letter": letter.number, "sha256": letter.sha256}
    record(Event.LETTER_WRITTEN, by=by, agency=request.agency, subject=request, after=facts)
    return letter
