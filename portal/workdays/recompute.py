"""Deriving clocks again: after each event of one, and after a change of the calendar for all that are open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from portal.workdays.calendar import Calendars
from portal.workdays.clock import derive
from portal.workdays.days import Days
from portal.workdays.models import Clock, ClockEvent
from portal.workdays.vocabulary import Unit

DERIVED = ["due_at", "due_on", "derivation", "is_provisional", "paused_at", "period"]
BATCH = 500


class Due(NamedTuple):
    """When a clock is due, and whether that may still change with a notice to come."""

    on: dt.date
    is_provisional: bool


class Change(NamedTuple):
    """What a new calendar does to one clock. `clock` holds the new values, saved unless it was a dry run."""

    clock: Clock
    before: Due
    after: Due


def apply_derivation(clock: Clock, events: Sequence[ClockEvent], calendar: Days) -> None:
    """Set the derived fields of `clock` from its events, and begin a new period; the caller saves `DERIVED`."""
    found = derive(events, unit=clock.unit, limit=clock.limit, calendar=calendar)
    held = (clock.due_on, clock.paused_at)
    clock.due_at, clock.due_on = found.due_at, found.due_on
    clock.is_provisional = found.is_provisional
    clock.paused_at = found.paused_at if clock.stopped_at is None else None
    clock.derivation = found.to_json()
    if held != (clock.due_on, clock.paused_at) and held[0] is not None:
        clock.period += 1


@transaction.atomic
def recompute_open(scope: str = "", *, dry_run: bool = False) -> list[Change]:
    """Derive every clock at or below `scope` that was not stopped; return those whose due day or certainty changed.

    Call it after the calendar changed. With `dry_run` nothing is saved: the list is what would change.
    """
    calendars = Calendars()
    clocks = Clock.objects.running().exclude(unit=Unit.HOUR).filter(scope__startswith=scope).order_by("pk")
    if not dry_run:
        clocks = clocks.select_for_update()
    changes, touched = [], []
    for clock in clocks.prefetch_related("events").iterator(chunk_size=BATCH):
        before, kept = Due(clock.due_on, clock.is_provisional), clock.derivation
        apply_derivation(clock, list(clock.events.all()), calendars.for_scope(clock.scope))
        after = Due(clock.due_on, clock.is_provisional)
        if before != after:
            changes.append(Change(clock, before, after))
        if before != after or kept != clock.derivation:
            touched.append(clock)
    if not dry_run:
        Clock.objects.bulk_update(touched, DERIVED, batch_size=BATCH)
    return changes
