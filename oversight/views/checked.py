"""A spot check as the agency that was drawn sees it: never more than about itself."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oversight.models import CheckedAgency


def checked_of(request: HttpRequest, government: str, year: int, serial: int, code: str) -> CheckedAgency:
    """What the reader's agency may know of itself in a spot check. Raises Http404."""
    rows = CheckedAgency.objects.managed_by(request.user).under(request.government).told()
    return get_object_or_404(
        rows.select_related("agency", "spot_check__agency", "spot_check__self_check_clock"),
        spot_check__agency__code=government,
        spot_check__year=year,
        spot_check__serial=serial,
        number=code,
    )


@login_required
@require_safe
def checked_agency(request: HttpRequest, government: str, year: int, serial: int, code: str) -> HttpResponse:
    """That the agency was drawn, and what it is asked for."""
    row = checked_of(request, government, year, serial, code)
    return render(request, "oversight/checked_agency.html", {"row": row, "check": row.spot_check})
