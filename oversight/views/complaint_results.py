"""What came of complaints (投诉办理结果), for everybody."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oversight.hearing_figures import hearing_figures
from oversight.models import ComplaintResult
from portal.editions.sharing import shared
from portal.listing import paginate

SHOWN = 30


@require_safe
@shared
def result_list(request: HttpRequest) -> HttpResponse:
    """Published results, newest first, how many there are about each agency, and how the government answers."""
    rows = ComplaintResult.objects.public().filed_at(request.government)
    context = {
        "page": paginate(request, rows.newest_first(), per_page=SHOWN),
        "by_agency": rows.count_by_agency(),
        "figures": hearing_figures(request.government),
        "fewest": settings.LEAGUE_MINIMUM,
    }
    return render(request, "oversight/complaint_results.html", context)
