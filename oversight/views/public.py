"""How agencies answer, for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from oversight.performance import FEWEST, performances


def performance(request: HttpRequest) -> HttpResponse:
    """Every agency with enough cases, with what the figures mean."""
    context = {"performances": performances(request.government), "fewest": FEWEST}
    return render(request, "oversight/performance_list.html", context)


def home_figures(request: HttpRequest) -> HttpResponse:
    """The best few of the same list, as a fragment that another page loads."""
    context = {"performances": performances(request.government)[:6], "fewest": FEWEST}
    return render(request, "oversight/_home_figures.html", context)
