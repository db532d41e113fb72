"""Files that an applicant is given with the answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from portal.cookieless import cookieless_form
from portal.uploads.serving import file_response
from requests_app.forms import FollowForm
from requests_app.models import Case, DisclosureRequest, ReleasedFile
from requests_app.views.following import opened
from requests_app.views.own import own_request


@require_POST
@cookieless_form
def request_file(request: HttpRequest) -> HttpResponse:
    """A file of the answer, for who has the code."""
    wanted = request.POST.get("file", "")
    return opened(request, FollowForm(request.POST), lambda case, _code: _sent(case, wanted))


@require_safe
@login_required
def my_request_file(request: HttpRequest, number: str, public_id: UUID) -> HttpResponse:
    """A file of the answer to one's own request."""
    return _sent(own_request(request, number), str(public_id))


def _sent(case: Case, wanted: str) -> HttpResponse:
    """What was made of the original and proved; the original has no address. Raises Http404."""
    try:
        public_id = UUID(wanted)
    except ValueError as error:
        raise Http404 from error
    if not isinstance(case, DisclosureRequest):
        raise Http404
    files = ReleasedFile.objects.of_case(case).sent().select_related("output")
    file = get_object_or_404(files, public_id=public_id)
    if file.output is None:
        raise Http404
    return file_response(file.output)
