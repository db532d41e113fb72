"""What happened in a city in two years, drawn by dice: plain facts, the same ones for the same seed.

Nothing here asks a database or knows a rule of the portal. The rows are made from it (`bench/city.py`), and a recount
counts it by hand (`tests/oversight/recount.py`).
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bench.city_items_log import ENTRIES, Published, later, moment, publish
from bench.city_work_log import Work, draw_work, relate

CHINA = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 6, 17, 15, tzinfo=CHINA)
ITEMS, REQUESTS, COMPLAINTS, TOPICS = 20_000, 5_000, 600, 400

GIVEN = ("R3_1", "R3_1", "R3_1", "R3_2", "R3_3_4", "R3_3_5", "R3_3_6", "R3_4_1", "R3_4_1", "R3_4_2", "R3_5_1", "R3_5_3",
         "R3_3_1", "R3_3_7", "R3_6_3")  # fmt: skip


@dataclass(frozen=True)
class Place:
    """An agency; `above` is the number of the one it hangs under."""

    code: str
    name: str
    tier: str
    kind: str
    above: int | None
    host: str = ""


@dataclass(frozen=True)
class Happened:
    """Something that moved a time limit: start, pause, resume, restart, extend (by `units`), stop."""

    what: str
    at: dt.datetime
    units: int = 0


@dataclass
class Asked:
    """A disclosure request. `waits_for` says what a pause waits for; `outcome` is empty while it is open."""

    agency: int
    number: int
    category: str
    channel: str
    happened: list[Happened]
    waits_for: str = ""
    outcome: str = ""
    is_withdrawn: bool = False
    is_archived: bool = False
    rated: tuple[int, dt.date] | None = None

    @property
    def at(self) -> dt.datetime:
        return self.happened[0].at

    @property
    def ended_at(self) -> dt.datetime | None:
        return self.happened[-1].at if self.outcome else None


@dataclass(frozen=True)
class Wished:
    """A topic request, refused at `ended_at` if at all."""

    agency: int
    number: int
    at: dt.datetime
    ended_at: dt.datetime | None


@dataclass(frozen=True)
class Complained:
    """A complaint about an agency; `result` is answered, closed, or empty while it is open."""

    accused: int
    identity: str
    at: dt.datetime
    accepted_at: dt.datetime | None
    ended_at: dt.datetime | None
    result: str


@dataclass(frozen=True)
class Owed:
    """A publication duty as it stands, and the earlier rounds that were met: the day each was due, and met."""

    agency: int
    entry: int
    next_due_on: dt.date | None
    met_on: dt.date | None
    triggered_on: dt.date | None
    is_active: bool
    rounds: tuple[tuple[dt.date, dt.date], ...] = ()


@dataclass(frozen=True)
class Contested:
    """A reconsideration or lawsuit; `result` is pending until it was concluded. The written answer is owed from
    `notified_on`, within 5 working days in simplified procedure, else 10.
    """

    agency: int
    kind: str
    filed_on: dt.date
    result: str
    concluded_on: dt.date | None
    notified_on: dt.date | None = None
    answered_on: dt.date | None = None
    is_simplified: bool = True


@dataclass
class Log:
    """Everything that happened until `now`."""

    now: dt.datetime
    places: list[Place]
    asked: list[Asked] = field(default_factory=list)
    wished: list[Wished] = field(default_factory=list)
    complained: list[Complained] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)
    owed: list[Owed] = field(default_factory=list)
    contested: list[Contested] = field(default_factory=list)
    work: Work = field(default_factory=Work)


def places() -> list[Place]:
    """Sixty: a city with its office, departments and services, and four counties of ten with towns."""
    made = [Place("jh", "江河市人民政府", "city", "government", None, "testserver")]
    made.append(Place("jh-gkb", "江河市政务公开办公室", "city", "office", 0))
    made += [Place(f"jh-b{n}", f"江河市第{n}局", "city", "department", 0) for n in range(1, 14)]
    made += [Place(f"jh-u{n}", f"江河市公用企业{n}", "city", "utility", 0) for n in range(1, 4)]
    made += [Place("jh-xx", "江河市第一中学", "city", "school", 0), Place("jh-yy", "江河市医院", "city", "hospital", 0)]
    for number in range(1, 5):
        county = len(made)
        name = f"江河市第{number}县"
        made.append(Place(f"x{number}", f"{name}人民政府", "county", "government", 0, f"x{number}.test"))
        made.append(Place(f"x{number}-gkb", f"{name}政务公开办公室", "county", "office", county))
        made += [Place(f"x{number}-b{n}", f"{name}第{n}局", "county", "department", county) for n in range(1, 5)]
        made += [Place(f"x{number}-z{n}", f"{name}第{n}镇", "township", "township", county) for n in range(1, 5)]
    return made


def draw(*, seed: int = 1, scale: float = 1.0, now: dt.datetime = NOW) -> Log:
    """A city of 60 agencies over 730 days; `scale` 1 are 20 000 items, 5 000 requests and 600 complaints."""
    dice, log = random.Random(seed), Log(now, places())
    weights = [1 / (place + 2) ** 0.6 for place in range(len(log.places))]
    dice.shuffle(weights)
    pace = [dice.uniform(0.5, 1.7) for _place in log.places]
    everywhere = range(len(log.places))

    def somewhere(count: int) -> list[int]:
        return dice.choices(everywhere, weights, k=max(round(count * scale), 1))

    for number, agency in enumerate(somewhere(REQUESTS), 1):
        log.asked.append(_asked(dice, agency, number, pace[agency], now))
    for number, agency in enumerate(somewhere(TOPICS), 1):
        at = moment(dice, now)
        ended = at + dt.timedelta(days=dice.randint(1, 45))
        log.wished.append(Wished(agency, number, at, ended if ended <= now and dice.random() < 0.9 else None))
    log.work = draw_work(dice, lambda: moment(dice, now), len(log.places), now=now)
    agencies = somewhere(ITEMS)
    while agencies:
        publish(dice, log, agencies)
    policies = [(one.agency, one.number, one.at.date()) for one in log.published if one.kind == "normative"]
    log.work.related = relate(dice, policies)
    for accused in somewhere(COMPLAINTS):
        if accused > 1:  # nobody in the city hears complaints about the city and its office
            log.complained.append(_complained(dice, accused, now))
    for agency in everywhere:
        log.owed += [_owed(dice, agency, entry, now) for entry in dice.sample(range(ENTRIES), dice.randint(3, 9))]
    log.contested = [_contested(dice, agency, now) for agency in somewhere(REQUESTS // 10)]
    return log


def _asked(dice: random.Random, agency: int, number: int, pace: float, now: dt.datetime) -> Asked:
    at = moment(dice, now)
    happened, waits_for, is_given_up = [Happened("start", at)], "", False
    kind = dice.random()
    if kind < 0.1:
        waits_for = "supplement"
        happened.append(Happened("pause", later(dice, at, 1, 4)))
        is_given_up = dice.random() < 0.25
        if not is_given_up:
            happened.append(Happened("restart", later(dice, happened[-1].at, 2, 12)))
    elif kind < 0.18:
        waits_for = "opinion"
        happened.append(Happened("pause", later(dice, at, 2, 6)))
        happened.append(Happened("resume", later(dice, happened[-1].at, 4, 14)))
    if dice.random() < 0.1 and not is_given_up:
        happened.append(Happened("extend", later(dice, happened[-1].at, 2, 8), dice.choice([10, 20])))
    is_withdrawn = dice.random() < 0.05
    days = dice.choice([dice.randint(2, 20)] * 16 + [dice.randint(20, 32)] * 3 + [dice.randint(33, 80)])
    end = later(dice, happened[-1].at, max(round(days * pace), 1), max(round(days * pace), 1))
    asked = Asked(agency, number, dice.choice(["c1"] * 7 + ["c2", "c2", "c3", "c4", "c5", "c6"]),
                  dice.choice(["online", "online", "counter"]), happened, waits_for)  # fmt: skip
    if end <= now and dice.random() < 0.985:
        happened.append(Happened("stop", end))
        asked.is_withdrawn = is_withdrawn
        asked.outcome = "R3_6_3" if is_withdrawn else "R3_6_1" if is_given_up else dice.choice(GIVEN)
        asked.is_archived = now - end > dt.timedelta(days=60) and dice.random() < 0.5
        rated_on = (end + dt.timedelta(days=dice.randint(0, 40))).date()
        if not is_withdrawn and rated_on <= now.date() and dice.random() < 0.35:
            asked.rated = dice.choice([5, 5, 5, 4, 4, 3, 2, 1]), rated_on
    asked.happened = [one for one in happened if one.at <= now]
    return asked


def _complained(dice: random.Random, accused: int, now: dt.datetime) -> Complained:
    at = moment(dice, now)
    accepted = later(dice, at, 1, 4)
    ended = later(dice, accepted, 1, 12)
    is_over = ended <= now and dice.random() < 0.93
    result = dice.choice(["answered", "answered", "closed"]) if is_over else ""
    identity = dice.choice(["named", "confidential", "anonymous"])
    return Complained(accused, identity, at, accepted if accepted <= now else None, ended if is_over else None, result)


def _owed(dice: random.Random, agency: int, entry: int, now: dt.datetime) -> Owed:
    today = now.date()
    due = dice.choice([None, *(today + dt.timedelta(days=days) for days in (-40, -3, -1, 0, 1, 9, 60, 200, 300))])
    met = dice.choice([None, *(today - dt.timedelta(days=days) for days in (0, 2, 30, 90, 400))])
    triggered = today - dt.timedelta(days=dice.choice([0, 5, 20])) if due and dice.random() < 0.2 else None
    rounds = []
    for months in range(dice.choice([0, 0, 1, 2, 3])):
        day = today - dt.timedelta(days=420 + 150 * months)
        rounds.append((day, day + dt.timedelta(days=dice.choice([-30, -1, 0, 1, 200]))))
    return Owed(agency, entry, due, met, triggered, dice.random() < 0.95, tuple(sorted(rounds)))


def _contested(dice: random.Random, agency: int, now: dt.datetime) -> Contested:
    filed = moment(dice, now).date()
    concluded = filed + dt.timedelta(days=dice.randint(20, 90))
    is_over = concluded <= now.date() and dice.random() < 0.9
    result = dice.choice(["upheld", "upheld", "corrected", "other"]) if is_over else "pending"
    kind = dice.choice(["reconsideration", "reconsideration", "direct_suit", "suit_after"])
    notified = filed + dt.timedelta(days=dice.randint(1, 8))
    answered = notified + dt.timedelta(days=dice.randint(1, 18))
    return Contested(
        agency, kind, filed, result, concluded if is_over else None, notified if notified <= now.date() else None,
        answered if answered <= now.date() and dice.random() < 0.8 else None, dice.random() < 0.6,
    )  # fmt: skip
