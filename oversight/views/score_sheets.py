"""A score sheet: one indicator for every agency, so that sixty are scored in one sitting."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oversight import actions
from oversight.assessment_forms import SheetRowForm
from oversight.models import Assessment, AssessmentScheme, Indicator, Mode, Score, SelfScore
from oversight.permissions import Permission
from oversight.states import ASSESSMENT_TABLE
from oversight.views.schemes import scheme_of
from portal.agencies.permissions import can
from portal.refusals import NotAllowed, Refused

Line = tuple[Assessment, SheetRowForm, SelfScore | None]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def score_sheet(request: HttpRequest, government: str, year: int, kind: str, position: int) -> HttpResponse:
    """Points and reason for each agency that can still be scored; all lines are kept, or none."""
    scheme = scheme_of(request, government, year, kind)
    if not can(request.user, Permission.ASSESS, on=scheme.agency):
        raise Http404
    line = get_object_or_404(scheme.indicators.filter(mode=Mode.SCORED), position=position)
    lines = _lines(request, scheme, line)
    if request.method == "POST" and _all_valid(lines):
        given = {case.pk: filled for case, form, _own in lines if (filled := form.given) is not None}
        try:
            actions.score_all(scheme, by=request.user, indicator=line, given=given)
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(number)s agencies were scored.") % {"number": len(given)})
            return redirect("oversight:score_sheet", *scheme.address, position)
    context = {"scheme": scheme, "line": line, "lines": lines}
    return render(request, "oversight/score_sheet.html", context)


def _all_valid(lines: list[Line]) -> bool:
    """Every line is looked at, so that all errors show together."""
    return not [form for _case, form, _own in lines if not form.is_valid()]


def _lines(request: HttpRequest, scheme: AssessmentScheme, line: Indicator) -> list[Line]:
    kept = {one.assessment_id: one for one in Score.objects.of_line(line)}
    own = {one.assessment_id: one for one in SelfScore.objects.of_line(line)}
    cases = Assessment.objects.of_scheme(scheme).filter(state__in=ASSESSMENT_TABLE["score"].sources)
    lines = []
    for case in cases:
        case.scheme = scheme
        before = kept.get(case.pk)
        initial = {"value": before.value, "reason": before.reason} if before else None
        lines.append(
            (case, SheetRowForm(request.POST or None, prefix=case.agency.code, initial=initial), own.get(case.pk))
        )
    return lines
