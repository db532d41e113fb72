"""Following a case with its receipt code: no session, so the code comes with every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.cookieless import cookieless_form
from portal.receipts import shown, typed
from portal.refusals import Refused
from portal.throttle import Tries
from requests_app.actions import supplement, withdraw
from requests_app.forms import FollowForm, ReasonsForm, SupplementForm, UnlinkForm, WithdrawForm
from requests_app.forms.proposing import ProposeForm
from requests_app.forms.rating import RatingForm
from requests_app.models import Case, DisclosureRequest
from requests_app.opening import open_case
from requests_app.status import status_of


@require_http_methods(["GET", "POST"])
@cookieless_form
def request_follow(request: HttpRequest) -> HttpResponse:
    """Ask for the code, then show the case that it opens. A wrong code and a wrong number get the same answer."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return opened(request, form, lambda case, code: case_page(request, case, code=code))
    return _ask(request, form, status=422 if form.errors else 200)


@require_POST
@cookieless_form
def request_supplement(request: HttpRequest) -> HttpResponse:
    """Take in the supplement."""
    return opened(request, FollowForm(request.POST), lambda case, code: take_supplement(request, case, code=code))


@require_POST
@cookieless_form
def request_withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw the request."""
    return opened(request, FollowForm(request.POST), lambda case, code: take_withdrawal(request, case, code=code))


def opened(request: HttpRequest, form: FollowForm, go_on: Callable[[Case, str], HttpResponse]) -> HttpResponse:
    """Go on with the case that the code opens, unless this address has tried too often."""
    tries = Tries(request, "follow")
    if not form.is_valid():
        return _ask(request, form, status=422)
    if not tries.take():
        form.add_error(None, _("Too many wrong tries. Please wait 15 minutes."))
        return _ask(request, form, status=429)
    code, number = form.cleaned_data["code"], form.cleaned_data["number"]
    case = open_case(code, number=number, under=request.government)
    if case is None:
        form.add_error(None, _("No case is opened by this code. Please check what you typed."))
        return _ask(request, form, status=422)
    tries.give_back()
    return go_on(case, shown(typed(code)))


def _ask(request: HttpRequest, form: FollowForm, *, status: int) -> HttpResponse:
    return render(request, "requests_app/request_follow.html", {"form": form}, status=status)


def take_supplement(request: HttpRequest, case: Case, *, code: str = "") -> HttpResponse:
    """File the supplement of a case that the visitor may act on."""
    form = SupplementForm(request.POST, request.FILES, initial={"code": code})
    if form.is_valid() and isinstance(case, DisclosureRequest):
        said = form.cleaned_data
        try:
            supplement(case, by=None, text=said["text"], enclosures=said["enclosures"])
        except Refused as refusal:
            refusal.say_in(form)
        else:
            return case_page(request, again(case), code=code, told=_("Your supplement has been received."))
    return case_page(request, case, code=code, supplement_form=form)


def take_withdrawal(request: HttpRequest, case: Case, *, code: str = "") -> HttpResponse:
    """Withdraw a case that the visitor may act on."""
    form = WithdrawForm(request.POST, initial={"code": code})
    if form.is_valid() and isinstance(case, DisclosureRequest):
        try:
            withdraw(case, by=None)
        except Refused as refusal:
            refusal.say_in(form)
        else:
            return case_page(request, again(case), code=code, told=_("Your request has been withdrawn."))
    return case_page(request, case, code=code, withdraw_form=form)


def again(case: DisclosureRequest) -> DisclosureRequest:
    """The case as it stands after an action."""
    return DisclosureRequest.objects.with_agency_and_clock().reread(case)


def case_page(request: HttpRequest, case: Case, *, code: str = "", told: str = "", **bound: forms.Form) -> HttpResponse:
    """The status page; `code` is empty for a signed-in applicant."""
    context: dict[str, Any] = status_of(case) | {
        "told": told,
        "code": code,
        "supplement_form": bound.get("supplement_form") or SupplementForm(initial={"code": code}),
        "reasons_form": bound.get("reasons_form") or ReasonsForm(initial={"code": code}),
        "unlink_form": bound.get("unlink_form") or UnlinkForm(),
        "withdraw_form": bound.get("withdraw_form") or WithdrawForm(initial={"code": code}),
    }
    context["propose_form"] = bound.get("propose_form") or ProposeForm(initial={"code": code})
    context["rating_form"] = bound.get("rating_form") or RatingForm(initial={"code": code})
    has_errors = any(form.errors for form in bound.values())
    return render(request, "requests_app/request_status.html", context, status=422 if has_errors else 200)
