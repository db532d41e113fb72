"""The public pages of complaints: no cookie, no store, no referrer, nothing that tells who was here."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oversight.actions import rate_result, read_by_complainant, say_consent, submit_complaint, write_to_office
from oversight.complaint_forms import ConsentForm, RateForm, WriteForm
from oversight.forms import ComplaintForm, FollowForm
from oversight.models import Complaint, ComplaintMessage, ComplaintResult, ComplaintTerms
from oversight.states import ComplaintState
from portal.cookieless import cookieless_form
from portal.receipts import shown
from portal.refusals import Refused
from portal.throttle import Tries
from requests_app.actions.intake import AlreadyFiled


def traceless(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Have the browser keep nothing of the page and tell no other page that it was here."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        response = view(request)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


@traceless
@cookieless_form
def complaint_new(request: HttpRequest) -> HttpResponse:
    """The form, and after filing the receipt: it is shown in the answer itself, so that no address leads to it."""
    form = ComplaintForm(request.POST or None, government=request.government)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            complaint, code = submit_complaint(**form.cleaned_data)
        except Refused as refusal:
            refusal.say_in(form)
            status = 409 if isinstance(refusal, AlreadyFiled) else 200
        else:
            context = {"complaint": complaint, "code": shown(code)}
            return render(request, "oversight/complaint_receipt.html", context)
    context = {"form": form, "working_days": ComplaintTerms.objects.working_days(request.government)}
    return render(request, "oversight/complaint_new.html", context, status=status)


@traceless
@cookieless_form
def complaint_follow(request: HttpRequest) -> HttpResponse:
    """Where the case stands, for whoever holds the code. A wrong code and no code look alike."""
    if request.method != "POST":
        return render(request, "oversight/complaint_follow.html", {"form": FollowForm()})
    return _opened(request, FollowForm(request.POST), _case_page)


@traceless
@require_POST
@cookieless_form
def complaint_write(request: HttpRequest) -> HttpResponse:
    """Write to the office."""
    return _step(request, "write", WriteForm(request.POST), write_to_office, _("Your message was sent."))


@traceless
@require_POST
@cookieless_form
def complaint_consent(request: HttpRequest) -> HttpResponse:
    """Agree to the result being published, or no more."""
    return _step(request, "consent", ConsentForm(request.POST), say_consent, _("What you said is noted."))


@traceless
@require_POST
@cookieless_form
def complaint_rate(request: HttpRequest) -> HttpResponse:
    """Rate the answer, once."""
    return _step(request, "rate", RateForm(request.POST), rate_result, _("Thank you for your rating."))


def _opened(
    request: HttpRequest, form: forms.Form, go_on: Callable[[HttpRequest, Complaint, str], HttpResponse]
) -> HttpResponse:
    """Go on with the case that the code opens, unless this address has tried wrong ones too often."""
    code = FollowForm({"code": form.data.get("code", "")})
    status = 200
    if code.is_valid():
        tries = Tries(request, "complaint")
        if tries.take():
            complaint = Complaint.objects.filed_at(request.government).opened_by(code.cleaned_data["code"])
            if complaint is not None:
                tries.give_back()
                return go_on(request, complaint, shown(code.cleaned_data["code"]))
            code.add_error("code", _("No complaint has this code. Please compare it letter by letter."))
        else:
            code.add_error("code", _("Too many wrong tries. Please wait 15 minutes."))
            status = 429
    return render(request, "oversight/complaint_follow.html", {"form": code}, status=status)


def _step(request: HttpRequest, name: str, form: forms.Form, act: Callable[..., object], said: str) -> HttpResponse:
    def go_on(request: HttpRequest, complaint: Complaint, code: str) -> HttpResponse:
        if not form.is_valid():
            return _case_page(request, complaint, code, bound={name: form})
        facts = {key: value for key, value in form.cleaned_data.items() if key != "code"}
        try:
            act(complaint, **facts)
        except Refused as refusal:
            refusal.say_in(form)
            return _case_page(request, complaint, code, bound={name: form})
        return _case_page(request, Complaint.objects.reread(complaint), code, told=said)

    return _opened(request, form, go_on)


def _case_page(
    request: HttpRequest,
    complaint: Complaint,
    code: str,
    *,
    told: str = "",
    bound: Mapping[str, forms.Form] = MappingProxyType({}),
) -> HttpResponse:
    mail = list(ComplaintMessage.objects.of(complaint))  # before they are marked: what is new is shown as new
    read_by_complainant(complaint)
    context = {
        "complaint": complaint,
        "steps": _steps(complaint),
        "mail": mail,
        "code": code,
        "told": told,
        "write_form": bound.get("write") or WriteForm(initial={"code": code}),
        "consent_form": bound.get("consent")
        or ConsentForm(initial={"code": code, "may_publish": complaint.may_publish}),
        "rate_form": bound.get("rate") or RateForm(initial={"code": code}),
        "may_rate": complaint.state == ComplaintState.ANSWERED and complaint.rating is None,
        "is_published": ComplaintResult.objects.public().filter(complaint=complaint).exists(),
    }
    status = 422 if any(form.errors for form in bound.values()) else 200
    return render(request, "oversight/complaint_case.html", context, status=status)


def _steps(complaint: Complaint) -> list[dict[str, object]]:
    reached: list[tuple[str, dt.date | None]] = [(_("Received"), complaint.received_on)]
    if complaint.state != ComplaintState.CLOSED or complaint.accepted_on:
        reached.append((_("Accepted"), complaint.accepted_on))
    last = _("Closed") if complaint.state == ComplaintState.CLOSED else _("Answered")
    reached.append((last, complaint.concluded_on))
    steps: list[dict[str, object]] = [
        {"label": label, "at": None, "note": on or "", "state": "done" if on else "todo"} for label, on in reached
    ]
    waiting = next((step for step in steps if step["state"] == "todo"), None)
    if waiting is not None:
        waiting["state"] = "current"
    return steps
