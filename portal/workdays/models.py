"""The calendar's own days, and clocks: what limits every duty in the product, as events with what follows from them."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.workdays.days import Days
from portal.workdays.derivation import DayMark, counted_by, marks_of
from portal.workdays.moments import local_date
from portal.workdays.vocabulary import EventKind, Source, Unit

__all__ = ["CalendarDay", "Clock", "ClockEvent", "Source", "Unit"]


class CalendarDay(models.Model):
    """A day that is off, or worked, otherwise than the national calendar says; the nearest scope wins.

    `scope` is "" for the whole country, else the tree path of an agency: the row then holds for it and all below it
    (such as 三月三 in Guangxi).
    """

    scope = models.CharField(_("scope"), max_length=255, blank=True, default="")
    date = models.DateField(_("date"))
    is_workday = models.BooleanField(_("working day"))
    name = models.CharField(_("festival or reason"), max_length=60)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.DECISION)
    notice_url = models.CharField(_("address of the notice"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar entries")
        ordering = ["-date", "scope"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "date"],
                name="calendar_day_once_per_scope",
                violation_error_message=_("This day stands in the calendar already."),
            ),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="calendar_day_source_known"),
            models.CheckConstraint(condition=~Q(name=""), name="calendar_day_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}"


class ClockQuerySet(models.QuerySet["Clock"]):
    """Clocks as sentences: `Clock.objects.running().overdue()`."""

    def running(self) -> Self:
        """Clocks that were not stopped; paused ones are among them."""
        return self.filter(stopped_at__isnull=True)

    def counting(self) -> Self:
        """Clocks whose time is passing: not stopped, not paused."""
        return self.running().filter(paused_at__isnull=True)

    def paused(self) -> Self:
        """Clocks whose time stands still, waiting for somebody's opinion."""
        return self.running().filter(paused_at__isnull=False)

    def overdue(self, now: dt.datetime | None = None) -> Self:
        """Counting clocks whose last moment has passed. A paused clock is never overdue."""
        return self.counting().filter(due_at__lt=now or timezone.now())

    def due_within(self, days: int, now: dt.datetime | None = None) -> Self:
        """Counting clocks due from today to `days` calendar days ahead (0: today), not overdue yet."""
        now = now or timezone.now()
        return self.counting().filter(due_at__gte=now, due_on__lte=local_date(now) + dt.timedelta(days=days))

    def provisional(self) -> Self:
        """Clocks whose due date rests on a year that the State Council has not announced yet."""
        return self.running().filter(is_provisional=True)


class Clock(models.Model):
    """One time limit: a fact derived from its events (`portal.workdays.clock`), stored with its derivation.

    `period` tells apart the uninterrupted times in which one due date held: a new one begins when the date moves, with
    each pause and its end, and when another agency takes over. What was told in one says nothing of a later one.
    While the clock is paused, `due_at` and `due_on` are the earliest possible: what they would be, had the pause
    ended on its first day. For units of days `due_at` is the last microsecond of `due_on` in Shanghai.
    """

    scope = models.CharField(max_length=255, blank=True, default="", db_index=True, editable=False)
    unit = models.CharField(_("unit of time"), max_length=12, choices=Unit)
    limit = models.PositiveSmallIntegerField(_("limit"))
    started_at = models.DateTimeField(_("started"))
    due_at = models.DateTimeField(_("due time"), db_index=True)
    due_on = models.DateField(_("due on"))
    derivation = models.JSONField(default=dict, editable=False)
    is_provisional = models.BooleanField(_("provisional"), default=False)
    period = models.PositiveIntegerField(default=0, editable=False)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["due_on"], condition=Q(stopped_at=None), name="clock_running_due_on")]
        constraints = [
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="clock_unit_known"),
            models.CheckConstraint(condition=Q(limit__gt=0), name="clock_limit_positive"),
            models.CheckConstraint(condition=Q(due_at__gt=F("started_at")), name="clock_due_after_start"),
            models.CheckConstraint(
                condition=Q(paused_at=None) | Q(stopped_at=None), name="clock_not_paused_once_stopped"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.limit} {self.get_unit_display()} → {self.due_on:%Y-%m-%d}"

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None

    @property
    def marks(self) -> list[DayMark]:
        """The day-by-day strip, from the day of the start to the due day."""
        return marks_of(self.derivation)

    @property
    def last_event_at(self) -> dt.datetime:
        """When something happened to it last; nothing can happen before that. One query."""
        return self.events.order_by("-number").values_list("at", flat=True)[0]

    @property
    def extension(self) -> int:
        """Units by which the limit was extended; 0 if it was not."""
        return self.derivation["extension"]

    @property
    def total(self) -> int:
        """Units to be counted, with the extension and with what a later date of its own adds."""
        return self.derivation["total"]

    @property
    def has_own_date(self) -> bool:
        """True if a later date of its own was set, and it is later than what was counted anyhow."""
        return self.derivation.get("delay", 0) > 0

    def is_overdue(self, now: dt.datetime | None = None) -> bool:
        """True once the last moment has passed on a clock that is neither paused nor stopped."""
        return self.is_running and not self.is_paused and self.due_at < (now or timezone.now())

    def was_late(self) -> bool:
        """True if the clock was stopped after its last moment."""
        return self.stopped_at is not None and self.stopped_at > self.due_at

    def days_left(self, today: dt.date | None = None) -> int:
        """Days from `today` to the due day: 0 on that day, negative when overdue. Asks the database nothing.

        Working days on a working-day clock, calendar days on the other two. Stands still while paused (what is left to
        count) and after the stop (what was left on that day).
        """
        if (still_since := self.stopped_at or self.paused_at) is not None:
            today = local_date(still_since)
        elif today is None:
            today = local_date(timezone.now())
        if self.unit != Unit.WORKING_DAY:
            return (self.due_on - today).days
        if self.is_paused or today < self.due_on:
            return self.total - counted_by(self.marks, today)
        return -Days.from_snapshot(self.derivation["calendar"]).workdays_between(self.due_on, today)


class ClockEventQuerySet(models.QuerySet["ClockEvent"]):
    """Events are only ever added."""

    def update(self, **kwargs: object) -> int:
        raise TypeError("Events of a clock are never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("Events of a clock are never deleted.")


class ClockEvent(models.Model):
    """What happened to a clock. Append-only: the due date is derived from these rows and from nothing else."""

    Kind = EventKind

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("event"), max_length=8, choices=EventKind)
    at = models.DateTimeField(_("time"))
    units = models.PositiveSmallIntegerField(_("extended by"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = ClockEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock event")
        verbose_name_plural = _("clock events")
        default_permissions = ("view",)
        ordering = ["clock", "number"]
        constraints = [
            models.UniqueConstraint(fields=["clock", "number"], name="clock_event_number_once"),
            models.UniqueConstraint(fields=["clock"], condition=Q(kind="start"), name="clock_starts_once"),
            models.UniqueConstraint(fields=["clock"], condition=Q(kind="extend"), name="clock_extended_once"),
            models.UniqueConstraint(fields=["clock"], condition=Q(kind="own_date"), name="clock_own_date_once"),
            models.UniqueConstraint(fields=["clock"], condition=Q(kind="stop"), name="clock_stops_once"),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="clock_event_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="extend", units__isnull=False, units__gt=0) | (~Q(kind="extend") & Q(units=None)),
                name="clock_event_units_only_to_extend",
            ),
            models.CheckConstraint(
                condition=Q(kind="own_date", due_on__isnull=False) | (~Q(kind="own_date") & Q(due_on=None)),
                name="clock_event_day_only_as_own_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("An event of a clock is never changed.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("An event of a clock is never deleted.")
