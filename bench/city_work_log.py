"""What a city's agencies did besides publishing and answering, drawn by dice: plain facts, as in `bench/city_log.py`.

Agencies and items are named by their numbers in the log.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field

DAYS = 900
COURSES = 6
Moment = Callable[[], dt.datetime]


@dataclass(frozen=True)
class Planned:
    """Whether a policy is to be explained, and the items that explain it."""

    policy: int
    is_needed: bool
    texts: tuple[int, ...]


@dataclass(frozen=True)
class Related:
    """What one policy does to another from a day on: amends, repeals, replaces."""

    source: int
    target: int
    effect: str
    on: dt.date


@dataclass(frozen=True)
class Decided:
    """A case of a licence, a penalty or coercion, decided if at all."""

    agency: int
    kind: str
    at: dt.datetime
    decided_at: dt.datetime | None


@dataclass(frozen=True)
class Consulted:
    """The window of a consultation, and when its outcome was published."""

    item: int
    opens_at: dt.datetime
    closes_at: dt.datetime
    outcome_at: dt.datetime | None


@dataclass(frozen=True)
class Ordered:
    """A supervision order with so many working days, answered or cancelled if at all."""

    agency: int
    at: dt.datetime
    days: int
    answered_at: dt.datetime | None
    is_cancelled: bool


@dataclass(frozen=True)
class Found:
    """A finding of the spot check with this number, to be rectified within so many working days of its sending."""

    check: int
    agency: int
    days: int
    rectified_at: dt.datetime | None


@dataclass(frozen=True)
class Warned:
    """An early warning; `closing` is empty while it is open."""

    agency: int
    at: dt.datetime
    grade: int
    closing: str
    is_confidential: bool


@dataclass(frozen=True)
class Terms:
    """What the government with this number asks of the agencies directly below it."""

    agency: int
    since: dt.date
    quotas: dict[str, int]
    training_months: int


@dataclass(frozen=True)
class Member:
    """Somebody on a roster, and the courses attended by their numbers."""

    agency: int
    joined_on: dt.date
    left_on: dt.date | None
    courses: tuple[int, ...]


@dataclass
class Work:
    """Everything of this kind. `registered` are policies in the register of normative documents, `reported` the days on
    which agencies published their reports on 2023.
    """

    planned: list[Planned] = field(default_factory=list)
    registered: list[int] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    consulted: list[Consulted] = field(default_factory=list)
    ordered: list[Ordered] = field(default_factory=list)
    checked_at: list[dt.datetime] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)
    terms: list[Terms] = field(default_factory=list)
    sent: list[tuple[int, dt.date]] = field(default_factory=list)
    held_on: list[dt.date] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    reported: dict[int, dt.date] = field(default_factory=dict)


def draw_work(dice: random.Random, moment: Moment, agencies: int, *, now: dt.datetime) -> Work:
    """Orders, findings, warnings, terms, submissions, rosters and reports: a few for each of the `agencies`."""
    work, today = Work(), now.date()
    work.checked_at = [now.replace(year=now.year - 1, month=10, day=20), now.replace(month=5, day=25)]
    work.terms = [
        Terms(0, dt.date(2024, 10, 10), {"government": 3, "department": 2, "school": 1}, 24),
        Terms(20, dt.date(2025, 9, 1), {"department": 1, "township": 1}, 12),
    ]
    work.held_on = [today - dt.timedelta(days=days) for days in (20, 170, 300, 420, 600, 880)]
    for agency in range(1, agencies):
        _supervised(dice, work, agency, moment, now)
        _organised(dice, work, agency, today)
        for kind in dice.sample(["licence", "penalty", "coercion", "licence"], dice.randint(0, 3)):
            work.decided += [_decided(dice, agency, kind, moment(), now) for _n in range(dice.randint(1, 3))]
    return work


def _supervised(dice: random.Random, work: Work, agency: int, moment: Moment, now: dt.datetime) -> None:
    work.ordered += [_ordered(dice, agency, moment(), now) for _n in range(dice.randint(0, 4))]
    for check, at in enumerate(work.checked_at):
        work.found += [_found(dice, check, agency, at, now) for _n in range(dice.choice([0, 0, 1, 3]))]
    for _number in range(dice.randint(0, 5)):
        closing = dice.choice(["", "fixed", "fixed", "withdrawn", "fault"])
        work.warned.append(Warned(agency, moment(), dice.choice([1, 2, 2, 3]), closing, dice.random() < 0.15))


def _organised(dice: random.Random, work: Work, agency: int, today: dt.date) -> None:
    month = today.replace(day=1)
    for _month in range(24):
        work.sent += [(agency, month)] * dice.choice([0, 1, 2, 2, 3, 4])
        month = (month - dt.timedelta(days=1)).replace(day=1)
    work.members += [_member(dice, agency, today) for _n in range(dice.randint(0, 6))]
    if dice.random() < 0.8:
        work.reported[agency] = dt.date(2024, 1, 10) + dt.timedelta(days=dice.choice([0, 5, 21, 22, 60, 81, 82]))


def relate(dice: random.Random, policies: list[tuple[int, int, dt.date]]) -> list[Related]:
    """What later policies (agency, number, day) do to earlier ones of the same agency."""
    found = []
    for agency, number, day in policies:
        later = [(other, on) for place, other, on in policies if place == agency and on > day]
        if later and dice.random() < 0.5:
            other, on = dice.choice(later)
            effect = dice.choice(["amends", "repeals", "replaces"])
            found.append(Related(other, number, effect, on + dt.timedelta(days=dice.choice([0, 30]))))
    return found


def _decided(dice: random.Random, agency: int, kind: str, at: dt.datetime, now: dt.datetime) -> Decided:
    decided = at + dt.timedelta(days=dice.randint(1, 60))
    return Decided(agency, kind, at, decided if decided <= now and dice.random() < 0.85 else None)


def plan_of(dice: random.Random, policy: int, texts: tuple[int, ...]) -> Planned:
    return Planned(policy, dice.random() < 0.9, texts)


def consulted(dice: random.Random, item: int, at: dt.datetime, now: dt.datetime) -> Consulted:
    """A window of 30 days, and an outcome some weeks after it."""
    closes = at + dt.timedelta(days=30)
    outcome = closes + dt.timedelta(days=dice.randint(1, 45))
    return Consulted(item, at, closes, outcome if outcome <= now and dice.random() < 0.85 else None)


def _ordered(dice: random.Random, agency: int, at: dt.datetime, now: dt.datetime) -> Ordered:
    answered = at + dt.timedelta(days=dice.randint(0, 20), minutes=7)
    is_answered = answered <= now and dice.random() < 0.8
    return Ordered(agency, at, dice.choice([3, 5, 10]), answered if is_answered else None, dice.random() < 0.1)


def _found(dice: random.Random, check: int, agency: int, at: dt.datetime, now: dt.datetime) -> Found:
    rectified = at + dt.timedelta(days=dice.randint(1, 30))
    is_rectified = rectified <= now and dice.random() < 0.85
    return Found(check, agency, dice.choice([10, 15, 20]), rectified if is_rectified else None)


def _member(dice: random.Random, agency: int, today: dt.date) -> Member:
    joined = today - dt.timedelta(days=dice.randint(1, DAYS))
    left = joined + dt.timedelta(days=dice.randint(1, DAYS))
    courses = tuple(number for number in range(COURSES) if dice.random() < 0.25)
    return Member(agency, joined, left if left <= today and dice.random() < 0.6 else None, courses)
