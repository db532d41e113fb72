"""The edition of a site: a name that is another one as soon as any of its public pages may read differently.

Two things make a new edition: a change that an action made (`Stamp`), and a moment that passes (`moments.py`), such as
midnight or the end of a consultation.
"""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b
from typing import NamedTuple

from django.utils import timezone

from portal.editions.actions import STEP
from portal.editions.models import Stamp
from portal.editions.moments import Period, period_at


class Edition(NamedTuple):
    """Its name, and the moment at which it is over even if nobody changes anything."""

    name: str
    until: dt.datetime


_periods: dict[str, Period] = {}  # one entry: the period that was worked out last, and from which rows


def edition_of(path: str, now: dt.datetime) -> Edition:
    """The edition that the site of the government with this `path` shows now. One query, more after a change."""
    stamps = _stamps_of(path)
    period = _period(stamps, now)
    name = blake2b(f"{path} {stamps} {period.since.isoformat()}".encode(), digest_size=9).hexdigest()
    return Edition(name, period.until)


def _stamps_of(path: str) -> str:
    above = ["", *(path[:end] for end in range(STEP, len(path), STEP))]
    rows = {stamp.path: stamp for stamp in Stamp.objects.filter(path__in=[*above, path])}
    numbers = [rows[place].own if place in rows else 0 for place in above]
    return ".".join(str(number) for number in [*numbers, rows[path].below if path in rows else 0])


def _period(stamps: str, now: dt.datetime) -> Period:
    # windows and deadlines are set by actions, so between two stamps the next moment stays the same
    known = _periods.get(stamps)
    if known is None or not known.since <= now < known.until:
        known = period_at(now.astimezone(timezone.get_current_timezone()))
        if len(_periods) > 100:
            _periods.clear()
        _periods[stamps] = known
    return known
