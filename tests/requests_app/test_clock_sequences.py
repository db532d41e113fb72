"""Random lives of requests, through the real actions, against a reckoning of our own. `CLOCK_SEQUENCES=5000`: long."""

import datetime as dt
import os
import random
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction

from portal.refusals import Refused
from portal.workdays.actions import recompute_open
from portal.workdays.models import Clock
from requests_app import actions
from requests_app.models import DisclosureRequest
from tests.requests_app.conftest import WANTED, key
from tests.requests_app.reckoning import ANSWER, Reckoning

SEQUENCES = int(os.environ.get("CLOCK_SEQUENCES", "500"))
ROUNDS = 10  # so that a failure names a part of them
SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, LAST = dt.date(2019, 1, 2), dt.date(2026, 5, 1)  # years for which the notices' tables hold


VERBS = [
    "ask", "supplement", "extend", "consult", "consult", "opinion", "opinion", "lapse", "reasons", "set_date", "charge",
    "pay",
]  # fmt: skip


class Life:
    """One request and its reckoning side by side."""

    def __init__(self, cast, chance: random.Random) -> None:
        self.cast, self.chance = cast, chance
        self.now = dt.datetime.combine(FIRST, dt.time(8), SHANGHAI)
        self.now += dt.timedelta(days=chance.randrange((LAST - FIRST).days), minutes=chance.randrange(600))
        self.told: list[str] = []
        self.letters: dict = {}
        with self.at_work("receive"):
            case = actions.submit_request(cast.bureau, by=None, key=key(), **WANTED).case
            case = actions.process(actions.register(case, by=cast.clerk), by=cast.clerk)
        self.pk, self.days = case.pk, Reckoning(self.today)

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @property
    def case(self) -> DisclosureRequest:
        return DisclosureRequest.objects.select_related("clock", "agency").get(pk=self.pk)

    def at_work(self, verb: str):
        self.told.append(f"{self.now:%Y-%m-%d %H:%M} {verb}")
        return time_machine.travel(self.now, tick=False)

    def step(self) -> None:
        """Let some time pass, try something; what was refused must have moved nothing."""
        self.now += dt.timedelta(minutes=self.chance.choice([5, 600, 1440, 2 * 1440, 5 * 1440, 9 * 1440, 24 * 1440]))
        verb = self.chance.choice(VERBS)
        before, was_paused = self.days.due, self.days.is_paused
        with self.at_work(verb):
            try:
                with transaction.atomic():
                    getattr(self, verb)()
            except Refused as refusal:
                self.told[-1] += f" ({refusal})"
                assert not self.must_go(verb), "\n".join(self.told)
                assert (self.days.due, self.days.is_paused) == (before, was_paused)
            self.holds(before, anew=verb in {"supplement", "pay"})

    def must_go(self, verb: str) -> bool:
        """Opinions and the asking for them are never refused where the state allows them."""
        allowed = {"consult": {"processing", "consulting"}, "opinion": {"consulting"}, "lapse": {"consulting"}}
        is_idle = verb == "opinion" and not self.waiting
        return self.case.state in allowed.get(verb, ()) and not is_idle

    @property
    def waiting(self) -> list[str]:
        return [party for party, (_until, end) in self.days.letters.items() if end is None]

    def holds(self, before: dt.date, *, anew: bool) -> None:
        """What must be true after every step."""
        case, days = self.case, self.days
        clock, story = case.clock, "\n".join(self.told)
        assert clock.due_on == days.due, story
        assert clock.is_paused == days.is_paused, story
        assert clock.due_on >= days.after(days.begin, ANSWER), f"less than twenty working days\n{story}"
        assert anew or clock.due_on >= before, f"shortened\n{story}"
        counted = sum(mark.number is not None and mark.on > days.begin for mark in clock.marks)
        if not clock.is_paused:
            assert (counted, clock.marks[-1].on) == (days.total, days.due), story
            assert [mark.on for mark in clock.marks if mark.is_due] == [days.due], story
        else:
            assert days.after(days.open_since, days.total - counted, without=days.taken) == days.due, story
        kept = (clock.due_at, clock.derivation)
        assert recompute_open(clock.scope) == [], story
        clock.refresh_from_db()
        assert (clock.due_at, clock.derivation) == kept, f"another derivation\n{story}"

    def ask(self):
        actions.ask_supplement(
            self.case, by=self.cast.clerk, points="请写明年度。", respond_by=self.today + dt.timedelta(days=15)
        )
        self.days.pause(self.today)

    def supplement(self):
        actions.supplement(self.case, by=None, text="2025年度。")
        self.days.restart(self.today)

    def extend(self):
        days = self.chance.randint(1, 20)
        actions.extend(self.case, by=self.cast.head, days=days, reason="数量较大")
        self.days.extend(days)

    def reasons(self):
        actions.ask_reasons(
            self.case, by=self.cast.clerk, why="本月已申请二十件。", respond_by=self.today + dt.timedelta(days=1)
        )
        actions.give_reasons(self.case, by=None, text="用于诉讼。")

    def set_date(self):
        due_on = self.today + dt.timedelta(days=self.chance.randint(1, 120))
        actions.set_own_date(self.case, by=self.cast.head, due_on=due_on, reason="数量较大。")
        self.days.set_date(due_on, self.today)

    def charge(self):
        actions.charge_fee(self.case, by=self.cast.clerk, method="pages", units=45, how_to_pay="局财务室。")
        self.days.pause(self.today)

    def pay(self):
        actions.record_payment(self.case, by=self.cast.clerk, paid_on=self.today)
        self.days.restart(self.today)

    def consult(self):
        delivered = max(self.case.received_on, self.today - dt.timedelta(days=self.chance.choice([0, 0, 1, 4, 30])))
        party = f"第{len(self.letters)}家"
        self.letters[party] = actions.consult(
            self.case, by=self.cast.clerk, addressee=self.chance.choice(["third_party", "co_maker"]), party=party,
            letter="请提出意见。", delivered_on=delivered,
        )  # fmt: skip
        self.days.ask(party, self.today, delivered)

    def opinion(self):
        if not self.waiting:
            raise Refused("nothing is waited for")
        party = self.chance.choice(self.waiting)
        actions.record_opinion(self.letters[party], by=self.cast.clerk, opinion="consent")
        self.days.answer(party, self.today)

    def lapse(self):
        for party, (until, end) in sorted(self.days.letters.items(), key=lambda letter: letter[1][0]):
            if end is None and until < self.today:
                actions.lapse(self.letters[party])
                self.days.lapse(until + dt.timedelta(days=1))


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_every_life_is_reckoned_alike(cast, round_):
    for number in range(round_, SEQUENCES, ROUNDS):
        chance = random.Random(number)
        life = Life(cast, chance)
        for _step in range(chance.randint(1, 9)):
            life.step()
        # put aside, so that recomputing looks at the clocks of one request only
        Clock.objects.running().update(stopped_at=life.now, paused_at=None)
