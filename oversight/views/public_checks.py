"""Spot checks for everybody: what was committed to and, once closed, the seed, the sample and what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oversight.models import SpotCheck
from oversight.progress import results_of, total_of
from oversight.proofs import frame_file, proof_of, sample_file
from portal.editions.sharing import shared
from portal.listing import paginate


def _one(request: HttpRequest, government: str, year: int, serial: int, *, laid_open: bool = False) -> SpotCheck:
    rows = SpotCheck.objects.public().under(request.government).select_related("agency")
    if laid_open:
        rows = rows.laid_open()
    return get_object_or_404(rows, agency__code=government, year=year, serial=serial)


@require_safe
@shared
def public_check_list(request: HttpRequest) -> HttpResponse:
    """Every spot check of this site's government and those below it."""
    rows = SpotCheck.objects.public().under(request.government).select_related("agency")
    context = {"page": paginate(request, rows.without_frames().newest_first())}
    return render(request, "oversight/public_check_list.html", context)


@require_safe
@shared
def public_check(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """The commitment; once the check has ended, all that proves the draw, the sample, and what came of it."""
    check = _one(request, government, year, serial)
    context: dict[str, object] = {"check": check}
    if check.is_closed or (check.is_cancelled and check.is_drawn):
        results = results_of(check)
        context |= {"proof": proof_of(check), "results": results, "total": total_of(results)}
    return render(request, "oversight/public_check.html", context)


@require_safe
def public_check_csv(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """Sample and results as CSV."""
    return sample_file(_one(request, government, year, serial, laid_open=True))


@require_safe
def public_check_frame(request: HttpRequest, government: str, year: int, serial: int) -> HttpResponse:
    """The frame as it was hashed."""
    return frame_file(_one(request, government, year, serial, laid_open=True))
