"""The question put to an engine, and how it is narrowed to the newest rows first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

RECENT_MONTHS = 3


class Match(NamedTuple):
    """Every group must be met by one of its lexemes; dates are both included."""

    groups: Sequence[frozenset[str]]
    since: dt.date | None = None
    until: dt.date | None = None


class Found(NamedTuple):
    pk: int
    date: dt.date


class Written(NamedTuple):
    """What an engine keeps of a row: everything it is found by, and the date by which answers are ordered."""

    pk: int
    date: dt.date
    lexemes: Sequence[str]


def date_lexemes(date: dt.date) -> list[str]:
    """Lexemes that let an engine look at the newest months or years alone."""
    return [f"y:{date.year}", f"m:{date.year}{date.month:02d}"]


def windows(match: Match, *, today: dt.date | None, after: Found | None) -> Iterator[Match]:
    """`match` within the newest months, then the newest two years, then at any time.

    A word that stands in nearly every text is answered by the first window, which holds a few weeks of rows; without
    it the whole index would be read and sorted for twenty lines. Rows dated after `today` are found by the last window.
    Without `today` there is one window, for questions that few rows answer.
    """
    if today is None:
        yield match
        return
    newest = min(day for day in (today, match.until, after.date if after else None) if day)
    oldest = newest.year * 12 + newest.month - 1
    months = [divmod(number, 12) for number in range(oldest - RECENT_MONTHS + 1, oldest + 1)]
    for window in (
        frozenset(f"m:{year}{month + 1:02d}" for year, month in months),
        frozenset({f"y:{newest.year}", f"y:{newest.year - 1}"}),
    ):
        yield match._replace(groups=[window, *match.groups])
    yield match
