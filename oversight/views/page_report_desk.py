"""Errors on pages, for those who put them right: the list, one report, and a verb to each address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from oversight import actions
from oversight.complaint_forms import NothingForm
from oversight.models import PageReport
from oversight.models.page_reports import PageReportQuerySet
from oversight.page_report_forms import PageAnswerForm, PageReportFilterForm, PassOnForm
from oversight.permissions import Permission
from oversight.states import PAGE_REPORT_TABLE
from oversight.views.carrying_out import carry_out_form
from portal.agencies.models import Agency
from portal.listing import paginate

SHOWN = 50


def _agencies(request: HttpRequest) -> list[Agency]:
    """The agencies of this site that the person answers for. Raises Http404 if there are none."""
    rows = Agency.objects.managed_by(request.user, Permission.ANSWER_PAGE_REPORT).under(request.government)
    if not (found := list(rows)):
        raise Http404
    return found


def _readable(request: HttpRequest) -> PageReportQuerySet:
    return PageReport.objects.managed_by(request.user).under(request.government)


@login_required
@require_safe
def page_report_list(request: HttpRequest) -> HttpResponse:
    """The reports, the most urgent first."""
    form = PageReportFilterForm(request.GET, agencies=_agencies(request))
    rows = form.narrow(_readable(request)).for_lists().most_urgent_first()
    return render(
        request, "oversight/page_report_list.html", {"form": form, "page": paginate(request, rows, per_page=SHOWN)}
    )


class Verb(NamedTuple):
    """What can be done with a report."""

    label: str | Promise
    form: Callable[..., forms.Form]
    act: Callable[..., object]
    said: str | Promise


VERBS = {
    "accept": Verb(
        gettext_lazy("Accept"), NothingForm, actions.accept_page_report, gettext_lazy("The report is accepted.")
    ),
    "answer": Verb(
        gettext_lazy("Answer"), PageAnswerForm, actions.answer_page_report, gettext_lazy("The answer can be read now.")
    ),
    "pass_on": Verb(
        gettext_lazy("Pass on"), PassOnForm, actions.pass_on_page_report, gettext_lazy("The report is passed on.")
    ),
}


BOTH = {"pass_on": ("pass_on", "pass_on_accepted")}  # one button, before it is accepted and after


def _one(request: HttpRequest, number: str) -> PageReport:
    related = ("agency", "government", "item", "accept_clock", "answer_clock", "accepted_by", "answered_by")
    return get_object_or_404(_readable(request).select_related(*related), number=number)


def _form(name: str, report: PageReport, data: Any = None) -> forms.Form:
    if name != "pass_on":
        return VERBS[name].form(data)
    others = Agency.objects.public().under(report.government).exclude(pk=report.agency_id)
    return PassOnForm(data, agencies=others)


@login_required
@require_safe
def page_report_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One report: the page, what is wrong, by when, what came of it, and the verbs that are open."""
    return _page(request, _one(request, number))


def _page(request: HttpRequest, report: PageReport, verb: str = "", bound: forms.Form | None = None) -> HttpResponse:
    verbs = [
        (name, chosen.label, bound if name == verb and bound is not None else _form(name, report), name != "pass_on")
        for name, chosen in VERBS.items()
        if any(report.state in PAGE_REPORT_TABLE[row].sources for row in BOTH.get(name, (name,)))
    ]
    return render(request, "oversight/page_report_detail.html", {"report": report, "verbs": verbs})


def acting(verb: str) -> Callable[..., HttpResponse]:
    """The view of one verb; a form that is wrong comes back with the page."""
    chosen = VERBS[verb]

    @login_required
    @require_POST
    def page_report_act(request: HttpRequest, number: str) -> HttpResponse:
        report = _one(request, number)
        form = _form(verb, report, request.POST)
        return carry_out_form(
            request, report, chosen.act, form, str(chosen.said), again=lambda: _page(request, report, verb, form)
        )

    return page_report_act
