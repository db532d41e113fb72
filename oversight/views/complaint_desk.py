"""Complaints at the office: one list for every way in, the page to take one in, and one case with its verbs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from oversight import actions
from oversight.complaint_forms import (
    AnswerForm,
    ComplainantReasonForm,
    ComplaintFilterForm,
    ExtractForm,
    IntakeForm,
    JoinForm,
    NothingForm,
    OfficeMessageForm,
    SummaryForm,
)
from oversight.models import Complaint, ComplaintMessage, ComplaintTerms
from oversight.models.complaints import ComplaintQuerySet
from oversight.permissions import Permission
from oversight.states import COMPLAINT_TABLE, ComplaintState
from oversight.views.carrying_out import carry_out_form
from portal.agencies.models import Agency
from portal.listing import paginate
from portal.receipts import shown
from portal.refusals import NotAllowed, Refused

SHOWN = 50


def _heard(request: HttpRequest) -> ComplaintQuerySet:
    """What is heard by who is signed in, on this site. Raises Http404 for whoever hears nothing."""
    if not Agency.objects.managed_by(request.user, Permission.HANDLE_COMPLAINT).under(request.government).exists():
        raise Http404
    return Complaint.objects.managed_by(request.user).filed_at(request.government)


@login_required
@require_safe
def complaint_list(request: HttpRequest) -> HttpResponse:
    """Every complaint, whichever way it came in, the most urgent first."""
    form = ComplaintFilterForm(request.GET)
    rows = form.narrow(_heard(request).for_lists()).most_urgent_first()
    context = {"form": form, "page": paginate(request, rows, per_page=SHOWN)}
    return render(request, "oversight/complaint_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_intake(request: HttpRequest) -> HttpResponse:
    """Take one in; then the receipt, in the answer itself, to be told or printed for the complainant."""
    _heard(request)
    form = IntakeForm(request.POST or None, government=request.government)
    if request.method == "POST" and form.is_valid():
        try:
            complaint, code = actions.take_in_complaint(by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise
        except Refused as refusal:
            refusal.say_in(form)
        else:
            context = {"complaint": complaint, "code": shown(code)}
            return render(request, "oversight/complaint_intake_receipt.html", context)
    return render(request, "oversight/complaint_intake.html", {"form": form})


class Verb(NamedTuple):
    """What can be done with a complaint: its form, its action, what is said afterwards."""

    label: str | Promise
    form: type[forms.Form]
    act: Callable[..., object]
    said: str | Promise
    is_first: bool = False


VERBS = {
    "accept": Verb(
        gettext_lazy("Accept the complaint"), NothingForm, actions.accept, gettext_lazy("The complaint is accepted."),
        is_first=True,
    ),
    "read": Verb(
        gettext_lazy("Mark as read"), NothingForm, actions.mark_messages_read,
        gettext_lazy("The messages are marked as read."), is_first=True,
    ),
    "write": Verb(
        gettext_lazy("Write to the complainant"), OfficeMessageForm, actions.write_to_complainant,
        gettext_lazy("The complainant reads it with the receipt code."),
    ),
    "forward": Verb(
        gettext_lazy("Pass an extract on to the agency"), ExtractForm, actions.forward,
        gettext_lazy("The head of the agency was told."),
    ),
    "answer": Verb(
        gettext_lazy("Answer with the result"), AnswerForm, actions.answer,
        gettext_lazy("The complainant reads it with the receipt code."),
    ),
    "extend": Verb(
        gettext_lazy("Extend the time once"), ComplainantReasonForm, actions.extend_complaint,
        gettext_lazy("The time is extended; the complainant reads why."),
    ),
    "join": Verb(
        gettext_lazy("Join with an earlier complaint"), JoinForm, actions.join,
        gettext_lazy("The complaints are joined."),
    ),
    "close": Verb(
        gettext_lazy("Close without an answer"), ComplainantReasonForm, actions.close,
        gettext_lazy("The case is closed; the complainant reads why."),
    ),
    "publish": Verb(
        gettext_lazy("Publish the result"), SummaryForm, actions.publish_complaint_result,
        gettext_lazy("The result is published."),
    ),
    "unpublish": Verb(
        gettext_lazy("Take the result off the public list"), NothingForm, actions.withdraw_complaint_result,
        gettext_lazy("The result is public no more."),
    ),
}  # fmt: skip


def _one(request: HttpRequest, number: str) -> Complaint:
    related = ("agency", "accused", "clock", "first", "publication", "taken_in_by", "concluded_by")
    return get_object_or_404(_heard(request).with_unread().select_related(*related), number=number)


def _open_verbs(case: Complaint, terms: ComplaintTerms) -> list[str]:
    """What can be done with the case as it stands, in the order of `VERBS`."""
    publication = getattr(case, "publication", None)
    is_answered = case.state == ComplaintState.ANSWERED
    allowed = {
        "read": case.unread > 0,  # type: ignore[attr-defined]
        "write": case.is_open,
        "extend": bool(terms.extension_days) and case.extended_on is None and not _is_over(case),
        "join": Complaint.objects.joinable_to(case).exists(),
        "publish": is_answered and publication is None and case.first_id is None,
        "unpublish": publication is not None and publication.withdrawn_on is None,
    }
    return [
        name
        for name in VERBS
        if allowed.get(name, True) and (name not in COMPLAINT_TABLE or case.state in COMPLAINT_TABLE[name].sources)
    ]


def _is_over(case: Complaint) -> bool:
    return case.clock is not None and case.clock.is_overdue()


@login_required
@require_safe
def complaint_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One case with all that is written about it, and the verbs that are open."""
    return _page(request, _one(request, number))


def _page(request: HttpRequest, case: Complaint, verb: str = "", bound: forms.Form | None = None) -> HttpResponse:
    terms = ComplaintTerms.objects.of(case.agency)
    mail = list(ComplaintMessage.objects.of(case))
    silent_since = _silent_since(mail, terms)
    context = {
        "case": case,
        "terms": terms,
        "mail": mail,
        "silent_since": silent_since if case.is_open else None,
        "extracts": case.extracts.select_related("clock", "forwarded_by", "answered_by", "complaint"),
        "joined": case.joined.defer("text", "name", "contact").order_by("received_on"),
        "verbs": [
            (
                name, VERBS[name].label,
                bound if name == verb and bound is not None else _form(name, case, silent_since),
                name == verb or VERBS[name].is_first,
            )
            for name in _open_verbs(case, terms)
        ],
    }  # fmt: skip
    return render(request, "oversight/complaint_detail.html", context)


def _silent_since(mail: list[ComplaintMessage], terms: ComplaintTerms) -> dt.date | None:
    """The day of a question that the complainant has left unanswered for longer than the government waits."""
    last = mail[-1] if mail else None
    if last is None or not last.asks:
        return None
    waited = (timezone.localdate() - last.written_on).days
    return last.written_on if waited > terms.silence_days else None


def _form(name: str, case: Complaint, silent_since: dt.date | None = None, data: Any = None) -> forms.Form:
    if name == "join":
        return JoinForm(data, complaint=case)
    initial = {}
    if name == "publish" and case.may_publish:
        initial = {"summary": case.result}
    if name == "close" and silent_since is not None:
        said = _("We asked you on %(day)s for what we need to go on, and have not heard from you since.")
        initial = {"reason": said % {"day": silent_since}}
    return VERBS[name].form(data, initial=initial)


def acting(verb: str) -> Callable[..., HttpResponse]:
    """The view of one verb; a form that is wrong comes back with the page."""
    chosen = VERBS[verb]

    @login_required
    @require_POST
    def complaint_act(request: HttpRequest, number: str) -> HttpResponse:
        case = _one(request, number)
        form = _form(verb, case, data=request.POST)
        return carry_out_form(
            request, case, chosen.act, form, str(chosen.said), again=lambda: _page(request, case, verb, form)
        )

    return complaint_act
