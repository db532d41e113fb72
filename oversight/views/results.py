"""Results of assessments for everybody: ranks and grades, each number with its evidence."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oversight.evidence.doors import addresses
from oversight.models import Assessment, AssessmentScheme, EvidenceRow
from oversight.result_files import result_file
from portal.editions.sharing import shared
from portal.listing import paginate


def _scheme(request: HttpRequest, government: str, year: int, kind: str) -> AssessmentScheme:
    rows = AssessmentScheme.objects.public().under(request.government).select_related("agency")
    return get_object_or_404(rows, agency__code=government, year=year, kind=kind)


def _one(scheme: AssessmentScheme, code: str) -> Assessment:
    rows = Assessment.objects.public().filter(scheme=scheme).select_related("agency", "scheme__agency")
    return get_object_or_404(rows, agency__code=code)


@require_safe
@shared
def result_year_list(request: HttpRequest) -> HttpResponse:
    """Every published assessment of this site's government and those below it."""
    rows = AssessmentScheme.objects.public().under(request.government).newest_first()
    return render(request, "oversight/result_year_list.html", {"page": paginate(request, rows)})


@require_safe
@shared
def result_list(request: HttpRequest, government: str, year: int, kind: str) -> HttpResponse:
    """Rank, agency, points and grade, group by group, with commendations and sanctions."""
    scheme = _scheme(request, government, year, kind)
    rows = Assessment.objects.public().filter(scheme=scheme).select_related("agency").defer("frozen").by_rank()
    cases = list(rows.prefetch_related("consequences"))
    for case in cases:
        case.scheme = scheme
    groups = [(label, list(members)) for label, members in groupby(cases, key=lambda case: case.group_label)]
    return render(request, "oversight/result_list.html", {"scheme": scheme, "groups": groups})


@require_safe
@shared
def result_detail(request: HttpRequest, government: str, year: int, kind: str, code: str) -> HttpResponse:
    """One agency: indicators, weights, points, and where each number opens its evidence."""
    case = _one(_scheme(request, government, year, kind), code)
    context = {"assessment": case, "document": case.frozen, "consequences": case.consequences.all()}
    return render(request, "oversight/result_detail.html", context)


@require_safe
def result_evidence(
    request: HttpRequest, government: str, year: int, kind: str, code: str, position: int
) -> HttpResponse:
    """The cases behind one number: those that are public by name, of the others only whether each counts."""
    case = _one(_scheme(request, government, year, kind), code)
    line = next((line for line in case.frozen["lines"] if line["position"] == position), None)
    if line is None:
        raise Http404
    rows = list(EvidenceRow.objects.of_line(case, position))
    context = {"assessment": case, "line": line, "rows": rows, "addresses": addresses(rows, None)}
    return render(request, "oversight/result_evidence.html", context)


@require_safe
def result_download(request: HttpRequest, government: str, year: int, kind: str, form: str) -> HttpResponse:
    """The published results as a workbook or as CSV; evidence by name only where it is public."""
    scheme = _scheme(request, government, year, kind)
    return result_file(scheme, Assessment.objects.public(), form=form, reader=None)
