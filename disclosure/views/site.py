"""The front page, and the search over everything that is public."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.models import Area
from disclosure.forms import SearchForm
from disclosure.models import Consultation, Item, Phase
from disclosure.search_page import agencies_meant, document_of_number, entry_names, facet_links
from disclosure.views.agencies import units_of
from portal.editions.sharing import shared
from portal.languages import current
from portal.listing import paginate
from portal.search.asking import Answer, ask
from portal.search.queries import Results
from portal.search.suggesting import suggestions

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
    answer = Answer(Results(), [])
    if query:
        answer = ask(query, under=request.government, page=_page_number(request), per_page=PER_PAGE, **form.asked())
    found = {
        "form": form,
        "query": query,
        "answer": answer,
        "results": answer.results,
        "page": paginate(request, range(answer.results.count), per_page=PER_PAGE),
        "prefix": current().prefix,  # rows of the index hold the address without a language
        "agencies": agencies_meant(answer, request.government),
        "numbered": document_of_number(answer),
        "facets": facet_links(form, answer, request.GET),
    }
    return render(request, "disclosure/site_search.html", found)


@require_safe
@shared
def suggest(request: HttpRequest) -> HttpResponse:
    """What the field of the search offers while somebody types: a list of texts."""
    typed = request.GET.get("q", "")
    found = suggestions(typed, under=request.government, terms=entry_names(request.government)) if typed else []
    return JsonResponse(found, safe=False)


def _page_number(request: HttpRequest) -> int:
    number = request.GET.get("page", "")
    return int(number) if number.isdecimal() and len(number) < 6 else 1
