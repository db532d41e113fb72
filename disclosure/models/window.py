"""A time in which something can be handed in.

Whether a window is open is asked of the clock, each time. No flag says so, and no task has to turn one over.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DAY = dt.timedelta(days=1)


class Phase(models.TextChoices):
    """Where something with a window stands; derived, never stored."""

    ANNOUNCED = "announced", _("Not open yet")
    OPEN = "open", _("Open for opinions")
    CLOSED = "closed", _("Closed to opinions")
    OUTCOME = "outcome", _("Outcome published")


class Window(NamedTuple):
    """From `opens_at` on, and before `closes_at`: at that very moment it is closed."""

    opens_at: dt.datetime
    closes_at: dt.datetime

    @classmethod
    def of_days(cls, first: dt.date, last: dt.date) -> Window:
        """From the beginning of `first` to the end of `last`, as days of the portal's time zone."""
        return cls(_midnight(first), _midnight(last + DAY))

    def is_open(self, now: dt.datetime | None = None) -> bool:
        return self.opens_at <= (now or timezone.now()) < self.closes_at

    def has_closed(self, now: dt.datetime | None = None) -> bool:
        return (now or timezone.now()) >= self.closes_at

    @property
    def first_day(self) -> dt.date:
        return timezone.localdate(self.opens_at)

    @property
    def last_day(self) -> dt.date:
        """The last day on which something can be handed in."""
        return timezone.localdate(self.closes_at - dt.timedelta(microseconds=1))

    @property
    def days(self) -> int:
        """Calendar days, the first and the last counted."""
        return (self.last_day - self.first_day).days + 1

    @property
    def days_left(self) -> int:
        """Days after today on which it is open; 0 on the last one."""
        return (self.last_day - timezone.localdate()).days


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
