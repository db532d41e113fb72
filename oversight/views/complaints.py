"""The public pages of complaints: no cookie, no store, no referrer, nothing that tells who was here."""

import datetime as dt
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from oversight.actions import submit_complaint
from oversight.forms import ComplaintForm, FollowForm
from oversight.models import Complaint, ComplaintTerms
from oversight.states import ComplaintState
from portal.cookieless import cookieless_form
from portal.receipts import shown
from portal.refusals import Refused
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
            form.add_error(refusal.field, str(refusal))
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
    form = FollowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        complaint = Complaint.objects.filed_at(request.government).opened_by(form.cleaned_data["code"])
        if complaint is not None:
            return render(
                request, "oversight/complaint_case.html", {"complaint": complaint, "steps": _steps(complaint)}
            )
        form.add_error("code", _("No complaint has this code. Please compare it letter by letter."))
    return render(request, "oversight/complaint_follow.html", {"form": form})


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
