"""What may be typed next: names of agencies, terms of the catalog, synonyms and titles. No query of anybody is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from portal.agencies.models import Agency
from portal.search.conditions import among
from portal.search.directory import Named, directory
from portal.search.folding import fold
from portal.search.models import SearchRow
from portal.search.pinyin import spelled
from portal.search.queries import Scope
from portal.search.reading import newest
from portal.search.synonyms import synonyms_of
from portal.search.words import words_of

MOST = 8
MOST_OF_A_KIND = 3
TITLES = 20  # newest titles that are looked at
LONGEST = 40  # characters that are read


def suggestions(typed: str, *, under: Agency, terms: Iterable[str] = ()) -> list[str]:
    """At most eight texts to search for, beginning with what begins as `typed` does. A few short queries."""
    typed = fold(typed[:LONGEST])
    if not typed:
        return []
    sources = (
        _called(typed, directory(under)),
        (agency.name for agency in directory(under) if spelled(typed, agency.name, is_whole=False)),
        _beginning_first(typed, terms),
        _beginning_first(typed, sorted(synonyms_of(under).words)),
        _titles(typed, under),
    )
    found = (text for source in sources for text in islice(dict.fromkeys(source), MOST_OF_A_KIND))
    return list(islice(dict.fromkeys(found), MOST))


def _called(typed: str, agencies: list[Named]) -> Iterator[str]:
    """A beginning first: 民 is that of 民政局; that it stands in 人民政府 as well says nothing."""
    yield from (agency.name for agency in agencies if any(call.startswith(typed) for call in agency.calls))
    if len(typed) > 1:
        yield from (agency.name for agency in agencies if any(typed in call for call in agency.calls))


def _beginning_first(typed: str, names: Iterable[str]) -> Iterator[str]:
    holding = [name for name in names if typed in fold(name)]
    yield from (name for name in holding if fold(name).startswith(typed))
    yield from (holding if len(typed) > 1 else ())


def _titles(typed: str, under: Agency) -> Iterator[str]:
    words = words_of(typed, as_written=True)
    if words:
        match = Scope(under=under).match(group for word in words for group in word.title_groups(among=words))
        keys = [row.pk for row in newest(match, limit=TITLES).rows]
        rows = SearchRow.objects.filter(among(keys), audience="public").order_by("-date", "-pk")
        for title, path in rows.values_list("title", "agency__path"):
            if path.startswith(under.path) and all(word.phrase in fold(title) for word in words):
                yield title
