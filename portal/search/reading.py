"""Reading the index from the newest row back, only as far as the answer asks.

A word that stands in nearly every text is answered by the newest two thousand rows; read as a whole, its list is a
million entries long. So a question is put in windows of time that follow each other, newest first: each as long as what
was found so far lets expect to suffice, but not much longer than all before it. Before a window would become very
long, a sample of the index tells how many matches each year holds: the next windows are cut so that none holds many
more than are wanted, and what is rare is read to the end at once.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from portal.editions.sharing import doubt
from portal.search.engine import engine
from portal.search.match import ONE_IN, Found, Match, Reach

FIRST = 1_500  # rows of the first window
GROWTH = 8  # a window is at most so many times as long as all before it
LEAP = 64  # so many times where little is wanted of what is known to be no more than was read
KNOWN = 30  # matches by which it is known how many there are in a time
BLIND = 30  # times the first window that are read before the sample is asked, if fewer are known
SIFTED = 200  # matches that are wanted at a time if not all are kept
MORE = 1.3  # times what is expected to suffice
YEAR = 365
GAP = 7 * YEAR  # days in which there is little that are read at once
WORTH = 2  # times what is wanted is read at once if it is all there is
FEW = 3_000  # matches of which a part is looked for at once
DAY = dt.timedelta(days=1)

# some of the matches → those of them that are to be kept, and whether more can be looked at
Keep = Callable[[list[Found]], tuple[list[Found], bool]]

logger = logging.getLogger(__name__)


class Read(NamedTuple):
    """The newest rows that match; `is_whole`: there are no others; `is_cut_off`: it took too long to look further.
    `reach` spares whoever looks for a part of them the question for it, `are_few` reading it bit by bit.
    """

    rows: list[Found]
    is_whole: bool
    is_cut_off: bool = False
    reach: Reach | None = None
    are_few: bool = False


def newest(match: Match, *, limit: int, keep: Keep | None = None, within: Read | None = None) -> Read:
    """At most `limit` rows that match, newest first, and that `keep` keeps, if it is given: it looks at some at a time.

    A few short queries; fewer if all that matches is `within` what was read before, or would have been.
    """
    found: list[Found] = []
    wanted = _Wanted(limit, is_sifted=keep is not None)
    try:
        with engine().bounded():
            reach = within.reach if within else engine().reach(match.until, rows=FIRST)
            if reach is None or (within and within.is_whole and not within.rows):
                return Read([], is_whole=True)
            for since, until in _windows(match, wanted, reach, within):
                for rows in _parts(match._replace(since=since, until=until), limit):
                    wanted.seen += len(rows)
                    kept, may_go_on = keep(rows) if keep else (rows, True)
                    found += kept
                    if len(found) >= limit or not may_go_on:
                        return Read(found[:limit], is_whole=False, reach=reach, are_few=wanted.are_few)
    except TimeoutError:
        logger.warning("a search took too long and was cut off")
        doubt("a search was cut off")
        return Read(found, is_whole=False, is_cut_off=True)
    return Read(found, is_whole=True, reach=reach, are_few=True)


def _parts(match: Match, limit: int) -> Iterator[list[Found]]:
    """The matches of one window, `limit` at a time."""
    before = None
    while True:
        rows = engine().matching(match, limit=limit, before=before)
        yield rows
        if len(rows) < limit:
            return
        match, before = match._replace(until=rows[-1].date), rows[-1].pk


@dataclass
class _Wanted:
    """How many matches were seen, and how many more are wanted at a time."""

    limit: int
    is_sifted: bool  # how many will be kept is known only when they are looked at
    seen: int = 0
    are_few: bool = False  # as far as the sample tells

    @property
    def next(self) -> float:
        return (max(SIFTED, self.seen) if self.is_sifted else self.limit - self.seen) * MORE


def _windows(match: Match, wanted: _Wanted, reach: Reach, within: Read | None) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day of each window; what is `wanted` changes meanwhile."""
    if within and within.are_few:
        yield match.since or dt.date.min, match.until or reach.newest
        return
    oldest = max(reach.oldest, match.since or reach.oldest)
    known = _spans(within) if within and within.rows else []
    last = until = known[0][1] if known else match.until or reach.newest
    first = (until - min(reach.recent, until)).days + 1
    known = known or [(max(_begin(match, wanted, until, first), oldest), until)]
    since = known[-1][0]
    expected: dict[int, int] | None = None
    yield from known
    while since > oldest:
        until = since - DAY
        read, rest = (last - until).days, (until - oldest).days + 1
        enough = int(wanted.next * read / wanted.seen) + 1 if wanted.seen else rest
        days = min(read * (LEAP if within else GROWTH), enough, rest)
        if expected is None and not within and wanted.seen < KNOWN and read + days > first * BLIND:
            sampled = engine().sample(match._replace(since=oldest, until=until))
            expected = {year: number * ONE_IN for year, number in sampled.items()}
            wanted.are_few = wanted.seen + sum(expected.values()) <= FEW
        if expected is not None:
            days = min(max(_days(expected, until, wanted), first), rest)
        since = until - dt.timedelta(days=days - 1)
        yield since, until


def _begin(match: Match, wanted: _Wanted, until: dt.date, first: int) -> dt.date:
    """Where the first window begins: at once the second one's length if even that cannot hold much more than enough."""
    is_rare = engine().share(match) * FIRST * GROWTH <= wanted.limit * WORTH
    days = first * (GROWTH if is_rare else 1)
    return until - dt.timedelta(days=min(days, until.toordinal()) - 1)


def _spans(read: Read) -> list[tuple[dt.date, dt.date]]:
    """The days in which everything is that was read, newest first: without the longest time in which there is nothing,
    if it is years."""
    dates = [row.date for row in read.rows]
    if (dates[0] - dates[-1]).days > GAP:
        gap, since, until = max(((later - earlier).days, later, earlier) for later, earlier in pairwise(dates))
        if gap > YEAR:
            return [(since, dates[0]), (dates[-1], until)]
    return [(dates[-1], dates[0])]


def _days(expected: dict[int, int], until: dt.date, wanted: _Wanted) -> int:
    """Days back from `until` in which so many matches are to be expected as are `wanted`, all days if all are few."""
    years = sorted((year for year in expected if year <= until.year), reverse=True)
    more = wanted.next
    if sum(expected[year] for year in years) <= more * WORTH:
        return until.toordinal()
    for year in years:
        begin, end = dt.date(year, 1, 1), min(dt.date(year, 12, 31), until)
        days = (end - begin).days + 1
        there = expected[year] * days / YEAR
        if there >= more:  # the years before it, in which there is little, apart: or all of this one would be read
            return min((until - end).days, GAP) or max(int(days * more / there), 1)
        more -= there
    return until.toordinal()
