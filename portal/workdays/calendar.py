"""The calendar of one scope, from the database: national days under the rows of every scope above; nearest wins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Self

from portal.workdays.days import Days
from portal.workdays.models import CalendarDay
from portal.workdays.national import SpecialDay
from portal.workdays.vocabulary import Source

__all__ = ["Calendar", "Calendars"]


class Calendar(Days):
    """Working days of one agency; what it answers is in `Days`."""

    @classmethod
    def for_scope(cls, path: str = "") -> Self:
        """The calendar that holds for the agency at `path` ("": the national one). One query."""
        scopes = [path[:end] for end in range(len(path) + 1)]
        return cls.of_rows(CalendarDay.objects.filter(scope__in=scopes).order_by(), path)

    @classmethod
    def of_rows(cls, rows: Iterable[CalendarDay], path: str = "") -> Self:
        """The calendar for `path` out of `rows`; those of other scopes are left aside."""
        overrides: dict[dt.date, SpecialDay] = {}
        announced = set()
        for row in sorted((row for row in rows if path.startswith(row.scope)), key=lambda row: len(row.scope)):
            overrides[row.date] = SpecialDay(row.is_workday, row.name)
            # days of late December may stem from the notice for the year after, and do not announce their own
            if row.scope == "" and row.source == Source.NOTICE and row.date.month < 12:
                announced.add(row.date.year)
        return cls(overrides, frozenset(announced))


class Calendars:
    """The calendars of many scopes from one query, for lists and recomputing."""

    def __init__(self) -> None:
        self._rows = list(CalendarDay.objects.order_by())
        self._known: dict[str, Calendar] = {}

    def for_scope(self, path: str) -> Calendar:
        """The calendar that holds for the agency at `path`. No query."""
        if path not in self._known:
            self._known[path] = Calendar.of_rows(self._rows, path)
        return self._known[path]
