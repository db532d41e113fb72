"""Figures that agencies contest, on the page of the agency."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from oversight import actions
from oversight.agency_table import Row, table
from oversight.contest_forms import ContestForm, FindingForm
from oversight.models import FigureContest
from oversight.permissions import Permission
from oversight.views.carrying_out import carry_out
from oversight.views.office import agency_of, desk_of
from portal.agencies.permissions import require

SAID = {
    "correct": gettext_lazy("The figure was marked as corrected."), "keep": gettext_lazy("The figure is kept."),
}  # fmt: skip


@login_required
@require_POST
def figure_contest(request: HttpRequest, code: str) -> HttpResponse:
    """Contest a figure of one's own agency."""
    desk = desk_of(request)
    agency = agency_of(desk, code)
    require(request.user, Permission.CONTEST_FIGURE, on=agency)
    (row,), _whole = table(desk, agency)
    form = ContestForm(request.POST)
    form.is_valid()
    figure = form.cleaned_data.get("figure", "")
    said: dict[str, Any] = {"figure": figure, "reason": form.cleaned_data.get("reason", "")}
    verb = partial(actions.contest_figure, shown=shown(row, figure), **said)
    return carry_out(request, agency, verb, _("The figure is contested; the office was told."), back=_page(code))


@login_required
@require_POST
def contest_judge(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Say what was found about a contested figure."""
    rows = FigureContest.objects.managed_by(request.user).under(request.government).select_related("agency")
    contest = get_object_or_404(rows, pk=pk)
    form = FindingForm(request.POST)
    form.is_valid()
    judging = partial(actions.judge_contest, verb=verb, finding=form.cleaned_data.get("finding", ""))
    return carry_out(request, contest, judging, str(SAID.get(verb, "")), back=_page(contest.agency.code))


def shown(row: Row, figure: str) -> str:
    """What stands at a figure of the page; nothing for no figure."""
    values = dict(row.counts) | {rate.key: value for rate, value in row.rates}
    return "–" if values.get(figure) is None else str(values[figure])


def _page(code: str) -> str:
    return reverse("oversight:office_agency", args=[code])
