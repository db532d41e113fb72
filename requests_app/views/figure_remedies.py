"""The reconsiderations and lawsuits behind a number of table 4."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.listing import paginate
from requests_app.forms.period import period_of
from requests_app.models import RemedyKind, RemedyResult
from requests_app.remedy_table import TOTAL, remedies_behind
from requests_app.views.figures import SHOWN, agency_of, query_of, reach_of


@login_required
@require_safe
def figures_remedies(request: HttpRequest, code: str, kind: str, result: str) -> HttpResponse:
    """The remedies of one kind with one result in a period; `result` is `total` for those with any."""
    reach = reach_of(request)
    agency = agency_of(reach, code)
    if kind not in RemedyKind.values or result not in [*RemedyResult.values, TOTAL]:
        raise Http404
    period, _form = period_of(request.GET)
    is_own = request.GET.get("own") == "1"
    agencies = reach.counted(agency, is_own=is_own)
    remedies = remedies_behind(agencies, RemedyKind(kind), result, first=period.first, last=period.last)
    context = {
        "agency": agency,
        "period": period,
        "kind": RemedyKind(kind).label,
        "result": _("Total") if result == TOTAL else RemedyResult(result).label,
        "page": paginate(request, remedies.with_case(), per_page=SHOWN),
        "query": query_of(period, is_own=is_own),
    }
    return render(request, "requests_app/figures_remedies.html", context)
