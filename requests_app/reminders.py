"""When whom is reminded of what: the steps of one clock, as data and pure facts."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.workdays.days import Days


class Told(enum.Enum):
    """Who is told by a step; who that is for one case says `people.py`."""

    CLERK = enum.auto()
    HEAD = enum.auto()
    OFFICE = enum.auto()


class Step(NamedTuple):
    """`days` working days before the due day, 0 on it, negative: working days after it."""

    days: int
    told: frozenset[Told]

    @property
    def is_escalation(self) -> bool:
        """True of a step that takes an overdue case to those above: its mail waits for no morning."""
        return self.days < 0


STEPS = (
    Step(5, frozenset({Told.CLERK})),
    Step(3, frozenset({Told.CLERK})),
    Step(1, frozenset({Told.CLERK})),
    Step(0, frozenset({Told.CLERK, Told.HEAD})),
    Step(-1, frozenset({Told.HEAD})),
    Step(-3, frozenset({Told.OFFICE})),
)
FIRST = max(step.days for step in STEPS)


class Reminder(NamedTuple):
    """A step of the clock that is due on `due_on` in its `period`, for the day `on`."""

    on: dt.date
    due_on: dt.date
    period: int
    step: Step

    @property
    def occasion(self) -> str:
        """Names the step, the due date and the period in which it held.

        With it a reminder exists once, and anew when the due date moved, even if it moved back again.
        """
        days = self.step.days
        name = f"before {days}" if days > 0 else f"overdue {-days}" if days else "today"
        return f"{name} of {date_in_period(self.due_on, self.period)}"


def reminders(due_on: dt.date, *, period: int = 0, through: dt.date, calendar: Days) -> Iterator[Reminder]:
    """Every reminder of a clock due on `due_on` in its `period` whose day is `through` or earlier, in order.

    All steps count working days; a make-up Saturday is one.
    """
    for step in STEPS:
        on = calendar.add_workdays(due_on, -step.days)
        if on <= through:
            yield Reminder(on, due_on, period, step)


def sentence(due_on: dt.date, *, today: dt.date, calendar: Days) -> str:
    """How the clock stands `today`, dated, so that whoever reads it later is not misled."""
    facts = {"due": due_on.isoformat(), "days": abs(calendar.workdays_between(today, due_on))}
    if today < due_on:
        return _("The answer is due on %(due)s; working days left: %(days)s.") % facts
    if today == due_on:
        return _("The answer is due today, %(due)s.") % facts
    return _("The answer was due on %(due)s and is overdue; working days since: %(days)s.") % facts


def is_overtaken(occasion: str, *, today: dt.date, calendar: Days) -> bool:
    """True if a later step has come that tells everybody whom the step of `occasion` tells."""
    due_on, period = meant_by(occasion)
    passed = list(reminders(due_on, period=period, through=today, calendar=calendar))
    names = [reminder.occasion for reminder in passed]
    if occasion not in names:
        return False
    own, *later = passed[names.index(occasion) :]
    return any(own.step.told <= reminder.step.told for reminder in later)


def date_in_period(due_on: dt.date, period: int) -> str:
    """How an occasion names a due date, and that it is not the same any more after it moved away and back."""
    return f"{due_on.isoformat()} in period {period}" if period else due_on.isoformat()


def meant_by(occasion: str) -> tuple[dt.date, int]:
    """The due date and the period that a reminder's occasion names."""
    due_on, _in, period = occasion.rsplit(" of ", 1)[1].partition(" in period ")
    return dt.date.fromisoformat(due_on), int(period or 0)
