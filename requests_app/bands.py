"""How near the end of an open case is, in five bands: what the inbox is grouped by."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from requests_app.models import Case

SOON = 5  # working days, as the first reminder


class Band(models.TextChoices):
    """From the most urgent on; a paused clock runs out for nobody."""

    OVERDUE = "overdue", _("Overdue")
    TODAY = "today", _("Due today")
    SOON = "soon", _("Within 5 working days")
    LATER = "later", _("Later")
    PAUSED = "paused", _("Time stands still")
    CLOSED = "closed", _("Closed")


TONES = {Band.OVERDUE: "overdue", Band.TODAY: "warn", Band.SOON: "warn", Band.LATER: "info"}
"""Colours of the badges; the others stand back."""


def band_of(case: Case) -> Band:
    """The band of one case; asks the database nothing."""
    if not case.is_open:
        return Band.CLOSED
    if case.clock.is_paused:
        return Band.PAUSED
    if case.is_overdue:
        return Band.OVERDUE
    left = case.clock.days_left()
    return Band.TODAY if left <= 0 else Band.SOON if left <= SOON else Band.LATER


def conditions(*, open_states: frozenset[str], soon_until: dt.date) -> dict[Band, Q]:
    """The same as conditions on cases; `soon_until` is the fifth working day from today."""
    today, now = timezone.localdate(), timezone.now()
    is_open = Q(state__in=sorted(open_states))
    runs = is_open & Q(clock__paused_at=None, clock__due_at__gte=now)
    return {
        Band.OVERDUE: is_open & Q(clock__paused_at=None, clock__due_at__lt=now),
        Band.TODAY: runs & Q(clock__due_on__lte=today),
        Band.SOON: runs & Q(clock__due_on__gt=today, clock__due_on__lte=soon_until),
        Band.LATER: runs & Q(clock__due_on__gt=soon_until),
        Band.PAUSED: is_open & Q(clock__paused_at__isnull=False),
        Band.CLOSED: ~is_open,
    }
