"""Random lives of requests against a reckoning of our own; `CLOCK_SEQUENCES=5000`: long, in a few minutes.

All of them are lived on paper, by the product's pure clocks; the first `CLOCK_ACTIONS` (500) by the real actions as
well, side by side, which must say the same of every day.
"""

import datetime as dt
import os
import random
from zoneinfo import ZoneInfo

import pytest

from portal.refusals import Refused
from tests.requests_app.lives import Office, Paper
from tests.requests_app.reckoning import ANSWER, Reckoning

SEQUENCES = int(os.environ.get("CLOCK_SEQUENCES", "500"))
THROUGH_ACTIONS = int(os.environ.get("CLOCK_ACTIONS", "500"))
ROUNDS = 10  # so that a failure names a part of them
SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, LAST = dt.date(2019, 1, 2), dt.date(2026, 5, 1)  # years for which the notices' tables hold


VERBS = [
    "ask", "supplement", "extend", "consult", "consult", "opinion", "opinion", "lapse", "reasons", "set_date", "charge",
    "pay",
]  # fmt: skip


class Life:
    """One request, kept in one or two ways, and its reckoning side by side."""

    def __init__(self, cast, chance: random.Random) -> None:
        self.chance = chance
        self.now = dt.datetime.combine(FIRST, dt.time(8), SHANGHAI)
        self.now += dt.timedelta(days=chance.randrange((LAST - FIRST).days), minutes=chance.randrange(600))
        self.told = [f"{self.now:%Y-%m-%d %H:%M} receive"]
        self.ways = [Paper(self.now)] + ([Office(cast, self.now)] if cast else [])
        self.days, self.received_on, self.parties = Reckoning(self.today), self.today, 0

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @property
    def story(self) -> str:
        return "\n".join(self.told)

    def step(self) -> None:
        """Let some time pass, try something; what was refused must have moved nothing."""
        self.now += dt.timedelta(minutes=self.chance.choice([5, 600, 1440, 2 * 1440, 5 * 1440, 9 * 1440, 24 * 1440]))
        verb = self.chance.choice(VERBS)
        before, was_paused, state = self.days.due, self.days.is_paused, self.ways[0].look()[0]
        self.told.append(f"{self.now:%Y-%m-%d %H:%M} {verb}")
        try:
            getattr(self, verb)()
        except Refused as refusal:
            self.told[-1] += f" ({refusal})"
            assert not self.must_go(verb, state), self.story
            assert (self.days.due, self.days.is_paused) == (before, was_paused)
        self.holds(before, anew=verb in {"supplement", "pay"})

    def do(self, verb: str, **what) -> None:
        """The same in every way; all refuse it or none does."""
        refusals = []
        for way in self.ways:
            try:
                way.do(verb, self.now, **what)
            except Refused as refusal:
                refusals.append(refusal)
        assert len(refusals) in {0, len(self.ways)}, f"refused in one way only: {refusals}\n{self.story}"
        if refusals:
            raise refusals[-1]

    def must_go(self, verb: str, state: str) -> bool:
        """Opinions and the asking for them are never refused where the state allows them."""
        allowed = {"consult": {"processing", "consulting"}, "opinion": {"consulting"}, "lapse": {"consulting"}}
        is_idle = verb == "opinion" and not self.waiting
        return state in allowed.get(verb, ()) and not is_idle

    @property
    def waiting(self) -> list[str]:
        return [party for party, (_until, end) in self.days.letters.items() if end is None]

    def holds(self, before: dt.date, *, anew: bool) -> None:
        """What must be true after every step."""
        days, due, looks = self.days, self.days.due, [way.look() for way in self.ways]
        state, clock = looks[0]
        marks = clock.marks
        assert clock.due_on == due, self.story
        assert clock.is_paused == days.is_paused, self.story
        assert clock.due_on >= days.after(days.begin, ANSWER), f"less than twenty working days\n{self.story}"
        assert anew or clock.due_on >= before, f"shortened\n{self.story}"
        counted = sum(mark.number is not None and mark.on > days.begin for mark in marks)
        if not clock.is_paused:
            assert (counted, marks[-1].on) == (days.total, due), self.story
            assert [mark.on for mark in marks if mark.is_due] == [due], self.story
        else:
            assert days.after(days.open_since, days.total - counted, without=days.taken) == due, self.story
        kept = facts(clock)
        assert all((also, facts(other)) == (state, kept) for also, other in looks), f"two ways differ\n{self.story}"
        for way in self.ways:
            assert facts(way.recompute(self.now)) == kept, f"another derivation\n{self.story}"

    def ask(self):
        self.do("ask")
        self.days.pause(self.today)

    def supplement(self):
        self.do("supplement")
        self.days.restart(self.today)

    def extend(self):
        days = self.chance.randint(1, 20)
        self.do("extend", days=days)
        self.days.extend(days)

    def reasons(self):
        self.do("reasons")

    def set_date(self):
        due_on = self.today + dt.timedelta(days=self.chance.randint(1, 120))
        self.do("set_date", due_on=due_on)
        self.days.set_date(due_on, self.today)

    def charge(self):
        self.do("charge")
        self.days.pause(self.today)

    def pay(self):
        self.do("pay")
        self.days.restart(self.today)

    def consult(self):
        delivered = max(self.received_on, self.today - dt.timedelta(days=self.chance.choice([0, 0, 1, 4, 30])))
        party, addressee = f"第{self.parties}家", self.chance.choice(["third_party", "co_maker"])
        self.do("consult", party=party, addressee=addressee, delivered=delivered)
        self.parties += 1
        self.days.ask(party, self.today, delivered)

    def opinion(self):
        if not self.waiting:
            raise Refused("nothing is waited for")
        party = self.chance.choice(self.waiting)
        self.do("opinion", party=party)
        self.days.answer(party, self.today)

    def lapse(self):
        for party, (until, end) in sorted(self.days.letters.items(), key=lambda letter: letter[1][0]):
            if end is None and until < self.today:
                self.do("lapse", party=party)
                self.days.lapse(until + dt.timedelta(days=1))


def facts(clock) -> tuple:
    return clock.due_at, clock.due_on, clock.paused_at, clock.is_provisional, clock.period, clock.derivation


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_every_life_is_reckoned_alike(cast, round_):
    for number in range(round_, SEQUENCES, ROUNDS):
        chance = random.Random(number)
        life = Life(cast if number < THROUGH_ACTIONS else None, chance)
        for _step in range(chance.randint(1, 9)):
            life.step()
        for way in life.ways:
            way.put_aside(life.now)


def test_long_enough_lives_meet_everything():
    """What the random lives are worth: every verb is done, refused and done after every other often enough."""
    done, refused = set(), set()
    for number in range(300):
        chance = random.Random(number)
        life = Life(None, chance)
        for _step in range(chance.randint(1, 9)):
            life.step()
        for line in life.told[1:]:
            (refused if "(" in line else done).add(line.split()[2])
    assert done == set(VERBS)
    assert refused == set(VERBS) - {"lapse"}
