"""Saving and deleting drafts; they are opened in the form (`views/asking.py`)."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.cookieless import cookieless_form
from portal.refusals import Refused
from requests_app.actions.drafting import delete_draft, save_draft


def draft_id(request: HttpRequest) -> uuid.UUID | None:
    """The draft that the form or the address names, if it names one."""
    try:
        return uuid.UUID(request.POST.get("draft") or request.GET.get("draft", ""))
    except ValueError:
        return None


@require_POST
@cookieless_form
@login_required
def draft_save(request: HttpRequest) -> HttpResponse:
    """Keep what was typed so far, and go to one's own list."""
    try:
        save_draft(request.government, by=request.user, typed=request.POST.dict(), public_id=draft_id(request))  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft has been saved, without the number of your document and without files."))
    return redirect("requests_app:my_requests")


@require_POST
@cookieless_form
@login_required
def draft_delete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Delete one of one's own drafts."""
    if not delete_draft(by=request.user, public_id=public_id):  # type: ignore[arg-type]
        raise Http404
    messages.success(request, _("The draft has been deleted."))
    return redirect("requests_app:my_requests")
