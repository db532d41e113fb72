"""One case that a measured indicator looks at, and whether it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from django.db import models
from django.utils import timezone

from portal.agencies.models import Agency


class Row(NamedTuple):
    """`kind` and `key` lead to the live row, `day` is when it was due."""

    kind: str
    key: int
    number: str
    title: str
    counts: bool
    day: dt.date | None = None


Measure = Callable[[Agency, int], Iterable[Row]]
"""For an agency and a year, every case that was looked at: its value is the share of those that count."""


def in_time(
    rows: Iterable[tuple[models.Model, str, str, dt.date, dt.date | None]], kind: str, last: dt.date
) -> Iterator[Row]:
    """Rows of (live row, number, title, due day, day done): done by its due day counts.

    What is not done and may still be, today and within the year that ends with `last`, is left out.
    """
    today = timezone.localdate()
    for live, number, title, due_on, done_on in rows:
        done = done_on if done_on is not None and done_on <= last else None
        if done is not None or due_on < today:
            yield Row(kind, live.pk, number, title, done is not None and done <= due_on, due_on)
