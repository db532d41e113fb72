"""What a search engine has to answer, and which one does here: the one of the database in use.

An engine keeps a set of lexemes and a few narrow facts of each row, nothing else. Both engines get the same lexemes
and the same question, so they find the same rows. How a question is put, window by window, is said in `reading`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from django.db import connection

from portal.search import engine_postgresql, engine_sqlite
from portal.search.match import Found, Match, Reach, Written

__all__ = ["Engine", "engine"]


class Engine(Protocol):
    """The verbs of an engine module."""

    def write(self, rows: Sequence[Written]) -> None:
        """Replace what is known of each row."""

    def erase(self, pk: int) -> None: ...

    def clear(self) -> None: ...

    def bounded(self) -> AbstractContextManager[None]:
        """Within it a single question may not take longer than a reader waits, else TimeoutError, after which nothing
        more can be asked within. One within another costs nothing."""

    def reach(self, until: dt.date | None, *, rows: int) -> Reach | None:
        """The dates between which there are rows, up to `until`, and from when on there are `rows`; None: no rows."""

    def share(self, match: Match) -> float:
        """The part of all rows that match: not more than this, as far as is known."""

    def matching(self, match: Match, *, limit: int, before: int | None = None) -> list[Found]:
        """At most `limit` rows that match, newest first (by date, then key); of the last day those before a key."""

    def sample(self, match: Match) -> dict[int, int]:
        """How many rows of the sample (one in `match.ONE_IN`) match, by year."""


_ENGINES: dict[str, Engine] = {"sqlite": engine_sqlite, "postgresql": engine_postgresql}


def engine() -> Engine:
    """The engine of the configured database."""
    return _ENGINES[connection.vendor]
