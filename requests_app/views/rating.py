"""Rating an answer: with the receipt code, or in one's own account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.cookieless import cookieless_form
from portal.refusals import Refused
from requests_app.actions.rating import rate
from requests_app.forms import FollowForm
from requests_app.forms.rating import RatingForm
from requests_app.models import Case
from requests_app.views.following import case_page, opened
from requests_app.views.own import own_case


@require_POST
@cookieless_form
def request_rate(request: HttpRequest) -> HttpResponse:
    """Rate the answer of the case that the receipt code opens; a topic request too."""
    return opened(request, FollowForm(request.POST), lambda case, code: _take_rating(request, case, code=code))


@require_POST
@cookieless_form
@login_required
def my_rating(request: HttpRequest, number: str) -> HttpResponse:
    """Rate the answer to one of one's own requests or topic requests."""
    return _take_rating(request, own_case(request, number))


def _take_rating(request: HttpRequest, case: Case, *, code: str = "") -> HttpResponse:
    form = RatingForm(request.POST, initial={"code": code})
    if form.is_valid():
        try:
            rate(case, score=form.cleaned_data["score"], words=form.cleaned_data["words"])
        except Refused as refusal:
            refusal.say_in(form)
        else:
            again = type(case).objects.with_agency_and_clock().reread(case)
            return case_page(request, again, code=code, told=_("Thank you. Your rating has been received."))
    return case_page(request, case, code=code, rating_form=form)
