"""What may happen to a clock, and what follows: on rows that the caller has read and will save. Asks no database."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.workdays.days import Days
from portal.workdays.models import Clock, ClockEvent
from portal.workdays.moments import local_date
from portal.workdays.recompute import apply_derivation
from portal.workdays.vocabulary import EventKind, Unit

LENGTHENING = frozenset({EventKind.EXTEND, EventKind.OWN_DATE})


def started(*, scope: str, unit: Unit, limit: int, at: dt.datetime, calendar: Days) -> tuple[Clock, ClockEvent]:
    """A new clock with its first event, neither saved. Raises ValueError for a naive `at` or a limit below 1."""
    clock = Clock(scope=scope, unit=unit, limit=limit, started_at=at)
    start = ClockEvent(clock=clock, number=1, kind=EventKind.START, at=at)
    apply_derivation(clock, [start], calendar)
    return clock, start


def happen(clock: Clock, events: list[ClockEvent], event: ClockEvent, calendar: Days) -> None:
    """Let `event` follow `events` on `clock`. Raises Refused, and changes nothing, if it cannot."""
    _refuse_nonsense(clock, events, event)
    if event.kind == EventKind.STOP:
        clock.stopped_at = event.at
    apply_derivation(clock, [*events, event], calendar)


def _refuse_nonsense(clock: Clock, events: list[ClockEvent], event: ClockEvent) -> None:
    is_paused = next(e.kind for e in reversed(events) if e.kind not in LENGTHENING) == EventKind.PAUSE
    if clock.stopped_at is not None:
        raise Refused(_("This time limit has ended already."))
    if event.at < events[-1].at:
        raise Refused(
            _("The time limit had an event on %(day)s already; this cannot lie before it.")
            % {"day": local_date(events[-1].at).isoformat()},
            field="at",
        )
    if event.kind == EventKind.PAUSE and is_paused:
        raise Refused(_("The time limit is paused already."))
    if event.kind == EventKind.RESUME and not is_paused:
        raise Refused(_("The time limit is not paused."))
    if event.kind in LENGTHENING:
        _refuse_lengthening(clock, events, event, is_paused=is_paused)


def _refuse_lengthening(clock: Clock, events: list[ClockEvent], event: ClockEvent, *, is_paused: bool) -> None:
    if any(earlier.kind == event.kind for earlier in events):
        raise Refused(_("The time limit was extended before; it can be extended only once."))
    if event.kind == EventKind.EXTEND and (event.units or 0) < 1:
        raise Refused(_("Extend the time limit by at least one."), field="units")
    if event.kind == EventKind.OWN_DATE:
        _refuse_date(clock, event, is_paused=is_paused)
    if not clock.is_paused and event.at > clock.due_at:
        raise Refused(_("The time limit ran out on %(day)s; it cannot be extended any more.") % {"day": clock.due_on})


def _refuse_date(clock: Clock, event: ClockEvent, *, is_paused: bool) -> None:
    if is_paused:
        raise Refused(_("The time limit is paused; set a later date when it runs again."))
    if event.due_on is None or event.due_on <= clock.due_on:
        raise Refused(_("The new date must be later than %(day)s.") % {"day": clock.due_on}, field="due_on")
