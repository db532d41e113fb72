"""Giving reasons for many requests (article 35), with the receipt code or signed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.cookieless import cookieless_form
from portal.refusals import Refused
from requests_app.actions import give_reasons
from requests_app.forms import FollowForm, ReasonsForm
from requests_app.models import Case, DisclosureRequest
from requests_app.views.following import again, case_page, opened
from requests_app.views.own import own_request


@require_POST
@cookieless_form
def request_reasons(request: HttpRequest) -> HttpResponse:
    """Take in the reasons of whoever has the code."""
    return opened(request, FollowForm(request.POST), lambda case, code: _take_reasons(request, case, code=code))


@require_POST
@cookieless_form
@login_required
def my_reasons(request: HttpRequest, number: str) -> HttpResponse:
    """Take in the reasons of the applicant."""
    return _take_reasons(request, own_request(request, number))


def _take_reasons(request: HttpRequest, case: Case, *, code: str = "") -> HttpResponse:
    form = ReasonsForm(request.POST, initial={"code": code})
    if form.is_valid() and isinstance(case, DisclosureRequest):
        try:
            give_reasons(case, by=None, text=form.cleaned_data["text"])
        except Refused as refusal:
            refusal.say_in(form)
        else:
            return case_page(request, again(case), code=code, told=_("Your reasons have been received."))
    return case_page(request, case, code=code, reasons_form=form)
