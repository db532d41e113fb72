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
from collections.abc import Iterator
from typing import NamedTuple

from portal.search.engine import engine
from portal.search.match import ONE_IN, Found, Match

FIRST = 1_500  # rows of the first window
GROWTH = 8  # a window is at most so many times as long as all before it
BLIND = 30  # times the first window that are read before the sample is asked
MORE = 1.3  # times what is expected to suffice
WORTH = 4_000  # matches that are read at once, wanted or not
DAY = dt.timedelta(days=1)

logger = logging.getLogger(__name__)


class Read(NamedTuple):
    """The newest rows that match; `is_whole`: there are no others."""

    rows: list[Found]
    is_whole: bool


def newest(match: Match, *, limit: int, after: Found | None = None, at_once: bool = False) -> Read:
    """At most `limit` rows that match, newest first, those up to `after` left out.

    A few short queries; a single one `at_once`, for what is known to be rare.
    """
    found: list[Found] = []
    last = after.date if after else match.until
    try:
        with engine().bounded():
            if at_once:
                found = engine().matching(match, limit=limit)
                return Read(found, is_whole=len(found) < limit)
            reach = engine().reach(last, rows=FIRST)
            if reach is None:
                return Read([], is_whole=True)
            oldest = max(reach.oldest, match.since or reach.oldest)
            windows = _windows(match, found, limit, last or reach.newest, max(reach.recent, oldest), oldest)
            for since, until in windows:
                before = after.pk if after and until == after.date else None
                asked = match._replace(since=since, until=until)
                found += engine().matching(asked, limit=limit - len(found), before=before)
                if len(found) >= limit:
                    return Read(found, is_whole=False)
    except TimeoutError:
        logger.warning("a search took too long and was cut off")
        return Read(found, is_whole=False)
    return Read(found, is_whole=True)


def _windows(
    match: Match, found: list[Found], limit: int, until: dt.date, since: dt.date, oldest: dt.date
) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day of each window; `found` grows meanwhile."""
    last, first = until, (until - since).days + 1
    expected: dict[int, int] | None = None
    yield since, until
    while since > oldest:
        until = since - DAY
        read, wanted, rest = (last - until).days, (limit - len(found)) * MORE, (until - oldest).days + 1
        days = min(read * GROWTH, int(wanted * read / len(found)) + 1 if found else rest, rest)
        if expected is None and read + days > first * BLIND:
            sampled = engine().sample(match._replace(since=oldest, until=until))
            expected = {year: number * ONE_IN for year, number in sampled.items()}
        if expected is not None:
            days = min(_days(expected, until, wanted), rest)
        since = until - dt.timedelta(days=days - 1)
        yield since, until


def _days(expected: dict[int, int], until: dt.date, wanted: float) -> int:
    """Days back from `until` in which `wanted` matches are to be expected, all of them if all are few."""
    years = sorted((year for year in expected if year <= until.year), reverse=True)
    if sum(expected[year] for year in years) <= WORTH:
        return until.toordinal()
    for year in years:
        begin, end = dt.date(year, 1, 1), min(dt.date(year, 12, 31), until)
        if expected[year] >= wanted:
            part = int(((end - begin).days + 1) * wanted / expected[year])
            return max((until - end).days + part, 1)
        wanted -= expected[year]
    return until.toordinal()
