"""Moments at which pages change by themselves. Each app names its own in its `page_moments.py`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from django.db.models import F, Max, Min, Q, QuerySet


class Period(NamedTuple):
    """The time between two moments, in which no page changes unless an action changes it."""

    since: dt.datetime
    until: dt.datetime


_sources: list[tuple[Callable[[], QuerySet], tuple[str, ...]]] = []


def moments(rows: Callable[[], QuerySet], *fields: str) -> None:
    """Let pages change at the times that these fields of `rows` hold."""
    _sources.append((rows, fields))


def period_at(now: dt.datetime) -> Period:
    """The period around `now`, at the longest the day of its time zone. One query for each source."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    since, until = midnight, midnight + dt.timedelta(days=1)
    for rows, fields in _sources:
        asked: dict[str, Max | Min] = {
            f"last_{name}": Max(F(name), filter=Q(**{f"{name}__lte": now})) for name in fields
        }
        asked |= {f"next_{name}": Min(F(name), filter=Q(**{f"{name}__gt": now})) for name in fields}
        found = rows().aggregate(**asked)
        since = max([since, *(found[f"last_{name}"] for name in fields if found[f"last_{name}"])])
        until = min([until, *(found[f"next_{name}"] for name in fields if found[f"next_{name}"])])
    return Period(since, until)
