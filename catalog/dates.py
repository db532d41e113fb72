"""When a duty is due: pure functions over a calendar of working days."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple, Protocol

from catalog.limits import Cadence
from catalog.models.entry import CatalogEntry
from portal.workdays.vocabulary import Unit

STATUTORY = (20, Unit.WORKING_DAY)
"""Proactive publication: 20 working days from formation or change, unless another rule sets a limit (条例 26)."""


class Workdays(Protocol):
    """What is asked of `portal.workdays.calendar.Calendar`."""

    def is_workday(self, day: dt.date) -> bool: ...

    def add_workdays(self, day: dt.date, number: int) -> dt.date: ...

    def is_provisional(self, year: int) -> bool: ...


class Due(NamedTuple):
    """A due date; provisional while the calendar of its year has not been announced."""

    on: dt.date
    is_provisional: bool


def after_event(entry: CatalogEntry, event_on: dt.date, workdays: Workdays) -> Due:
    """The last day on which `entry` may be published after an event on `event_on`.

    The day of the event does not count. An entry without a number of its own has the statutory limit, one that says
    实时 the day of the event itself. Hours are counted up to whole days: duties are kept by the day.
    """
    if entry.cadence in {Cadence.AT_ONCE, Cadence.AT_EVENT} and entry.limit_number is None:
        return _due(event_on, workdays)
    number, unit = (entry.limit_number, entry.limit_unit) if entry.limit_number else STATUTORY
    if unit == Unit.WORKING_DAY:
        return _due(workdays.add_workdays(event_on, number), workdays)
    days = -(-number // 24) if unit == Unit.HOUR else number
    return _due(event_on + dt.timedelta(days=days), workdays)


def next_round(last_on: dt.date, months: int, workdays: Workdays) -> Due:
    """`months` after `last_on`; on a day off, the working day before it, so that the period is never exceeded."""
    day = _add_months(last_on, months)
    while not workdays.is_workday(day):
        day -= dt.timedelta(days=1)
    return _due(day, workdays)


def _due(day: dt.date, workdays: Workdays) -> Due:
    return Due(day, workdays.is_provisional(day.year))


def _add_months(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
