"""An assessment as the agency itself sees it: its own scores first, the office's once it was told, objections."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oversight import actions
from oversight.assessment_forms import ObjectionForm, SelfAssessmentForm
from oversight.models import Assessment
from oversight.permissions import Permission
from oversight.standing import document_of
from oversight.states import AssessmentState
from oversight.views.assessments import evidence_page
from oversight.views.carrying_out import carry_out
from oversight.views.spot_checks import done
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.listing import paginate

HIDDEN = {"value": None, "part": None, "whole": None, "reason": "", "objection": None}  # until the agency is told


def _own(request: HttpRequest, government: str, year: int, code: str) -> Assessment:
    rows = Assessment.objects.managed_by(request.user, Permission.SELF_ASSESS).under(request.government)
    return get_object_or_404(
        rows.select_related("agency", "scheme__agency"),
        scheme__agency__code=government, scheme__year=year, agency__code=code,
    )  # fmt: skip


@login_required
@require_safe
def assessed_list(request: HttpRequest) -> HttpResponse:
    """Assessments of the agencies that the reader works for, the latest year first."""
    if not Agency.objects.managed_by(request.user, Permission.SELF_ASSESS).under(request.government).exists():
        raise Http404
    rows = Assessment.objects.managed_by(request.user, Permission.SELF_ASSESS).under(request.government)
    return render(request, "oversight/assessed_list.html", {"page": paginate(request, rows.newest_first())})


@login_required
@require_safe
def assessed_detail(request: HttpRequest, government: str, year: int, code: str) -> HttpResponse:
    """The self-assessment while it is open; the scores, and objections to them, once the agency was told."""
    return _page(request, _own(request, government, year, code))


def _page(
    request: HttpRequest,
    case: Assessment,
    form: SelfAssessmentForm | None = None,
    wrong: tuple[int, ObjectionForm] | None = None,
) -> HttpResponse:
    document, place = document_of(case), wrong[0] if wrong else None
    lines = [
        (line if case.is_told else line | HIDDEN)
        | {"form": _objection_form(case, line, wrong), "is_wrong": line["position"] == place}
        for line in document["lines"]
    ]
    context = {
        "assessment": case, "lines": lines, "document": document,
        "form": form or (_self_form(case) if case.state == AssessmentState.OPEN else None),
        "consequences": case.consequences.select_related("by") if case.is_final else [],
    }  # fmt: skip
    return render(request, "oversight/assessed_detail.html", context)


def _objection_form(case: Assessment, line: dict, wrong: tuple[int, ObjectionForm] | None) -> ObjectionForm | None:
    if not case.takes_objections or line["objection"]:
        return None
    place = line["position"]
    return wrong[1] if wrong and wrong[0] == place else ObjectionForm(prefix=f"o{place}")


def _self_form(case: Assessment, data: object = None) -> SelfAssessmentForm:
    own = {
        one.indicator.position: actions.Given(one.value, one.proof)
        for one in case.self_scores.select_related("indicator")
    }
    return SelfAssessmentForm(data, indicators=case.scheme.indicators.all(), own=own)


@login_required
@require_POST
def assessed_write(request: HttpRequest, government: str, year: int, code: str) -> HttpResponse:
    """Keep what the agency gives itself."""
    case = _own(request, government, year, code)
    form = _self_form(case, request.POST)
    if form.is_valid() and done(form, lambda: (actions.assess_oneself(case, by=request.user, given=form.given), True)):
        messages.success(request, _("Kept. Hand it in once every indicator is filled in."))
        return redirect(case.own_address())
    return _page(request, case, form)


@login_required
@require_POST
def assessed_hand_in(request: HttpRequest, government: str, year: int, code: str) -> HttpResponse:
    """Hand the self-assessment in."""
    case = _own(request, government, year, code)
    return carry_out(request, case, actions.hand_in, _("The self-assessment was handed in."), back=case.own_address())


@login_required
@require_POST
def assessed_object(request: HttpRequest, government: str, year: int, code: str, indicator: int) -> HttpResponse:
    """Object to the score of one indicator."""
    case = _own(request, government, year, code)
    require(request.user, Permission.SELF_ASSESS, on=case.agency)
    line = get_object_or_404(case.scheme.indicators.all(), position=indicator)
    form = ObjectionForm(request.POST, prefix=f"o{indicator}")
    if form.is_valid() and done(
        form, lambda: actions.object_to(case, by=request.user, indicator=line, **form.cleaned_data)
    ):
        messages.success(request, _("The objection was sent to the office."))
        return redirect(case.own_address())
    if form.non_field_errors():
        messages.error(request, form.non_field_errors()[0])
    return _page(request, case, wrong=(indicator, form))


@login_required
@require_safe
def assessed_evidence(request: HttpRequest, government: str, year: int, code: str, indicator: int) -> HttpResponse:
    """The cases behind one measured number, once the agency was told."""
    case = _own(request, government, year, code)
    if not case.is_told:
        raise Http404
    return evidence_page(request, case, indicator, back=case.own_address())
