"""Finding: one question, `find`, that always knows for whom and under which government it is asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models.functions import Substr
from django.utils.safestring import SafeString

from portal.agencies.models import Agency
from portal.search import lexemes, marking
from portal.search.match import Match
from portal.search.models import SearchRow
from portal.search.reading import newest

COUNT_CAP = 1000  # beyond it a reader is told "1000+"; counting on would read the whole index
TITLES_FIRST = 200  # newest title matches that come before the rest
CHECKED = 2_000_000  # characters of candidates that are read for a phrase before the search gives up
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


@dataclass(frozen=True)
class Results:
    """One page of what was found. `is_capped`: there are at least `count`, and nobody counted further."""

    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    is_capped: bool = False
    page: int = 1
    pages: int = 1


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
    (titles before texts, newer before older) or "newest". A query without a letter or digit finds nothing. Never reads
    more than a few thousand rows, whatever is asked. Five to nine database queries; more only for a phrase whose pieces
    stand in more than a thousand texts.
    """
    words = lexemes.words_of(query)
    if not words or not labels:
        return Results()
    filters = lexemes.filters(under=under, labels=labels, kind=kind, agency=agency, area=area)
    match = Match([*filters, *(group for word in words for group in word.groups)], since, until)
    found, is_capped = _verified(match, words)
    if order == "relevance":
        titles = Match([*filters, *(group for word in words for group in word.title_groups)], since, until)
        found = _titles_first(found, titles, words)
    pages = max(1, -(-len(found) // per_page))
    page = min(max(page, 1), pages)
    keys = found[(page - 1) * per_page : page * per_page]
    return Results(_hits(keys, words, under, labels), len(found), is_capped, page, pages)


def _verified(match: Match, words: list[lexemes.Word]) -> tuple[list[int], bool]:
    """Keys of rows that hold the words as they were written, newest first, and whether there may be more."""
    phrases = [word.phrase for word in words if word.needs_check]
    found: list[int] = []
    after, left = None, CHECKED
    while True:
        rows, is_whole = newest(match, limit=COUNT_CAP + 1, after=after)
        if not phrases:
            found = [row.pk for row in rows]
            break
        for place, row in enumerate(rows):
            left -= row.size + ROW
            if left < 0:
                rows, is_whole = rows[:place], False
                break
        found += _holding([row.pk for row in rows], phrases)
        if is_whole or left < 0 or len(found) > COUNT_CAP:
            break
        after = rows[-1]
    return found[:COUNT_CAP], not is_whole or len(found) > COUNT_CAP


def _holding(keys: list[int], phrases: list[str]) -> list[int]:
    rows = SearchRow.objects.filter(pk__in=keys)
    for phrase in phrases:
        rows = rows.filter(folded__contains=phrase)
    kept = set(rows.values_list("pk", flat=True))
    return [key for key in keys if key in kept]


def _titles_first(found: list[int], match: Match, words: list[lexemes.Word]) -> list[int]:
    first = [row.pk for row in newest(match, limit=TITLES_FIRST).rows]
    if phrases := [word.phrase for word in words if word.needs_check]:
        titles = dict(SearchRow.objects.filter(pk__in=first).values_list("pk", "title"))
        folded = {key: lexemes.fold(title) for key, title in titles.items()}
        first = [key for key in first if all(phrase in folded.get(key, "") for phrase in phrases)]
    in_title = set(first)
    return (first + [key for key in found if key not in in_title])[:COUNT_CAP]


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
