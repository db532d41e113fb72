"""Time limits counted by hand: day by day, from what happened to a request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench.city_log import CHINA, Asked, Happened, Log, Wished

DAY = dt.timedelta(days=1)


def day_of(at: dt.datetime) -> dt.date:
    return at.astimezone(CHINA).date()


@dataclass
class Days:
    """What the log says of time limits; `works` says whether a day is worked."""

    log: Log
    works: Callable[[dt.date], bool]
    kept: dict[tuple[str, int], Any] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        return day_of(self.log.now)

    def once(self, what: str, one: Asked, count: Callable[[Asked], Any]) -> Any:
        """Counted once for each request: the log does not change."""
        key = what, one.number
        if key not in self.kept:
            self.kept[key] = count(one)
        return self.kept[key]

    def due(self, happened: list[Happened], limit: int = 20) -> dt.date:
        """The day on which the limit ends, walked day by day: what happens on a day counts from the next."""
        day, counted, is_paused, wanted = day_of(happened[0].at), 0, False, limit
        wanted += sum(one.units for one in happened)
        while True:
            for one in happened:
                if day_of(one.at) == day:
                    is_paused = one.what == "pause" if one.what in {"pause", "resume", "restart"} else is_paused
                    counted = 0 if one.what == "restart" else counted
                    is_paused = False if one.what == "stop" else is_paused
            day += DAY
            is_over = day > day_of(happened[-1].at)
            if self.works(day) and (not is_paused or is_over):
                counted += 1
            if counted >= wanted and not any(one.what == "restart" and day_of(one.at) >= day for one in happened):
                return day

    def due_on(self, one: Asked) -> dt.date:
        return self.once("due", one, lambda one: self.due(one.happened))

    def is_overdue(self, happened: list[Happened], day: dt.date) -> bool:
        """True if, of what `happened`, the limit ended before `day` and nothing is waited for."""
        moved = [step for step in happened if step.what != "extend"]
        return moved[-1].what != "pause" and self.due(happened) < day

    def is_late_now(self, one: Asked) -> bool:
        return not one.outcome and self.once("late", one, lambda one: self.is_overdue(one.happened, self.today))

    def is_on_time(self, one: Asked) -> bool:
        return day_of(one.ended_at) <= self.due_on(one)

    def days_taken(self, one: Asked) -> int:
        """Days counted until the answer; after the limit has run out every day worked counts."""
        return self.once("taken", one, self._walked)

    def _walked(self, one: Asked) -> int:
        day, counted, is_paused, due = day_of(one.at), 0, False, self.due_on(one)
        while day < day_of(one.ended_at):
            for step in one.happened:
                if day_of(step.at) == day:
                    is_paused = step.what == "pause" if step.what in {"pause", "resume", "restart"} else is_paused
                    counted = 0 if step.what == "restart" else counted
            day += DAY
            counted += self.works(day) and (not is_paused or day > due)
        return counted

    def topic_is_late(self, one: Wished) -> bool:
        return one.ended_at is None and self.due([Happened("start", one.at)]) < self.today
