"""A request that random things happen to: kept by the actions, or on paper by the pure half of the same clocks."""

from __future__ import annotations

import copy
import datetime as dt

import time_machine
from django.db import transaction

from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays.actions import recompute_open
from portal.workdays.days import Days
from portal.workdays.happening import happen, started
from portal.workdays.models import Clock, ClockEvent
from portal.workdays.moments import day_start
from portal.workdays.recompute import apply_derivation
from portal.workdays.vocabulary import EventKind, Unit
from requests_app import actions
from requests_app.actions.charging import PAY_WITHIN
from requests_app.actions.intake import REPLY_LIMIT
from requests_app.actions.supplementing import SUPPLEMENT_LIMIT
from requests_app.actions.timing import OPINION_LIMIT
from requests_app.models import DisclosureRequest
from requests_app.states import TABLE, State, ensure
from tests.requests_app.conftest import WANTED, key

ONE_DAY = dt.timedelta(days=1)
COUNTRY = Days()


class Office:
    """One request in the database; each verb is the action that a clerk or the applicant would cause."""

    def __init__(self, cast, now: dt.datetime) -> None:
        self.cast, self.letters = cast, {}
        with time_machine.travel(now, tick=False):
            case = actions.submit_request(cast.bureau, by=None, key=key(), **WANTED).case
            actions.process(actions.register(case, by=cast.clerk), by=cast.clerk)
        self.case = case

    def do(self, verb: str, now: dt.datetime, **what) -> None:
        """Do it `now`; what was refused has changed nothing."""
        with time_machine.travel(now, tick=False), transaction.atomic():
            getattr(self, verb)(now.date(), **what)

    def look(self) -> tuple[str, Clock]:
        self.case = DisclosureRequest.objects.select_related("clock", "agency").get(pk=self.case.pk)
        return self.case.state, self.case.clock

    def recompute(self, now: dt.datetime) -> Clock:
        """The clock after a recomputing, which must have told of no change."""
        with time_machine.travel(now, tick=False):
            assert recompute_open(self.case.clock.scope) == []
        return Clock.objects.get(pk=self.case.clock_id)

    def put_aside(self, now: dt.datetime) -> None:
        """Let the next recomputing look at the clocks of another request only."""
        Clock.objects.running().update(stopped_at=now, paused_at=None)

    def ask(self, today):
        actions.ask_supplement(self.case, by=self.cast.clerk, points="请写明年度。", respond_by=today + 15 * ONE_DAY)

    def supplement(self, _today):
        actions.supplement(self.case, by=None, text="2025年度。")

    def extend(self, _today, days):
        actions.extend(self.case, by=self.cast.head, days=days, reason="数量较大")

    def reasons(self, today):
        actions.ask_reasons(self.case, by=self.cast.clerk, why="本月已申请二十件。", respond_by=today + ONE_DAY)
        actions.give_reasons(self.case, by=None, text="用于诉讼。")

    def set_date(self, _today, due_on):
        actions.set_own_date(self.case, by=self.cast.head, due_on=due_on, reason="数量较大。")

    def charge(self, _today):
        actions.charge_fee(self.case, by=self.cast.clerk, method="pages", units=45, how_to_pay="局财务室。")

    def pay(self, today):
        actions.record_payment(self.case, by=self.cast.clerk, paid_on=today)

    def consult(self, _today, party, addressee, delivered):
        self.letters[party] = actions.consult(
            self.case, by=self.cast.clerk, addressee=addressee, party=party, letter="请提出意见。",
            delivered_on=delivered,
        )  # fmt: skip

    def opinion(self, _today, party):
        actions.record_opinion(self.letters[party], by=self.cast.clerk, opinion="consent")

    def lapse(self, _today, party):
        actions.lapse(self.letters[party])


class Kept:
    """A clock and its events, out of any database."""

    def __init__(self, limit: int, at: dt.datetime) -> None:
        self.clock, start = started(scope="", unit=Unit.WORKING_DAY, limit=limit, at=at, calendar=COUNTRY)
        self.events = [start]

    def add(self, kind: EventKind, at: dt.datetime, **more) -> None:
        event = ClockEvent(number=len(self.events) + 1, kind=kind, at=at, **more)
        happen(self.clock, self.events, event, COUNTRY)
        self.events.append(event)

    def __copy__(self) -> Kept:
        other = object.__new__(Kept)
        other.clock, other.events = copy.copy(self.clock), list(self.events)
        return other


class Paper:
    """The same request without a database: the product's states and clocks, and the rules of its actions on one page.

    That these are the rules of the actions is shown by keeping the same lives in both ways.
    """

    def __init__(self, now: dt.datetime) -> None:
        self.case = DisclosureRequest(state=State.PROCESSING, received_on=now.date())
        self.now, self.kept = now, Kept(REPLY_LIMIT, now)
        self.once: set[str] = set()
        self.letters: dict[str, Kept] = {}
        self.opinions: dict[str, dt.datetime] = {}
        self.pay_by = now.date()

    def do(self, verb: str, now: dt.datetime, **what) -> None:
        before = {name: copy.copy(value) for name, value in vars(self).items() if name != "letters"}
        letters = {party: copy.copy(letter) for party, letter in self.letters.items()}
        self.now = now
        try:
            getattr(self, verb)(now.date(), **what)
        except Refused:
            self.__dict__.update(before, letters=letters)
            raise

    def look(self) -> tuple[str, Clock]:
        return self.case.state, self.kept.clock

    def recompute(self, _now: dt.datetime) -> Clock:
        again = copy.copy(self.kept.clock)
        apply_derivation(again, self.kept.events, Days())
        return again

    def put_aside(self, _now: dt.datetime) -> None:
        pass

    def only_once(self, verb: str) -> None:
        if verb in self.once:
            raise Refused(f"{verb} was done before")
        self.once.add(verb)

    def in_time(self) -> None:
        if self.kept.clock.is_overdue(self.now):
            raise Refused("the time has run out")

    def ask(self, today):
        advance(self.case, "ask_supplement", TABLE)
        self.only_once("ask")
        if today > COUNTRY.add_workdays(self.case.received_on, SUPPLEMENT_LIMIT):
            raise Refused("too late for a supplement")
        self.kept.add(EventKind.PAUSE, self.now)

    def supplement(self, _today):
        advance(self.case, "supplement", TABLE)
        self.kept.add(EventKind.RESTART, self.now)

    def extend(self, _today, days):
        ensure(self.case, "extend")
        self.only_once("extend")
        self.in_time()
        self.kept.add(EventKind.EXTEND, self.now, units=days)

    def reasons(self, today):
        ensure(self.case, "ask_reasons")
        self.only_once("reasons")
        if today + ONE_DAY >= self.kept.clock.due_on:
            raise Refused("no time left for reasons")

    def set_date(self, _today, due_on):
        ensure(self.case, "set_own_date")
        if "reasons" not in self.once:
            raise Refused("no reasons were given")
        self.only_once("set_date")
        self.kept.add(EventKind.OWN_DATE, self.now, due_on=due_on)

    def charge(self, today):
        advance(self.case, "charge_fee", TABLE)
        self.only_once("charge")
        self.in_time()
        self.kept.add(EventKind.PAUSE, self.now)
        self.pay_by = COUNTRY.add_workdays(today + PAY_WITHIN - ONE_DAY, 1)

    def pay(self, today):
        advance(self.case, "record_payment", TABLE)
        if today > self.pay_by:
            raise Refused("not paid in time")
        self.kept.add(EventKind.RESTART, self.now)

    def consult(self, today, party, addressee, delivered):
        before = advance(self.case, "consult", TABLE)
        at = self.now if delivered == today else day_start(delivered) + dt.timedelta(hours=12)
        self.letters[party] = Kept(OPINION_LIMIT, at)
        if before != State.CONSULTING:
            self.kept.add(EventKind.PAUSE, self.now)

    def opinion(self, _today, party):
        self.conclude(party, self.now)

    def lapse(self, _today, party):
        if not self.letters[party].clock.is_overdue(self.now):
            raise Refused("the party still has time")
        self.conclude(party, self.letters[party].clock.due_at)

    def conclude(self, party: str, at: dt.datetime) -> None:
        ensure(self.case, "record_opinion")
        self.letters[party].add(EventKind.STOP, at)
        self.opinions[party] = at
        if len(self.opinions) == len(self.letters):
            advance(self.case, "conclude_consultation", TABLE)
            counted_from = max(min(at, self.letters[who].clock.due_at) for who, at in self.opinions.items())
            self.kept.add(EventKind.RESUME, max(counted_from, self.kept.events[-1].at))
