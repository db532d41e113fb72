"""The question put to an engine, and the lexemes of time that narrow it to the newest rows first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

MOST_LEXEMES = 4  # of one window; more weeks than that are asked for as months, more months as years
RUN, ONE_IN = 16, 256  # of so many rows one after the other, one run is in the sample
SAMPLE = f"s:{ONE_IN}"


class Match(NamedTuple):
    """Every group must be met by one of its lexemes; dates are both included."""

    groups: Sequence[frozenset[str]]
    since: dt.date | None = None
    until: dt.date | None = None


class Found(NamedTuple):
    """A row that matches, with what its facets are counted by and how many characters it has."""

    pk: int
    date: dt.date
    agency: int
    kind: str
    area: str
    size: int


class Reach(NamedTuple):
    """Dates of the newest row, of one some way down from it, and of the oldest."""

    newest: dt.date
    recent: dt.date
    oldest: dt.date


class Written(NamedTuple):
    """What an engine keeps of a row: everything it is found by, and what it is told apart by."""

    pk: int
    date: dt.date
    agency: int
    kind: str
    area: str
    size: int
    lexemes: Sequence[str]


def time_lexemes(date: dt.date) -> list[str]:
    """Lexemes that let an engine look at the newest weeks, months or years alone."""
    return [_year(date), _month(date.year * 12 + date.month - 1), _week(date.toordinal() // 7)]


def sample_lexemes(pk: int) -> list[str]:
    """The lexeme of the sample, if the row is in it. Neighbours come together: they stand together in the index."""
    return [SAMPLE] if pk // RUN % ONE_IN == 0 else []


def window(since: dt.date, until: dt.date) -> frozenset[str] | None:
    """One of these lexemes is in every row of the days from `since` to `until`; None if they are too many years."""
    first, last = since.toordinal() // 7, until.toordinal() // 7
    if last - first < MOST_LEXEMES:
        return frozenset(_week(number) for number in range(first, last + 1))
    first, last = (day.year * 12 + day.month - 1 for day in (since, until))
    if last - first < MOST_LEXEMES:
        return frozenset(_month(number) for number in range(first, last + 1))
    if until.year - since.year < MOST_LEXEMES:
        return frozenset(f"y:{year}" for year in range(since.year, until.year + 1))
    return None


def _year(date: dt.date) -> str:
    return f"y:{date.year}"


def _month(number: int) -> str:
    return f"m:{number // 12}{number % 12 + 1:02d}"


def _week(number: int) -> str:
    return f"w:{number}"
