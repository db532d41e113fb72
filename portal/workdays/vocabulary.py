"""The words of clocks and calendars: units, events, sources, kinds of days."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    """What a time limit is counted in."""

    WORKING_DAY = "working_day", _("working days")
    CALENDAR_DAY = "calendar_day", _("calendar days")
    HOUR = "hour", _("hours")


class Source(models.TextChoices):
    """Where a row of the calendar comes from. Rows of a notice make their year an announced one; decisions do not."""

    NOTICE = "notice", _("holiday notice of the State Council")
    DECISION = "decision", _("decision of a government")


class EventKind(models.TextChoices):
    """What can happen to a clock."""

    START = "start", _("started")
    PAUSE = "pause", _("paused")
    RESUME = "resume", _("resumed")
    EXTEND = "extend", _("extended")
    RESTART = "restart", _("counted anew")
    OWN_DATE = "own_date", _("later date set")
    STOP = "stop", _("completed")


class DayKind(models.TextChoices):
    """What a day is to a clock."""

    START = "start", _("start")
    RESTART = "restart", _("counted anew")
    COUNTED = "counted", _("counted")
    WEEKEND = "weekend", _("weekend")
    HOLIDAY = "holiday", _("holiday")
    PAUSED = "paused", _("paused")
    CARRIED = "carried", _("moved on")
