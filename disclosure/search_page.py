"""What stands around the hits of the search page: agencies that are meant, the document of a number, facets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.models import CatalogEntry
from disclosure.forms import SearchForm
from portal.agencies.models import Agency
from portal.search.asking import Answer
from portal.search.directory import directory, named, spelled_by
from portal.search.folding import fold
from portal.search.queries import Hit
from portal.search.words import is_latin

MOST_LINKS = 6  # of one facet
MOST_AGENCIES = 3


class FacetLink(NamedTuple):
    """One value by which what was found can be narrowed: how much is of it, and the query string that asks for it."""

    name: str
    number: int
    address: str


def agencies_meant(answer: Answer, government: Agency) -> list[tuple[str, str]]:
    """Code and name of the agencies that a word of the query names or spells; none if they are many."""
    known = directory(government)
    meant: dict[str, str] = {}
    for word in answer.words:
        found = named(word.phrase, known)
        if is_latin(word):
            found += [agency for agency, _part in spelled_by(word.phrase, known)]
        meant |= {agency.code: agency.name for agency in found}
    return list(meant.items()) if len(meant) <= MOST_AGENCIES else []


def entry_names(government: Agency) -> list[str]:
    """What the catalog of a site calls its entries."""
    entries = CatalogEntry.objects.public().for_site(government).in_order().values_list("level1", "level2")
    return list(dict.fromkeys(level2 or level1 for level1, level2 in entries))


def document_of_number(answer: Answer) -> Hit | None:
    """The hit whose number was asked for."""
    asked = {word.phrase for word in answer.words if word.number}
    return next((hit for hit in answer.results.hits if asked and fold(hit.number) in asked), None)


def facet_links(form: SearchForm, answer: Answer, data: QueryDict) -> list[tuple[str, list[FacetLink]]]:
    """By field: the values that would narrow what was found; not those of a field that was used already."""
    facets = answer.results.facets
    places = {agency.pk: agency for agency in form.agencies.values()}
    areas = dict(form.fields["area"].choices)  # type: ignore[attr-defined]
    agencies = [(places[pk].code, places[pk].name, count) for pk, count in facets.agencies.items() if pk in places]
    topics = [(number, str(areas[number]), count) for number, count in facets.areas.items() if number in areas]
    columns: list[tuple[str, list[FacetLink]]] = []
    for name, values in (("agency", agencies), ("area", topics)):
        if not form.chosen(name):
            columns.append((str(form.fields[name].label), list(_links(data, name, values))))
    if not form.chosen("since") and not form.chosen("until"):
        columns.append((_("Year"), list(_years(data, facets.years))))
    return [(label, links) for label, links in columns if len(links) > 1]


def _links(data: QueryDict, field: str, values: Iterable[tuple[str, str, int]]) -> Iterator[FacetLink]:
    for value, name, count in list(values)[:MOST_LINKS]:
        yield FacetLink(name, count, _address(data, **{field: value}))


def _years(data: QueryDict, years: dict[int, int]) -> Iterator[FacetLink]:
    for year, count in sorted(years.items(), reverse=True)[:MOST_LINKS]:
        yield FacetLink(str(year), count, _address(data, since=f"{year}-01-01", until=f"{year}-12-31"))


def _address(data: QueryDict, **narrowed: str) -> str:
    asked = data.copy()
    asked.pop("page", None)
    for field, value in narrowed.items():
        asked[field] = value
    return f"?{asked.urlencode()}"
