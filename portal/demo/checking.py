"""Spot checks of the demo: one closed, one whose findings are being rectified, one on the spot."""

import datetime as dt
from functools import partial
from typing import Any

from django.utils import timezone

from oversight import actions as oversight
from oversight.actions.check_forms import Given
from oversight.checklist import asked
from oversight.models import CheckedAgency, CheckVerdict, Finding, Grade, SpotCheck
from portal.agencies.models import Kind
from portal.demo.cases import Office
from portal.demo.history import History
from portal.demo.world import World

STALE = Given(CheckVerdict.FAULT, "公开指南中的办公电话、地址已变更，页面未更新。", days=5)
LATE = Given(CheckVerdict.FAULT, "两件政策文件公开后超过3个工作日才发布解读。", grade=Grade.SERIOUS)
FAULTS = {"wanted": STALE, "orderly": LATE}


def check_on_the_spot(world: World, history: History) -> None:
    """Three spot checks, each a chain of steps in which the next one is noted by the one before."""
    Checking(world, history).begin()


class Checking:
    """Carries the checks through, by the county's officer, the city's, and the clerks of the agencies."""

    def __init__(self, world: World, history: History) -> None:
        self.world, self.history, self.office = world, history, Office(world, history)

    def begin(self) -> None:
        self.history.at(80, partial(self.closed, "lx", "countyofficer"), hour=9)
        self.history.at(14, partial(self.in_work, "lx", "countyofficer"), hour=9)
        self.history.at(4, partial(self.on_the_spot, "mc", "officer"), hour=9)

    def plan(self, code: str, officer: str, title: str, **facts: Any) -> SpotCheck:
        today = timezone.localdate()
        plan = {
            "basis": "年度政务公开工作要点：年底组织抽查，检查结果向社会公开。",
            "kinds": [], "item_count": 6, "since": today - dt.timedelta(days=365), "until": today,
            "self_check_days": 0, "rectify_days": 10,
        } | facts  # fmt: skip
        return oversight.plan_spot_check(self.world[code], by=self.world.people[officer], title=title, **plan)

    def draw(self, check: SpotCheck, officer: str, word: str) -> None:
        witness = "吴监，县政务公开社会监督员"
        oversight.draw_spot_check(check, by=self.world.people[officer], word=word, witness=witness)

    def inspect(self, check: SpotCheck, officer: str, faulty: dict[str, dict[str, Given]], *, most: int = 99) -> None:
        """Begin, and fill in the forms of the first `most` agencies, with `faulty` by the code of an agency."""
        by = self.world.people[officer]
        oversight.begin_check(check, by=by)
        for row in rows_of(check)[:most]:
            good = {question.code: Given(CheckVerdict.GOOD) for question in asked(of_item=False)}
            oversight.fill_form(row, by=by, answers=good | faulty.get(row.number, {}))
            for item in row.items.all():
                fine = {question.code: Given(CheckVerdict.GOOD) for question in asked(of_item=True)}
                oversight.fill_form(row, by=by, item=item, answers=fine)

    def answer(self, check: SpotCheck, code: str, text: str) -> None:
        for finding in Finding.objects.filter(checked_agency__spot_check=check, checked_agency__number=code):
            oversight.answer_finding(finding, by=self.office.clerk(code), text=text)

    def answer_all(self, check: SpotCheck, text: str) -> None:
        for code in numbers_of(check):
            self.answer(check, code, text)

    def closed(self, code: str, officer: str) -> None:
        """All kinds of agencies, drawn, inspected, rectified, closed."""
        check = self.plan(code, officer, "临溪县政务公开三季度抽查", agency_count=6)
        by, at = self.world.people[officer], self.office.soon
        at(1, partial(self.draw, check, officer, "88"))
        at(5, lambda: self.inspect(check, officer, dict.fromkeys(numbers_of(check)[:2], FAULTS)))
        at(7, partial(oversight.send_findings, check, by=by))
        at(12, partial(self.answer_all, check, "已更正并补发。"))
        at(18, lambda: [
            oversight.recheck_finding(finding, by=by, is_rectified=True, text="已逐项核对，整改到位。")
            for finding in Finding.objects.filter(checked_agency__spot_check=check)
        ])  # fmt: skip
        conclusion = "共抽查6家单位，发现的问题均已整改到位，无单项否决情形。"
        at(25, partial(oversight.close_spot_check, check, by=by, conclusion=conclusion))

    def in_work(self, code: str, officer: str) -> None:
        """Every department, after a self-check; one has answered, one has still to."""
        facts = {"kinds": [Kind.DEPARTMENT], "agency_count": 10, "self_check_days": 3}
        check = self.plan(code, officer, "临溪县政务公开年底抽查", **facts)
        at = self.office.soon
        at(1, partial(self.draw, check, officer, "2026"))
        at(3, partial(self.check_oneself, check, "lx-mzj"))
        at(6, partial(self.inspect, check, officer, {"lx-mzj": FAULTS, "lx-jyj": {"wanted": STALE}}))
        at(8, partial(oversight.send_findings, check, by=self.world.people[officer]))
        at(11, partial(self.answer, check, "lx-jyj", "已更新公开指南，附现行页面。"))

    def check_oneself(self, check: SpotCheck, code: str) -> None:
        row = next(row for row in rows_of(check) if row.number == code)
        answers = {question.code: Given(CheckVerdict.GOOD) for question in asked(of_item=False)}
        oversight.fill_self_check(row, by=self.office.clerk(code), answers=answers)

    def on_the_spot(self, code: str, officer: str) -> None:
        """The city's, half done."""
        check = self.plan(code, officer, "明川市政务公开专项抽查", agency_count=8)
        self.office.soon(1, partial(self.draw, check, officer, "17"))
        self.office.soon(2, partial(self.inspect, check, officer, {}, most=3))


def rows_of(check: SpotCheck) -> list[CheckedAgency]:
    rows = check.agencies.select_related("agency", "spot_check__agency").prefetch_related("items")
    return list(rows)


def numbers_of(check: SpotCheck) -> list[str]:
    return [row.number for row in rows_of(check)]
