"""What every part of a seeded city stands on: the log, the agencies, the people, receipts and clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from bench.city_log import Log
from catalog.models import CatalogEntry
from disclosure.models import Item
from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.receipts import code_for, index_of, key_digest
from portal.workdays.calendar import Calendars
from portal.workdays.happening import happen, started
from portal.workdays.models import Clock, ClockEvent
from portal.workdays.vocabulary import EventKind, Unit

BATCH = 500
HOUR = dt.timedelta(hours=1)


@dataclass
class City:
    """The log with the agencies and the two people who did everything."""

    log: Log
    clerk: User
    head: User
    agencies: list[Agency] = field(default_factory=list)
    entries: list[CatalogEntry] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    sealed: str = field(default_factory=lambda: make_password("0", hasher="argon2"))
    calendars: Calendars = field(default_factory=Calendars)

    def receipt(self, key: str) -> dict[str, str]:
        """The three fields of a receipt. One hash serves all: nobody opens these."""
        return {"filing_digest": key_digest(key), "receipt_index": index_of(code_for(key)), "receipt_hash": self.sealed}

    def clock(
        self, scope: str, limit: int, happened: Iterable[tuple[str, dt.datetime, int, str]]
    ) -> tuple[Clock, list[ClockEvent]]:
        """A clock with its events, not saved; the first of `happened` starts it."""
        calendar, steps = self.calendars.for_scope(scope), list(happened)
        clock, start = started(scope=scope, unit=Unit.WORKING_DAY, limit=limit, at=steps[0][1], calendar=calendar)
        events = [start]
        for what, at, units, reason in steps[1:]:
            event = ClockEvent(
                clock=clock, number=len(events) + 1, kind=EventKind(what), at=at, units=units or None, reason=reason
            )
            happen(clock, events, event, calendar)
            events.append(event)
        return clock, events


def save_clocks(pairs: list[tuple[Clock, list[ClockEvent]]]) -> None:
    """Save clocks and their events; whoever holds one of the clocks takes its key afterwards."""
    Clock.objects.bulk_create([clock for clock, _events in pairs], batch_size=BATCH)
    events = [event for _clock, of_clock in pairs for event in of_clock]
    for event in events:
        event.clock_id = event.clock.pk
    ClockEvent.objects.bulk_create(events, batch_size=BATCH)
