"""How agencies answer, and what the office ordered, for everybody."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from oversight.models import SupervisionOrder
from oversight.performance import leagues, performances
from portal.editions.sharing import shared
from portal.listing import paginate

SHOWN = 50


@shared
def performance(request: HttpRequest) -> HttpResponse:
    """Every agency with enough cases among its like, with what the figures mean."""
    context = {"leagues": leagues(request.government), "fewest": settings.LEAGUE_MINIMUM}
    return render(request, "oversight/performance_list.html", context)


@shared
def order_list(request: HttpRequest) -> HttpResponse:
    """The orders of this government that are marked as public, with their results, newest first."""
    orders = SupervisionOrder.objects.public().filter(government=request.government).for_lists()
    page = paginate(request, orders.order_by("-issued_at", "-pk"), per_page=SHOWN)
    return render(request, "oversight/public_order_list.html", {"page": page})


@shared
def home_figures(request: HttpRequest) -> HttpResponse:
    """The best few of the same list, as a fragment that another page loads."""
    context = {"performances": performances(request.government)[:6], "fewest": settings.LEAGUE_MINIMUM}
    return render(request, "oversight/_home_figures.html", context)
