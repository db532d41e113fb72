"""When an answer would be due: the rules of a request reckoned for anybody, without a request.

The same engine that keeps the clocks of the cases does the counting, so that the calculator cannot say anything else.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from portal.workdays.clock import Derivation, derive
from portal.workdays.days import Days
from portal.workdays.moments import day_start
from portal.workdays.vocabulary import EventKind, Unit
from requests_app.actions.intake import REPLY_LIMIT

NOON = dt.timedelta(hours=12)


class Happened(NamedTuple):
    """An event of a clock that is only imagined."""

    kind: str
    on: dt.date
    units: int | None = None
    due_on: dt.date | None = None

    @property
    def at(self) -> dt.datetime:
        return day_start(self.on) + NOON


class Course(NamedTuple):
    """What happened to a request, by day: received, asked to supplement and supplemented, waiting from and until."""

    received_on: dt.date
    supplement_asked_on: dt.date | None = None
    supplemented_on: dt.date | None = None
    paused_on: dt.date | None = None
    resumed_on: dt.date | None = None
    extension: int = 0


def reckon(course: Course, calendar: Days) -> Derivation:
    """The due day with its strip. Raises ValueError for events that do not follow one another."""
    supplement = (EventKind.PAUSE, course.supplement_asked_on), (EventKind.RESTART, course.supplemented_on)
    opinion = (EventKind.PAUSE, course.paused_on), (EventKind.RESUME, course.resumed_on)
    waits = sorted((wait for wait in (supplement, opinion) if wait[0][1]), key=lambda wait: wait[0][1] or dt.date.max)
    waited = [Happened(kind, on) for wait in waits for kind, on in wait if on is not None]
    events = [Happened(EventKind.START, course.received_on), *waited]
    found = derive(events, unit=Unit.WORKING_DAY, limit=REPLY_LIMIT, calendar=calendar)
    if not course.extension:
        return found
    # the strip shows it on the last day on which it could be decided; wherever it stands, it adds the same
    last = found.due_on if found.paused_at is None else events[-1].on
    events = sorted([*events, Happened(EventKind.EXTEND, last, units=course.extension)], key=lambda event: event.on)
    return derive(events, unit=Unit.WORKING_DAY, limit=REPLY_LIMIT, calendar=calendar)
