"""Worked examples of the time for an answer: read from `worked_examples.txt`, acted out by the real actions."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import NamedTuple

import time_machine
from django.utils import timezone

from portal.refusals import Refused
from portal.workdays.calendar_actions import set_day
from requests_app import actions
from requests_app.models import DisclosureRequest, Ending
from requests_app.states import State
from requests_app.tasks import lapse_consultations
from tests.requests_app.conftest import WANTED, key

FILE = Path(__file__).with_name("worked_examples.txt")
STEP = re.compile(r"(\d{4}-\d\d-\d\d)(?: (\d\d:\d\d))? (\S+)(.*?)(?: -> (.+))?")


class Step(NamedTuple):
    """One line: on `day` at `time` something is done, and `expected` follows."""

    day: str
    time: str
    verb: str
    words: list[str]
    expected: str


class Example(NamedTuple):
    """An article, a sentence that says what it means, and what happens step by step."""

    line: int
    article: str
    sentence: str
    steps: list[Step]


def examples() -> list[Example]:
    """All of the file. Raises ValueError for a line that is neither heading, step nor comment."""
    found: list[Example] = []
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        if match := STEP.fullmatch(line):
            day, time, verb, words, expected = match.groups(default="")
            found[-1].steps.append(Step(day, time or "10:00", verb, words.split(), expected))
        else:
            article, _, sentence = line.partition(" | ")
            if not sentence:
                raise ValueError(f"line {number}: {line}")
            found.append(Example(number, article, sentence, []))
    return found


class Office:
    """The clerk, the head and the applicant of one case, doing what the steps say."""

    def __init__(self, cast: object) -> None:
        self.cast = cast
        self.case: DisclosureRequest = None  # type: ignore[assignment]
        self.letters: dict = {}

    def act(self, step: Step) -> str:
        """Do one step at its moment; what followed, in the words of the file."""
        with time_machine.travel(f"{step.day} {step.time}+08:00", tick=False):
            try:
                said = getattr(self, step.verb.replace("-", "_"))(*step.words)
            except Refused:
                return "refused"
            return said or self.standing()

    def standing(self) -> str:
        self.case = DisclosureRequest.objects.select_related("clock", "agency").get(pk=self.case.pk)
        clock = self.case.clock
        late = " late" if self.case.is_overdue else ""
        return f"{clock.due_on.isoformat()}{' paused' if clock.is_paused else late}"

    def receive(self, channel, _on="", day=""):
        received = dt.date.fromisoformat(day) if day else timezone.localdate()
        by = None if channel == "online" else self.cast.clerk
        self.case = actions.submit_request(
            self.cast.bureau, by=by, key=key(), channel=channel, received_on=received, **WANTED
        ).case

    def register(self, _confirmed="", day=""):
        confirmed = dt.date.fromisoformat(day) if day else None
        actions.register(self.case, by=self.cast.clerk, confirmed_on=confirmed)

    def _in_charge(self):
        """Registered and taken charge of by now, which moves no day."""
        self.case.refresh_from_db()
        if self.case.state == State.RECEIVED:
            actions.register(self.case, by=self.cast.clerk)
        self.case.refresh_from_db()
        if self.case.state == State.REGISTERED:
            actions.process(self.case, by=self.cast.clerk)

    def ask_supplement(self, _until, day):
        self._in_charge()
        asked = {"points": "请写明年度。", "respond_by": dt.date.fromisoformat(day)}
        actions.ask_supplement(self.case, by=self.cast.clerk, **asked)

    def supplement(self):
        actions.supplement(self.case, by=None, text="2025年度。")

    def extend(self, days):
        self._in_charge()
        actions.extend(self.case, by=self.cast.head, days=int(days), reason="数量较大")

    def consult(self, addressee, party, _delivered="", day=""):
        self._in_charge()
        delivered = dt.date.fromisoformat(day) if day else None
        self.letters[party] = actions.consult(
            self.case, by=self.cast.clerk, addressee=addressee, party=party * 2, letter="请提出意见。",
            delivered_on=delivered,
        )  # fmt: skip

    def ask_reasons(self, _until, day):
        self._in_charge()
        actions.ask_reasons(
            self.case, by=self.cast.clerk, why="本月已申请二十件。", respond_by=dt.date.fromisoformat(day)
        )

    def reasons(self):
        actions.give_reasons(self.case, by=None, text="用于诉讼。")

    def own_date(self, day):
        actions.set_own_date(self.case, by=self.cast.head, due_on=dt.date.fromisoformat(day), reason="数量较大。")

    def charge(self):
        self._in_charge()
        actions.charge_fee(self.case, by=self.cast.clerk, method="pages", units=45, how_to_pay="局财务室。")

    def pay(self, day=""):
        paid_on = dt.date.fromisoformat(day) if day else timezone.localdate()
        actions.record_payment(self.case, by=self.cast.clerk, paid_on=paid_on)

    def transfer(self):
        actions.transfer(self.case, by=self.cast.clerk, target=self.cast.sibling, reason="由该局制作。")

    def opinion(self, party, opinion):
        text = "涉及商业秘密。" if opinion == "objection" else ""
        actions.record_opinion(self.letters[party], by=self.cast.clerk, opinion=opinion, text=text)

    def sweep(self):
        lapse_consultations()

    def look(self):
        """Nothing is done."""

    def preview(self, day, kind, *_at):
        self._set_day(day, kind, self.case.agency.path, dry_run=True)

    def calendar(self, day, kind, *at):
        place = self.cast.sibling if at else self.case.agency
        self._set_day(day, kind, place.path, dry_run=False)

    def _set_day(self, day, kind, scope, *, dry_run):
        before = self.standing()
        set_day(scope=scope, date=dt.date.fromisoformat(day), is_workday=kind == "worked", name="决定", dry_run=dry_run)
        assert not dry_run or self.standing() == before

    def answer(self):
        self._in_charge()
        actions.record_search(self.case, by=self.cast.clerk, places="档案室", terms="低保", result="查到一份")
        actions.decide(self.case, by=self.cast.clerk, outcome="R3_1", text="现予公开。")
        actions.approve_decision(self.case, by=self.cast.head)
        self.standing()
        is_late = self.case.clock.was_late()
        assert Ending.objects.get(request=self.case).is_on_time is not is_late
        return "late" if is_late else "in time"
