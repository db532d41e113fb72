"""The items of a seeded city, drawn by dice, with what follows a policy and what consults."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.city_work_log import consulted, plan_of

if TYPE_CHECKING:
    from bench.city_log import Log

DAYS = 730
ENTRIES = 24


@dataclass(frozen=True)
class Published:
    """An item that was published, perhaps under an entry, perhaps withdrawn; a policy may have days of its own."""

    agency: int
    number: int
    at: dt.datetime
    withdrawn_at: dt.datetime | None
    kind: str = "notice"
    entry: int | None = None
    effective_on: dt.date | None = None
    valid_until: dt.date | None = None


def moment(dice: random.Random, now: dt.datetime) -> dt.datetime:
    """Some second of the two years before `now`, in office hours."""
    day = (now - dt.timedelta(days=dice.randint(1, DAYS))).replace(hour=0, minute=0, second=0)
    return day + dt.timedelta(hours=8, seconds=dice.randrange(8 * 3600))


def later(dice: random.Random, at: dt.datetime, least: int, most: int) -> dt.datetime:
    """So many days after `at`, and some minutes."""
    return at + dt.timedelta(days=dice.randint(least, most), minutes=dice.randint(1, 59))


def publish(dice: random.Random, log: Log, agencies: list[int]) -> None:
    """One item of the last of `agencies`, which is taken off; a policy takes off those of its interpretations too."""
    agency, kind = agencies.pop(), dice.choice(["notice"] * 16 + ["normative", "normative", "consultation"])
    first = _published(dice, agency, len(log.published) + 1, moment(dice, log.now), log.now, kind)
    log.published.append(first)
    if kind == "consultation":
        log.work.consulted.append(consulted(dice, first.number, first.at, log.now))
    if kind != "normative":
        return
    texts = []
    for _text in range(min(dice.choice([0, 1, 1, 1, 2]), len(agencies))):
        at = later(dice, first.at, 0, 8)
        if at <= log.now:
            agencies.pop()
            texts.append(_published(dice, agency, len(log.published) + 1, at, log.now, "interpretation"))
            log.published.append(texts[-1])
    if dice.random() < 0.8:
        log.work.registered.append(first.number)
    log.work.planned.append(plan_of(dice, first.number, tuple(text.number for text in texts)))


def _published(
    dice: random.Random, agency: int, number: int, at: dt.datetime, now: dt.datetime, kind: str
) -> Published:
    gone = at + dt.timedelta(days=dice.randint(1, 200))
    entry = dice.randrange(ENTRIES) if dice.random() < 0.3 else None
    effective = at.date() + dt.timedelta(days=dice.choice([0, 0, 10, 60])) if dice.random() < 0.5 else None
    until = at.date() + dt.timedelta(days=dice.randint(100, 500)) if dice.random() < 0.4 else None
    days = (effective, until) if kind == "normative" else (None, None)
    return Published(agency, number, at, gone if gone <= now and dice.random() < 0.04 else None, kind, entry, *days)
