"""When whom is reminded of what: the moments of one clock, as pure facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from portal.workdays.days import Days

BEFORE = (5, 3, 1)  # working days before the due day
ONE_DAY = dt.timedelta(days=1)


class Reminder(NamedTuple):
    """Of `due_on`, for the day `on`; `days` working days before, 0 on the day, negative: calendar days late."""

    on: dt.date
    due_on: dt.date
    days: int

    @property
    def occasion(self) -> str:
        """Names the reminder and the due date: with it a reminder exists once, and anew when the due date moved."""
        name = f"before {self.days}" if self.days > 0 else f"overdue {-self.days}" if self.days else "today"
        return f"{name} of {self.due_on.isoformat()}"

    @property
    def sentence(self) -> str:
        if self.days > 0:
            return _("Working days left until the answer is due: %(days)s.") % {"days": self.days}
        if self.days == 0:
            return _("The answer is due today.")
        return _("The answer is overdue; days since it was due: %(days)s.") % {"days": -self.days}


def reminders(due_on: dt.date, *, through: dt.date, calendar: Days) -> Iterator[Reminder]:
    """Every reminder of a clock due on `due_on` whose day is `through` or earlier, in order.

    5, 3 and 1 working days before, on the day, then each calendar day. A make-up Saturday is a working day.
    """
    for days in BEFORE:
        on = _workdays_before(due_on, days, calendar)
        if on <= through:
            yield Reminder(on, due_on, days)
    on = due_on
    while on <= through:
        yield Reminder(on, due_on, (due_on - on).days)
        on += ONE_DAY


def _workdays_before(day: dt.date, count: int, calendar: Days) -> dt.date:
    while count:
        day -= ONE_DAY
        count -= calendar.is_workday(day)
    return day


def due_on_of(occasion: str) -> dt.date:
    """The due date that a reminder's occasion names."""
    return dt.date.fromisoformat(occasion.rsplit(" ", 1)[1])
