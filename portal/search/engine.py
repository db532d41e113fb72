"""What a search engine has to answer, and which one does here: the one of the database in use.

An engine keeps a set of lexemes and a date for each row, nothing else. Both engines get the same lexemes and the same
question, so they find the same rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from django.db import connection

from portal.search import engine_postgresql, engine_sqlite
from portal.search.match import Found, Match, Written

__all__ = ["Engine", "Found", "Match", "engine"]


class Engine(Protocol):
    """The four verbs of an engine module."""

    def write(self, rows: Sequence[Written]) -> None:
        """Replace what is known of each row."""

    def erase(self, pk: int) -> None: ...

    def clear(self) -> None: ...

    def matching(self, match: Match, *, today: dt.date | None, limit: int, after: Found | None = None) -> list[Found]:
        """At most `limit` rows that match, newest first (by date, then key), those up to `after` left out.

        `today` narrows to the newest rows first (`match.windows`); None where few are expected.
        """


_ENGINES: dict[str, Engine] = {"sqlite": engine_sqlite, "postgresql": engine_postgresql}  # type: ignore[dict-item]


def engine() -> Engine:
    """The engine of the configured database."""
    return _ENGINES[connection.vendor]
