"""A time in which something can be handed in, and the rows that hang on an item and are as public as it is.

Whether a window is open is asked of the clock, each time. No flag says so, and no task has to turn one over.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.item import Item
from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet

DAY = dt.timedelta(days=1)
Row = TypeVar("Row", bound=models.Model)


class Phase(models.TextChoices):
    """Where something with a window stands; derived, never stored."""

    ANNOUNCED = "announced", _("Not open yet")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
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

    @property
    def days_since(self) -> int:
        """Whole days since it closed."""
        return (timezone.localdate() - self.last_day).days


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


class OfItemQuerySet(OwnedQuerySet[Row]):
    """Rows that belong to an item: its agency is theirs, and they are public while it is."""

    agency_field = "item__agency"
    manage_permission = Permission.VIEW_ITEM

    def is_public(self) -> Q:
        return Q(item__in=Item.objects.public().order_by())

    def with_tombstones(self) -> Self:
        """Also those whose item was withdrawn: their address keeps answering."""
        return self.filter(item__in=Item.objects.with_tombstones().order_by())

    def of_item(self, index_no: str) -> Self:
        return self.filter(item__index_no=index_no)

    def for_reading(self) -> Self:
        """With everything that the page of one of them shows."""
        return self.select_related("item__agency", "item__live_version").prefetch_related(
            "item__live_version__attachments__file"
        )

    def with_item(self) -> Self:
        """With title and agency, in the same query."""
        return self.select_related("item__agency").defer("item__agency__functions", "item__parts")


class OfItem(models.Model):
    """Set up while its item is being written, so that the reviewers let both through together; one of each."""

    class Meta:
        abstract = True

    item: Item

    def __str__(self) -> str:
        return self.item.title

    @property
    def agency(self) -> object:
        """The agency whose grants decide."""
        return self.item.agency
