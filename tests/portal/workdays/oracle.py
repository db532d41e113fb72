"""An independent reckoning of due dates: sets of days over the notices' tables, no state machine, no library."""

import datetime as dt
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.portal.workdays.notices import is_workday

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = dt.timedelta(days=1)


class Event(NamedTuple):
    """An event as the engine reads it, without a database."""

    kind: str
    at: dt.datetime
    units: int | None = None
    due_on: dt.date | None = None


def at(text: str) -> dt.datetime:
    """`2026-09-18` or `2026-09-18 23:59` in China; 09:00 if no time is given."""
    return dt.datetime.fromisoformat(text if " " in text else f"{text} 09:00").replace(tzinfo=SHANGHAI)


def happened(text: str) -> list[Event]:
    """`start 2026-09-18, pause 2026-09-22, extend+20 2026-09-30` as events."""
    events = []
    for part in text.split(", "):
        kind, when = part.split(" ", 1)
        kind, _, units = kind.partition("+")
        events.append(Event(kind, at(when), int(units) if units else None))
    return events


def due_on(events: list[Event], unit: str, limit: int) -> dt.date:
    """The due day; with a pause still open, the earliest possible one."""
    begin = max(e.at.astimezone(SHANGHAI).date() for e in events if e.kind in {"start", "restart"})
    total = limit + sum(e.units or 0 for e in events)
    excluded, open_since = set(), None
    for event in events:
        date = event.at.astimezone(SHANGHAI).date()
        if event.kind == "pause":
            open_since = date
        elif event.kind in {"resume", "restart", "stop"} and open_since is not None:
            excluded |= {open_since + n * ONE_DAY for n in range(1, (date - open_since).days + 1)}
            open_since = None
    days = (begin + n * ONE_DAY for n in range(1, 2000))
    counted = (d for d in days if d not in excluded and (unit == "calendar_day" or is_workday(d)))
    due = next(islice(counted, total - 1, None))
    while not is_workday(due):
        due += ONE_DAY
    return due
