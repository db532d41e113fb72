"""What happens to clocks. Called by other rooms inside their own transaction, after they asked for the right to act.

Who acts and why they may is the calling room's to know and to record in the audit trail: this room stands below both.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.workdays.calendar import Calendar
from portal.workdays.happening import happen, started
from portal.workdays.models import Clock, ClockEvent
from portal.workdays.recompute import DERIVED, Change, apply_derivation, recompute_open
from portal.workdays.vocabulary import EventKind, Unit

__all__ = [
    "Change",
    "extend",
    "move",
    "pause",
    "recompute_open",
    "restart",
    "resume",
    "set_own_date",
    "start_clock",
    "stop",
]


@transaction.atomic
def start_clock(*, scope: str, unit: Unit, limit: int, at: dt.datetime) -> Clock:
    """Start a time limit of `limit` units at `at` under the calendar of the agency path `scope`.

    Day one is the day after `at` in China; hours run from `at`. Raises ValueError for a naive `at` or a limit below 1.
    """
    clock, start = started(scope=scope, unit=unit, limit=limit, at=at, calendar=Calendar.for_scope(scope))
    clock.save(force_insert=True)
    start.clock = clock
    start.save(force_insert=True)
    return clock


@transaction.atomic
def pause(clock: Clock, *, at: dt.datetime, reason: str) -> Clock:
    """Stop counting from the day after `at`: somebody's opinion is asked for (条例 art. 33(3)).

    Raises Refused if it is paused already, has ended, or `at` lies before its last event; so do the other verbs.
    """
    return _happen(clock, EventKind.PAUSE, at=at, reason=_given(reason))


@transaction.atomic
def resume(clock: Clock, *, at: dt.datetime, reason: str = "") -> Clock:
    """Count on from the day after `at`, on which the opinion arrived. Raises Refused if it is not paused."""
    return _happen(clock, EventKind.RESUME, at=at, reason=reason)


@transaction.atomic
def extend(clock: Clock, *, units: int, at: dt.datetime, reason: str) -> Clock:
    """Lengthen the limit by `units` of its own unit, once (条例 art. 33(2)). The caller knows how many.

    Raises Refused for a second extension, for less than one unit, and once the limit has run out.
    """
    return _happen(clock, EventKind.EXTEND, at=at, reason=_given(reason), units=units)


@transaction.atomic
def set_own_date(clock: Clock, *, due_on: dt.date, at: dt.datetime, reason: str) -> Clock:
    """Let the limit end on `due_on`, or the first working day after it, once (条例 art. 35).

    Raises Refused for a second one, while paused, for a day that is not later than the present due day, and once the
    limit has run out. Hours have no date of their own: ValueError.
    """
    if clock.unit == Unit.HOUR:
        raise ValueError("A limit of hours ends at a moment, not on a day of its own.")
    return _happen(clock, EventKind.OWN_DATE, at=at, reason=_given(reason), due_on=due_on)


@transaction.atomic
def restart(clock: Clock, *, at: dt.datetime, reason: str) -> Clock:
    """Count anew from the day after `at` (条例 art. 30: receipt of the supplemented request); ends a pause."""
    return _happen(clock, EventKind.RESTART, at=at, reason=_given(reason))


@transaction.atomic
def move(clock: Clock, *, scope: str) -> Clock:
    """Let the calendar of the agency path `scope` hold for a running clock from its start, and a new period begin."""
    clock.refresh_from_db(from_queryset=Clock.objects.select_for_update())
    if clock.stopped_at is not None:
        raise Refused(_("This time limit has ended already."))
    clock.scope = scope
    clock.period += 1  # those who take over have been told nothing of it
    apply_derivation(clock, list(clock.events.order_by("number")), Calendar.for_scope(scope))
    clock.save(update_fields=["scope", *DERIVED])
    return clock


@transaction.atomic
def stop(clock: Clock, *, at: dt.datetime, reason: str = "") -> Clock:
    """End the clock: what it limited is done. Its due date stays, and nothing recomputes it any more."""
    return _happen(clock, EventKind.STOP, at=at, reason=reason)


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Please give a reason."), field="reason")
    return reason.strip()


def _happen(
    clock: Clock,
    kind: EventKind,
    *,
    at: dt.datetime,
    reason: str,
    units: int | None = None,
    due_on: dt.date | None = None,
) -> Clock:
    """Lock `clock` and bring it up to date, add the event, derive and save. The instance passed in is the one saved."""
    clock.refresh_from_db(from_queryset=Clock.objects.select_for_update())
    events = list(clock.events.order_by("number"))
    event = ClockEvent(clock=clock, number=len(events) + 1, kind=kind, at=at, units=units, due_on=due_on, reason=reason)
    happen(clock, events, event, Calendar.for_scope(clock.scope))
    event.save(force_insert=True)
    clock.save(update_fields=[*DERIVED, "stopped_at"])
    return clock
