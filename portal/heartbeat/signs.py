"""How the periodic tasks stand: which have run lately, and which are missed."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise

from portal.heartbeat.models import Heartbeat
from portal.heartbeat.registry import LABELS, PERIODIC


class Sign(NamedTuple):
    """One task; `age` seconds since it last ended well, None if no worker has run since the task came."""

    task: str
    every: int
    age: float | None
    failing: bool
    ok: bool


def signs_of_life() -> list[Sign]:
    """All registered tasks by name. One query."""
    now = timezone.now()
    rows = {row.task: row for row in Heartbeat.objects.filter(task__in=PERIODIC)}
    return [_sign(name, rows[name], now) if name in rows else _never(name) for name in sorted(PERIODIC)]


def silent_tasks() -> list[str | Promise]:
    """What is left undone at present, in words for people. One query."""
    return [LABELS[sign.task] for sign in signs_of_life() if not sign.ok]


def _sign(name: str, row: Heartbeat, now: dt.datetime) -> Sign:
    return Sign(name, row.every, round(row.age(now), 1), failing=bool(row.last_error), ok=row.is_ok(now))


def _never(name: str) -> Sign:
    return Sign(name, PERIODIC[name], None, failing=False, ok=False)
