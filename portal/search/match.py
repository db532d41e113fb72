"""The question put to an engine, and the lexemes that narrow it: who sees a row, and when it is from."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

RUN, ONE_IN = 16, 256  # of so many rows one after the other, one run is in the sample
SAMPLE = f"s:{ONE_IN}"
LONGEST = 60  # characters of a value that is a token as it stands
PLAIN = "abcdefghijklmnopqrstuvwxyz0123456789"

Group = frozenset[tuple[str, ...]]  # ways to meet it, each by all its lexemes


def any_of(lexemes: Iterable[str]) -> Group:
    """The group that each of `lexemes` meets alone."""
    return frozenset((lexeme,) for lexeme in lexemes)


class Sight(NamedTuple):
    """What is seen from a place: rows for one of the `labels`, of the agency at `path` or of one below it."""

    labels: frozenset[str]
    path: str

    @property
    def group(self) -> Group:
        return any_of(sight_lexeme(label, self.path) for label in self.labels)


class Match(NamedTuple):
    """Every group must be met, and every row be in all of the sights; dates are both included."""

    groups: Sequence[Group]
    sights: Sequence[Sight] = ()
    since: dt.date | None = None
    until: dt.date | None = None

    def also(self, groups: Iterable[Group]) -> Match:
        """The same with these `groups` first."""
        return self._replace(groups=[*groups, *self.groups])

    @property
    def everything(self) -> list[Group]:
        """Its groups and those of its sights."""
        return [*self.groups, *(sight.group for sight in self.sights)]


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
    audience: str
    kind: str
    area: str
    size: int
    lexemes: Sequence[str]


def sight_lexeme(label: str, path: str) -> str:
    """The lexeme of the rows for readers with the `label`, of the agency at `path` or below it."""
    # as two lexemes that stand nearly everywhere they cost each search twice
    return f"l:{token(label)}:{path.lower()}"


def token(value: str) -> str:
    """`value` as a single token that no other value shares."""
    if len(value) > LONGEST:  # no field is that long; what is asked for may be
        return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
    return "".join(sign if sign in PLAIN or ord(sign) > 0x7F else f"_{ord(sign):x}_" for sign in value)


def time_lexemes(date: dt.date) -> list[str]:
    """Lexemes that let an engine look at the newest weeks, months, quarters or years alone."""
    return [lexeme(of(date)) for of, lexeme, _most in SPANS]


def sample_lexemes(pk: int) -> list[str]:
    """The lexeme of the sample, if the row is in it. Neighbours come together: they stand together in the index."""
    return [SAMPLE] if pk // RUN % ONE_IN == 0 else []


def window(since: dt.date, until: dt.date) -> Group | None:
    """One of these lexemes is in every row of the days from `since` to `until`; None if they are too many years."""
    for of, lexeme, most in SPANS:
        if of(until) - of(since) < most:
            return any_of(map(lexeme, range(of(since), of(until) + 1)))
    return None


# the number of the week, month, quarter and year of a day, the lexeme of each, and with how many a window is asked for
SPANS: tuple[tuple[Callable[[dt.date], int], Callable[[int], str], int], ...] = (
    (lambda day: day.toordinal() // 7, "w:{}".format, 8),
    (lambda day: day.year * 12 + day.month - 1, lambda number: f"m:{number // 12}{number % 12 + 1:02d}", 8),
    (lambda day: day.year * 4 + (day.month - 1) // 3, lambda number: f"q:{number // 4}{number % 4 + 1}", 8),
    (lambda day: day.year, "y:{}".format, 8),
)
