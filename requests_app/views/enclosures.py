"""An applicant's own files: with the receipt code, or in one's own account."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from portal.cookieless import cookieless_form
from portal.uploads.serving import file_response
from requests_app.forms import FollowForm
from requests_app.models import Case, DisclosureRequest
from requests_app.views.following import opened
from requests_app.views.own import own_request


@require_POST
@cookieless_form
def request_enclosure(request: HttpRequest) -> HttpResponse:
    """The file that the form names, of the case that the receipt code opens."""

    def go_on(case: Case, code: str) -> HttpResponse:
        try:
            return _file_of(case, uuid.UUID(request.POST.get("file", "")))
        except ValueError as error:
            raise Http404 from error

    return opened(request, FollowForm(request.POST), go_on)


@require_GET
@login_required
def my_enclosure(request: HttpRequest, number: str, public_id: uuid.UUID) -> HttpResponse:
    """A file of one of one's own requests."""
    return _file_of(own_request(request, number), public_id)


def _file_of(case: Case, public_id: uuid.UUID) -> HttpResponse:
    if not isinstance(case, DisclosureRequest):
        raise Http404
    enclosure = get_object_or_404(case.enclosures.select_related("file"), file__public_id=public_id)
    return file_response(enclosure.file)
