"""What follows from the events of a clock: the due date and the strip of days that shows why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from portal.workdays.vocabulary import DayKind, EventKind

KEPT_AFTER_DUE = dt.timedelta(days=400)  # how long an overdue clock still knows its own calendar


class Happening(Protocol):
    """What the engine reads of an event; `ClockEvent` rows are such."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> dt.datetime: ...
    @property
    def units(self) -> int | None: ...
    @property
    def due_on(self) -> dt.date | None: ...


@dataclass(frozen=True, slots=True)
class DayMark:
    """One day of the strip.

    `number` is the count that the day received; `name` the festival of a holiday or of a make-up working day; `events`
    what happened on the day, in order.
    """

    on: dt.date
    kind: DayKind
    number: int | None = None
    name: str = ""
    is_makeup: bool = False
    is_due: bool = False
    events: tuple[EventKind, ...] = ()

    def to_json(self) -> dict[str, object]:
        kept: dict[str, object] = {"on": self.on.isoformat(), "kind": self.kind.value}
        optional = {"number": self.number, "name": self.name, "is_makeup": self.is_makeup, "is_due": self.is_due}
        kept |= {name: value for name, value in optional.items() if value}
        if self.events:
            kept["events"] = [kind.value for kind in self.events]
        return kept

    @classmethod
    def from_json(cls, kept: Mapping) -> DayMark:
        events = tuple(EventKind(kind) for kind in kept.get("events", ()))
        plain = {name: kept[name] for name in ("number", "name", "is_makeup", "is_due") if name in kept}
        return cls(on=dt.date.fromisoformat(kept["on"]), kind=DayKind(kept["kind"]), events=events, **plain)


@dataclass(frozen=True, slots=True)
class Derivation:
    """Everything that follows from the events of one clock.

    With an open pause (`paused_at`), `due_on` and `due_at` are the earliest possible, and the strip ends on the day of
    the pause.
    """

    unit: str
    limit: int
    extension: int
    delay: int
    days: tuple[DayMark, ...]
    due_at: dt.datetime
    due_on: dt.date
    is_provisional: bool
    paused_at: dt.datetime | None
    calendar: Mapping[str, object]

    @property
    def total(self) -> int:
        """Units to be counted, the extension and what a later date of its own adds among them."""
        return self.limit + self.extension + self.delay

    def to_json(self) -> dict[str, object]:
        """What is stored on the clock."""
        return {
            "unit": str(self.unit),
            "limit": self.limit,
            "extension": self.extension,
            "delay": self.delay,
            "total": self.total,
            "days": [mark.to_json() for mark in self.days],
            "calendar": dict(self.calendar),
        }


def marks_of(stored: Mapping) -> list[DayMark]:
    """The strip out of what `Derivation.to_json` stored."""
    return [DayMark.from_json(kept) for kept in stored["days"]]


def counted_by(marks: list[DayMark], day: dt.date) -> int:
    """How far the present count had come at the end of `day`."""
    number = 0
    for mark in marks:
        if mark.on > day:
            break
        number = 0 if mark.kind in {DayKind.START, DayKind.RESTART} else (mark.number or number)
    return number
