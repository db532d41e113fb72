"""One assessment: its scores with the evidence of each, and, while it is open, the verbs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oversight import actions
from oversight.forms import ScoreForm
from oversight.models import Assessment, Evidence, Indicator, Mode, Score
from oversight.permissions import Permission
from oversight.states import AssessmentState
from oversight.views.carrying_out import carry_out
from portal.agencies.permissions import can, require

# The list that shows the cases a measured value was computed from.
EVIDENCE_LISTS: Mapping[str, str] = {
    Evidence.DUTIES_ON_TIME: "duties-overdue",
    Evidence.REQUESTS_ON_TIME: "requests-answered",
}


def _one(request: HttpRequest, government: str, year: int, code: str) -> Assessment:
    rows = (
        Assessment.objects.managed_by(request.user).under(request.government).select_related("agency", "scheme__agency")
    )
    return get_object_or_404(rows, scheme__agency__code=government, scheme__year=year, agency__code=code)


def _lines(assessment: Assessment) -> list[dict[str, object]]:
    if assessment.state == AssessmentState.FINALISED:
        return [line | {"form": None, "list": EVIDENCE_LISTS.get(line["evidence"], "")} for line in assessment.frozen]
    scores = {score.indicator_id: score for score in assessment.scores.all()}
    return [_line(indicator, scores.get(indicator.pk)) for indicator in assessment.scheme.indicators.all()]


def _line(indicator: Indicator, score: Score | None) -> dict[str, object]:
    return {
        "position": indicator.position,
        "form": None,
        "name": indicator.name,
        "weight": indicator.weight,
        "mode": indicator.mode,
        "list": EVIDENCE_LISTS.get(indicator.evidence, ""),
        "value": score and score.value,
        "part": score and score.part,
        "whole": score and score.whole,
        "reason": score.reason if score else "",
    }


@login_required
@require_safe
def assessment_detail(request: HttpRequest, government: str, year: int, code: str) -> HttpResponse:
    """Indicators, weights, values, reasons, evidence; frozen once it is final."""
    assessment = _one(request, government, year, code)
    return _page(request, assessment)


def _page(request: HttpRequest, assessment: Assessment, wrong: tuple[int, ScoreForm] | None = None) -> HttpResponse:
    is_open = assessment.state == AssessmentState.OPEN
    may_assess = is_open and can(request.user, Permission.ASSESS, on=assessment.scheme.agency)
    lines = _lines(assessment)
    for line in lines:
        if may_assess and line["mode"] == Mode.SCORED:
            place = line["position"]
            line["form"] = wrong[1] if wrong and wrong[0] == place else ScoreForm(prefix=f"i{place}", initial=line)
    context = {"assessment": assessment, "lines": lines, "may_assess": may_assess}
    return render(request, "oversight/assessment_detail.html", context)


@login_required
@require_POST
def assessment_measure(request: HttpRequest, government: str, year: int, code: str) -> HttpResponse:
    """Measure all measured indicators anew."""
    return carry_out(
        request, _one(request, government, year, code), actions.measure, _("Measured from today's evidence.")
    )


@login_required
@require_POST
def assessment_finalise(request: HttpRequest, government: str, year: int, code: str) -> HttpResponse:
    """End the assessment for good."""
    return carry_out(request, _one(request, government, year, code), actions.finalise, _("The assessment is final."))


@login_required
@require_POST
def assessment_score(request: HttpRequest, government: str, year: int, code: str, indicator: int) -> HttpResponse:
    """Score one indicator."""
    assessment = _one(request, government, year, code)
    require(request.user, Permission.ASSESS, on=assessment.scheme.agency)
    line = get_object_or_404(assessment.scheme.indicators.all(), position=indicator)
    form = ScoreForm(request.POST, prefix=f"i{indicator}")
    if not form.is_valid():
        return _page(request, assessment, wrong=(indicator, form))
    chosen = partial(actions.score, indicator=line, **form.cleaned_data)
    return carry_out(request, assessment, chosen, _("Scored."))
