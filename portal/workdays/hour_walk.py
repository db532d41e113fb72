"""Running a period of hours from the very moment, as `portal.workdays.clock` lays down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from portal.workdays.days import Days, span
from portal.workdays.derivation import KEPT_AFTER_DUE, DayMark, Derivation, Happening
from portal.workdays.moments import day_start, local_date
from portal.workdays.vocabulary import DayKind, EventKind

BEGINS = {EventKind.START, EventKind.RESTART}
ZERO = dt.timedelta(0)


class HourRun:
    """The elapsed time of one clock; `derivation()` tells when its hours are used up."""

    def __init__(self, events: Sequence[Happening], *, unit: str, limit: int, calendar: Days) -> None:
        self.events, self.unit, self.limit, self.calendar = events, unit, limit, calendar
        self.extension = sum(event.units or 0 for event in events)
        self.paused_at: dt.datetime | None = None
        self.pauses: list[tuple[dt.datetime, dt.datetime]] = []

    def derivation(self) -> Derivation:
        """Add up the time in which the clock ran."""
        due = self._due_at()
        last = local_date(self.paused_at or due)
        return Derivation(
            unit=self.unit,
            limit=self.limit,
            extension=self.extension,
            delay=0,
            days=tuple(self._mark(day, due) for day in span(local_date(self.events[0].at), last)),
            due_at=due,
            due_on=local_date(due),
            is_provisional=False,
            paused_at=self.paused_at,
            calendar=self.calendar.snapshot(last, local_date(due) + KEPT_AFTER_DUE),
        )

    def _due_at(self) -> dt.datetime:
        left = total = dt.timedelta(hours=self.limit + self.extension)
        since = self.events[0].at
        last_begin = max(place for place, event in enumerate(self.events) if event.kind in BEGINS)
        for place, event in enumerate(self.events):
            passed = event.at - since if self.paused_at is None else ZERO
            if place > last_begin and passed >= left:
                break  # ran out before this event, which can change nothing any more
            since, left = event.at, left - passed
            if event.kind in BEGINS:
                left = total
            self._turn(event)
        return since + left

    def _turn(self, event: Happening) -> None:
        """Let `event` set the clock going or still."""
        if event.kind == EventKind.PAUSE:
            self.paused_at = event.at
        elif event.kind != EventKind.EXTEND and self.paused_at is not None:
            self.pauses.append((self.paused_at, event.at))
            self.paused_at = None

    def _mark(self, day: dt.date, due: dt.datetime) -> DayMark:
        kinds = tuple(EventKind(event.kind) for event in self.events if local_date(event.at) == day)
        begins = [kind for kind in kinds if kind in BEGINS]
        if begins:
            kind = DayKind(begins[0].value)
        elif any(start <= day_start(day) and local_date(end) > day for start, end in self.pauses):
            kind = DayKind.PAUSED
        else:
            kind = DayKind.COUNTED
        is_due = self.paused_at is None and day == local_date(due)
        return DayMark(on=day, kind=kind, is_due=is_due, events=kinds)
