"""Letters to an applicant: read with the receipt code, or in one's own account. No other letter is shown here."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from portal.cookieless import cookieless_form
from requests_app.forms import FollowForm
from requests_app.letter_pages import on_paper, sheet_of
from requests_app.models import Case, DisclosureRequest, Letter
from requests_app.views.following import opened
from requests_app.views.own import own_request


@require_POST
@cookieless_form
def request_letter(request: HttpRequest) -> HttpResponse:
    """The letter that the form names, of the case that the receipt code opens."""

    def go_on(case: Case, code: str) -> HttpResponse:
        name = request.POST.get("letter", "")
        sheet = sheet_of(_letter(case, name))
        return on_paper(request, sheet, back=reverse("requests_app:request_follow"), code=code, letter=name)

    return opened(request, FollowForm(request.POST), go_on)


@require_GET
@login_required
def my_letter(request: HttpRequest, number: str, letter: str) -> HttpResponse:
    """A letter about one of one's own requests."""
    case = own_request(request, number)
    return on_paper(request, sheet_of(_letter(case, letter)), back=reverse("requests_app:my_request", args=[number]))


def _letter(case: Case, code: str) -> Letter:
    if not isinstance(case, DisclosureRequest):
        raise Http404
    return get_object_or_404(Letter.objects.of(case).to_applicant().with_code(code))
