"""Walking a period of days, one by one, as `portal.workdays.clock` lays down."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from portal.workdays.days import ONE_DAY, Days
from portal.workdays.derivation import KEPT_AFTER_DUE, DayMark, Derivation, Happening
from portal.workdays.moments import day_end, local_date
from portal.workdays.vocabulary import DayKind, EventKind, Unit

BEGIN: dict[str, DayKind] = {EventKind.START: DayKind.START, EventKind.RESTART: DayKind.RESTART}
WAKES = {EventKind.START, EventKind.RESUME, EventKind.RESTART, EventKind.STOP}


class DayWalk:
    """One walk over one clock's days; `derivation()` tells where it led."""

    def __init__(self, events: Sequence[Happening], *, unit: str, limit: int, calendar: Days) -> None:
        self.unit, self.limit, self.calendar = unit, limit, calendar
        self.extension = sum(event.units or 0 for event in events)
        self.delay = 0  # units that a date of its own adds
        self.own_date: dt.date | None = None
        self.events: dict[dt.date, list[Happening]] = defaultdict(list)
        for event in events:
            self.events[local_date(event.at)].append(event)
        self.last_begin = max(local_date(event.at) for event in events if event.kind in BEGIN)
        self.last_wake = max(local_date(event.at) for event in events if event.kind in WAKES)
        self.marks: list[DayMark] = []
        self.counted = 0
        self.paused_at: dt.datetime | None = None
        self.is_provisional = False

    def derivation(self) -> Derivation:
        """Walk from the day of the start to the due day, or to the day of a pause that is still open."""
        day = first = min(self.events)
        self._live(day)
        while not self._is_over(day):
            day += ONE_DAY
            self._live(day)
        if self._ran_out():
            self.paused_at = None  # the period ended with this day, before the pause could take effect
            due = self._carry(day)
            self._mark_due()
        else:
            due = self._earliest(day)
        return Derivation(
            unit=self.unit,
            limit=self.limit,
            extension=self.extension,
            delay=self.delay,
            days=tuple(self.marks),
            due_at=day_end(due),
            due_on=due,
            is_provisional=self.is_provisional,
            paused_at=self.paused_at,
            calendar=self.calendar.snapshot(first, due + KEPT_AFTER_DUE),
        )

    def _live(self, day: dt.date) -> None:
        """Mark `day` by the state in which it began, then let its events take effect."""
        events = self.events.get(day, [])
        begins = [event.kind for event in events if event.kind in BEGIN]
        if begins:
            self._mark(day, BEGIN[begins[0]])
            self.counted = 0
        elif self.paused_at is not None:
            self._mark(day, DayKind.PAUSED)
        elif self.unit == Unit.CALENDAR_DAY or self.calendar.is_workday(day):
            self.counted += 1
            self._mark(day, DayKind.COUNTED, number=self.counted)
        else:
            self._mark(day, self._rest(day))
        for event in events:
            if event.kind == EventKind.PAUSE:
                self.paused_at = self.paused_at or event.at
            elif event.kind in WAKES:
                self.paused_at = None
            elif event.kind == EventKind.OWN_DATE:
                self.own_date = event.due_on
        if self.own_date is not None and (begins or any(event.kind == EventKind.OWN_DATE for event in events)):
            self.delay = self._delay(day, self.own_date)

    def _delay(self, day: dt.date, own_date: dt.date) -> int:
        """Units that, counted from the end of `day`, lead to `own_date`, beyond those that are allowed anyhow."""
        if self.unit == Unit.CALENDAR_DAY:
            needed = (own_date - day).days
        else:
            last = self.calendar.add_workdays(own_date - ONE_DAY, 1)
            needed = self.calendar.workdays_between(day, last)
        return max(self.counted + needed - self.limit - self.extension, 0)

    def _mark(self, day: dt.date, kind: DayKind, number: int | None = None) -> None:
        special = self.calendar.special(day)
        self.marks.append(
            DayMark(
                on=day,
                kind=kind,
                number=number,
                name=special.name if special else "",
                is_makeup=self.calendar.is_makeup(day),
                events=tuple(EventKind(event.kind) for event in self.events.get(day, ())),
            )
        )
        if self.unit == Unit.WORKING_DAY and day > self.last_begin:
            self.is_provisional |= self.calendar.is_provisional_on(day)

    def _rest(self, day: dt.date) -> DayKind:
        return DayKind.WEEKEND if self.calendar.special(day) is None else DayKind.HOLIDAY

    def _ran_out(self) -> bool:
        return self.counted >= self.limit + self.extension + self.delay

    def _is_over(self, day: dt.date) -> bool:
        if day < self.last_begin:
            return False
        return self._ran_out() or (self.paused_at is not None and day >= self.last_wake)

    def _carry(self, day: dt.date) -> dt.date:
        """A period of calendar days that ends on a day off goes on to the next working day."""
        while self.unit == Unit.CALENDAR_DAY:
            self.is_provisional |= self.calendar.is_provisional_on(day)
            if self.calendar.is_workday(day):
                break
            day += ONE_DAY
            self._mark(day, DayKind.CARRIED)
        return day

    def _mark_due(self) -> None:
        self.marks[-1] = replace(self.marks[-1], is_due=True)

    def _earliest(self, day: dt.date) -> dt.date:
        """The due day, had the pause of `day` taken out nothing."""
        left = self.limit + self.extension + self.delay - self.counted
        if self.unit == Unit.CALENDAR_DAY:
            due = day + left * ONE_DAY
            due = due if self.calendar.is_workday(due) else self.calendar.add_workdays(due, 1)
        else:
            due = self.calendar.add_workdays(day, left)
        self.is_provisional |= self.calendar.is_provisional_on(due)
        return due
