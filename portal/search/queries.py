"""Finding: every question knows for whom and under which government it is asked. `asking` helps where it fails."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models.functions import Substr
from django.utils.safestring import SafeString

from portal.agencies.models import Agency
from portal.prepared import Prepared
from portal.search import lexemes, marking
from portal.search.checking import Checking
from portal.search.conditions import KEYS, OTHERS, among, one_value
from portal.search.engine import engine
from portal.search.match import Found, Group, Match
from portal.search.models import SearchRow
from portal.search.ranking import HEAD, by_relevance
from portal.search.reading import Read, newest
from portal.search.understanding import understand
from portal.search.words import Word, words_of

COUNT_CAP = 1000  # beyond it a reader is told "1000+"; counting on would read the whole index
TITLES_FIRST = 40  # newest title matches that come before the rest
SNIPPET_SOURCE = 100_000  # characters of a text in which the snippet is looked for
SHOWN = ("kind", "key", "title", "url", "date", "area", "entry", "number")


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
    number: str
    file: tuple[str, str] | None  # name and address of the attachment from which the snippet is


class Facets(NamedTuple):
    """How many of what was counted are of each agency (its key), area, kind and year; the most frequent first."""

    agencies: dict[int, int]
    areas: dict[str, int]
    kinds: dict[str, int]
    years: dict[int, int]


NO_FACETS = Facets({}, {}, {}, {})


@dataclass(frozen=True)
class Results:
    """One page of what was found. `is_capped`: there are at least `count`, and nobody counted further; `is_cut_off`:
    because looking took too long.
    """

    hits: list[Hit] = field(default_factory=list)
    count: int = 0
    is_capped: bool = False
    page: int = 1
    pages: int = 1
    facets: Facets = NO_FACETS
    is_cut_off: bool = False


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Where, for whom and in what is searched. `agency` means it and everything below it; days are included."""

    under: Agency
    labels: frozenset[str] = frozenset({"public"})
    kind: str | None = None
    agency: Agency | None = None
    area: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def match(self, groups: Iterable[Group]) -> Match:
        seen = lexemes.everything(
            under=self.under, labels=self.labels, kind=self.kind, agency=self.agency, area=self.area
        )
        return seen.also(groups)._replace(since=self.since, until=self.until)


class Listed(NamedTuple):
    """What was found, in order. `is_capped`: there is at least as much; `is_cut_off`: looking took too long."""

    rows: list[Found]
    is_capped: bool = False
    is_cut_off: bool = False


def find(query: str, *, order: str = "relevance", page: int = 1, per_page: int = 20, **scope: Any) -> Results:
    """What answers every word of `query` in the `Scope`: as it is written, by a synonym, or by the agency it names.

    `order` is "relevance" (titles before texts, words that stand together before words far apart, what is about them
    before what mentions them, newer before older) or "newest". A query without a letter or digit finds nothing. What is
    counted, and told apart by facets, is capped at the newest COUNT_CAP; a phrase is looked for in so many candidates
    as have CHECKED characters. Never reads more than a few thousand rows, whatever is asked, in some twenty short
    database queries at most.
    """
    where = Scope(**scope)
    words = understand(words_of(query), under=where.under)
    return page_of(listed(words, where, order=order), words, where, page=page, per_page=per_page)


def listed(words: list[Word], scope: Scope, *, order: str = "relevance") -> Listed:
    """The rows that answer every word of `words`."""
    if not words or not scope.labels:
        return Listed([])
    check = Checking(words, most=HEAD)
    with engine().bounded():
        match = scope.match(group for word in words for group in word.groups)
        # one more than are counted
        read = newest(match, limit=COUNT_CAP + 1, keep=check if check.is_needed else None)
        is_ranked = order == "relevance" and not read.is_cut_off
        titled = _titled(words, scope, read) if is_ranked else []
    found = read.rows[:COUNT_CAP]
    is_capped = not read.is_whole or len(read.rows) > COUNT_CAP
    if is_ranked:
        found = by_relevance(found, titled, words, known=check.known)[:COUNT_CAP]
    return Listed(found, is_capped, read.is_cut_off)


def page_of(found: Listed, words: list[Word], scope: Scope, *, page: int = 1, per_page: int = 20) -> Results:
    """One page of what was found, with `words` marked in it."""
    pages = max(1, -(-len(found.rows) // per_page))
    page = min(max(page, 1), pages)
    keys = [row.pk for row in found.rows[(page - 1) * per_page : page * per_page]]
    hits = _hits(keys, words, scope.under, scope.labels) if keys else []
    return Results(hits, len(found.rows), found.is_capped, page, pages, facets_of(found.rows), found.is_cut_off)


def facets_of(rows: Sequence[Found]) -> Facets:
    """What `rows` would be narrowed to by each filter."""
    if not rows:
        return NO_FACETS
    _keys, dates, agencies, kinds, areas, _sizes = zip(*rows, strict=True)  # by columns: a thousand rows are counted
    return Facets(
        dict(Counter(agencies).most_common()),
        dict(Counter(filter(None, areas)).most_common()),
        dict(Counter(kinds).most_common()),
        dict(Counter(map(attrgetter("year"), dates)).most_common()),
    )


def _titled(words: list[Word], scope: Scope, read: Read) -> list[Found]:
    """The newest rows that may hold the words in their titles."""
    titles = scope.match(group for word in words for group in word.title_groups(among=words))
    return newest(titles, limit=TITLES_FIRST, within=read).rows


_shown = Prepared(
    lambda: (
        SearchRow.objects.filter(among(KEYS), among(OTHERS, "audience"))
        .annotate(start=Substr("text", 1, SNIPPET_SOURCE))
        .values_list("pk", "agency__path", *SHOWN, "agency__name", "places", "start")
    ),
    KEYS,
    OTHERS,
)


def _hits(keys: list[int], words: list[Word], under: Agency, labels: frozenset[str]) -> list[Hit]:
    # asked again: an index that fell behind a moved agency may miss a row, but never show a foreign one
    rows = _shown(one_value(keys), one_value(labels))
    names = (*SHOWN, "agency_name", "places", "start")
    known = {key: dict(zip(names, shown, strict=True)) for key, path, *shown in rows if path.startswith(under.path)}
    marks = marking.pattern(words)
    return [_hit(marks=marks, **known[key]) for key in keys if key in known]


def _hit(*, marks: re.Pattern[str], title: str, start: str, places: list[tuple[int, str, str]], **shown: Any) -> Hit:
    snippet, at = marking.snippet(start, marks)
    before = [(name, url) for offset, name, url in places if at is not None and offset <= at]
    file = before[-1] if before else None
    return Hit(title=title, title_html=marking.marked(title, marks), snippet_html=snippet, file=file, **shown)
