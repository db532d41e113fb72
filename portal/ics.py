"""Calendars that a program subscribes to: iCalendar (RFC 5545), of the few properties that a list of dates needs.

A day is a DATE, a moment is in UTC: neither needs a VTIMEZONE. Lines end in CRLF and are folded at 75 octets, never
within a character; text is escaped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

CONTENT_TYPE = "text/calendar; charset=utf-8"
OCTETS = 75
MOST_SEQUENCE = 2**31 - 1
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


class Event(NamedTuple):
    """One date. `uid` stays the same for good; `sequence` grows whenever the date was changed.

    A `start` that is a date lasts that whole day, or until before `end`.
    """

    uid: str
    summary: str
    start: dt.date | dt.datetime
    end: dt.date | dt.datetime | None = None
    url: str = ""
    description: str = ""
    location: str = ""
    changed_at: dt.datetime | None = None
    sequence: int = 0
    is_cancelled: bool = False


def calendar(name: str, events: Iterable[Event], *, now: dt.datetime) -> str:
    """A VCALENDAR of `events` under a name."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Yangguang//Open government portal//ZH", "CALSCALE:GREGORIAN"]
    head += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    lines = [*head, *(line for event in events for line in _event(event, now)), "END:VCALENDAR"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(event: Event, now: dt.datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_utc(event.changed_at or now)}"
    yield f"DTSTART{_moment(event.start)}"
    if event.end is not None:
        yield f"DTEND{_moment(event.end)}"
    yield f"SUMMARY:{_text(event.summary)}"
    for name, value in (("DESCRIPTION", event.description), ("LOCATION", event.location)):
        if value:
            yield f"{name}:{_text(value)}"
    if event.url:
        yield f"URL:{event.url}"
    if event.changed_at is not None:
        yield f"LAST-MODIFIED:{_utc(event.changed_at)}"
    yield f"SEQUENCE:{min(event.sequence, MOST_SEQUENCE)}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    if not isinstance(event.start, dt.datetime):
        yield "TRANSP:TRANSPARENT"  # a day on which something ends keeps nobody busy
    yield "END:VEVENT"


def _text(value: str) -> str:
    return value.translate(_ESCAPED)


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _moment(value: dt.date | dt.datetime) -> str:
    return f":{_utc(value)}" if isinstance(value, dt.datetime) else f";VALUE=DATE:{value:%Y%m%d}"


def _folded(line: str) -> str:
    """`line` in pieces of at most 75 octets; every piece but the first begins with a space that counts."""
    pieces, piece, room = [], "", OCTETS
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", OCTETS - 1
        piece += character
        room -= size
    return "\r\n ".join([*pieces, piece])
