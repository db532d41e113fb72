"""The front page, and the search over everything that is public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.models import Area
from disclosure.forms import SearchForm
from disclosure.models import Consultation, Item, Phase
from disclosure.views.agencies import units_of
from portal.editions.sharing import shared
from portal.languages import current
from portal.listing import paginate
from portal.search.queries import Results, find

NEWEST = 10
OPEN = 5
PER_PAGE = 20


@require_safe
@shared
def home(request: HttpRequest) -> HttpResponse:
    government = request.government
    page = {
        "items": Item.objects.public().under(government).newest_first().for_lists()[:NEWEST],
        "consultations": Consultation.objects.public().under(government).in_phase(Phase.OPEN).soonest()[:OPEN],
        "areas": Area.objects.public(),
        "agencies": units_of(government),
    }
    return render(request, "disclosure/site_home.html", page)


@require_safe
@shared
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET, government=request.government)
    query = form.chosen("q") or ""
    results = Results()
    if query:
        results = find(query, under=request.government, page=_page_number(request), per_page=PER_PAGE, **form.asked())
    pages = paginate(request, range(results.count), per_page=PER_PAGE)
    prefix = current().prefix  # rows of the index hold the address without a language
    found = {"form": form, "query": query, "results": results, "page": pages, "prefix": prefix}
    return render(request, "disclosure/site_search.html", found)


def _page_number(request: HttpRequest) -> int:
    number = request.GET.get("page", "")
    return int(number) if number.isdecimal() and len(number) < 6 else 1
