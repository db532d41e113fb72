"""Finding: one question, `find`, that always knows for whom and under which government it is asked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models.functions import Substr
from django.utils.safestring import SafeString

from portal.agencies.models import Agency
from portal.search import lexemes, marking
from portal.search.conditions import among, holding
from portal.search.match import Found, Match
from portal.search.models import SearchRow
from portal.search.ranking import by_relevance
from portal.search.reading import Read, newest

COUNT_CAP = 1000  # beyond it a reader is told "1000+"; counting on would read the whole index
TITLES_FIRST = 100  # newest title matches that come before the rest
CHECKED = 5_000_000  # characters of candidates that are read for a phrase before the search gives up
ROW = 500  # characters that fetching a row costs as much as
SNIPPET_SOURCE = 100_000  # characters of a text in which the snippet is looked for


class Hit(NamedTuple):
    """One line of a result page; both `_html` are escaped and hold no element but `<mark>`."""

    kind: str
    key: str
    title: str
    title_html: SafeString
    snippet_html: SafeString
    url: str
    date: dt.date
    agency_name: str
    area: str
    entry: str


class Facets(NamedTuple):
    """How many of what was counted are of each agency (its key), area, kind and year; the most frequent first."""

    agencies: dict[int, int]
    areas: dict[str, int]
    kinds: dict[str, int]
    years: dict[int, int]


NO_FACETS = Facets({}, {}, {}, {})


@dataclass(frozen=True)
class Results:
    """One page of what was found. `is_capped`: there are at least `count`, and nobody counted further."""

    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    is_capped: bool = False
    page: int = 1
    pages: int = 1
    facets: Facets = NO_FACETS


def find(
    query: str,
    *,
    under: Agency,
    labels: frozenset[str] = frozenset({"public"}),
    kind: str | None = None,
    agency: Agency | None = None,
    area: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
    order: str = "relevance",
    page: int = 1,
    per_page: int = 20,
) -> Results:
    """What answers every word of `query` below `under` and carries one of the reader's `labels`.

    `agency` means that agency and everything below it; `since` and `until` are both included. `order` is "relevance"
    (titles before texts, words that stand together before words far apart, newer before older) or "newest". A query
    without a letter or digit finds nothing. What is counted, and told apart by facets, is capped at the newest
    COUNT_CAP; a phrase is looked for in so many candidates as have CHECKED characters. Never reads more than a few
    thousand rows, whatever is asked, in some twenty short database queries at most.
    """
    words = lexemes.words_of(query)
    if not words or not labels:
        return Results()
    filters = lexemes.filters(under=under, labels=labels, kind=kind, agency=agency, area=area)
    read = _verified(Match([*filters, *(group for word in words for group in word.groups)], since, until), words)
    found = read.rows[:COUNT_CAP]
    keys = [row.pk for row in found]
    if order == "relevance":
        titles = Match([*filters, *(group for word in words for group in word.title_groups)], since, until)
        keys = by_relevance(found, _titled(read, titles, words), words)[:COUNT_CAP]
    pages = max(1, -(-len(keys) // per_page))
    page = min(max(page, 1), pages)
    hits = _hits(keys[(page - 1) * per_page : page * per_page], words, under, labels)
    is_capped = not read.is_whole or len(read.rows) > COUNT_CAP
    return Results(hits, len(keys), is_capped, page, pages, facets_of(found))


def facets_of(rows: Sequence[Found]) -> Facets:
    """What `rows` would be narrowed to by each filter."""
    return Facets(
        dict(Counter(row.agency for row in rows).most_common()),
        dict(Counter(row.area for row in rows if row.area).most_common()),
        dict(Counter(row.kind for row in rows).most_common()),
        dict(Counter(row.date.year for row in rows).most_common()),
    )


def _verified(match: Match, words: list[lexemes.Word]) -> Read:
    """Rows that hold the words as they were written, newest first, at most one more than are counted."""
    phrases = [word.phrase for word in words if word.needs_check]
    found: list[Found] = []
    after, left = None, CHECKED
    while True:
        rows, is_whole = newest(match, limit=COUNT_CAP + 1, after=after)
        if not phrases:
            return Read(rows, is_whole)
        for place, row in enumerate(rows):
            left -= row.size + ROW
            if left < 0:
                rows, is_whole = rows[:place], False
                break
        found += _holding(rows, phrases)
        if is_whole or left < 0 or len(found) > COUNT_CAP:
            return Read(found, is_whole)
        after = rows[-1]


def _holding(rows: list[Found], phrases: list[str]) -> list[Found]:
    stored = SearchRow.objects.filter(among([row.pk for row in rows]), *map(holding, phrases))
    kept = set(stored.values_list("pk", flat=True))
    return [row for row in rows if row.pk in kept]


def _titled(read: Read, match: Match, words: list[lexemes.Word]) -> list[Found]:
    """The newest rows that hold the words in their titles; where all that holds them was read, they are among these."""
    if read.is_whole and not read.rows:
        return []
    if read.is_whole:
        match = match._replace(since=read.rows[-1].date, until=read.rows[0].date)
    rows = newest(match, limit=TITLES_FIRST, at_once=read.is_whole).rows
    if phrases := [word.phrase for word in words if word.needs_check]:
        titles = SearchRow.objects.filter(among([row.pk for row in rows])).values_list("pk", "title")
        folded = {key: lexemes.fold(title) for key, title in titles}
        rows = [row for row in rows if all(phrase in folded.get(row.pk, "") for phrase in phrases)]
    return rows


def _hits(keys: list[int], words: list[lexemes.Word], under: Agency, labels: frozenset[str]) -> list[Hit]:
    # asked again in plain SQL: an index that fell behind a moved agency may miss a row, but never show a foreign one
    rows = (
        SearchRow.objects.filter(pk__in=keys, agency__path__startswith=under.path, audience__in=labels)
        .select_related("agency")
        .defer("text", "folded")
        .annotate(start=Substr("text", 1, SNIPPET_SOURCE))
        .in_bulk()
    )
    marks = marking.pattern(words)
    return [
        Hit(
            kind=row.kind,
            key=row.key,
            title=row.title,
            title_html=marking.marked(row.title, marks),
            snippet_html=marking.snippet(row.start, marks),
            url=row.url,
            date=row.date,
            agency_name=row.agency.name,
            area=row.area,
            entry=row.entry,
        )
        for key in keys
        if (row := rows.get(key)) is not None
    ]
