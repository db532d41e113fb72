"""Powers online in the demo: two powers of a county bureau run here, one of a city bureau reported from outside."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from django.utils import timezone

from oversight import actions
from oversight.actions import Decision
from oversight.models import PowerCase, PowerItem
from oversight.powers.flows import read_bands
from portal.demo.history import History
from portal.demo.world import World

FINE = "给予警告，罚款%s元。"


class Told(NamedTuple):
    """A case: of which power, whose, about what, and how many days ago it entered each stage of its flow."""

    item: str
    party: str
    matter: str
    days_ago: Sequence[float]
    decision: Decision | None = None
    published_ago: float | None = None
    ended_ago: float | None = None


def fine(degree: str, amount: int, reason: str = "") -> Decision:
    return Decision("imposed", FINE % amount, degree, Decimal(amount), reason)


GRANTED = Decision("granted", "符合法定条件，准予登记。")
REPEATED = "一年内两次责令改正后再犯"
CASES = (
    Told("cf-02", "临溪县康乐养老院", "未按规定开展入院评估", (104, 101, 92, 60, 50), fine("较轻", 3000), 57),
    Told(
        "cf-02",
        "临溪县夕阳红养老院",
        "工作人员资格不符合规定",
        (72, 68, 60, 33),
        fine("较轻", 8000, REPEATED),
        30,
    ),
    Told("cf-02", "临溪县福寿园养老院", "利用养老机构场地开展无关活动", (62, 58, 50, 4), fine("严重", 28000)),
    Told("cf-02", "临溪县静雅护理院", "未依照规定备案开展服务", (24, 20, 12)),
    Told("cf-02", "杨某某", "擅自以养老机构名义收取预付款", (41,)),
    Told("xk-01", "临溪县老年书画协会（筹）", "申请成立社会团体", (75, 73, 70, 62, 58), GRANTED, 60),
    Told("xk-01", "临溪县果蔬种植协会（筹）", "申请成立社会团体", (33, 31, 28, 19), GRANTED),
    Told("xk-01", "临溪县乡村教育促进会（筹）", "申请成立社会团体", (6, 3)),
    Told("xk-01", "临溪县棋类协会（筹）", "申请成立社会团体", (27, 24), None, None, 15),
)
# what the city's market bureau reports: one as it should be, one whose stages are out of order
ORDERLY, DISORDERLY = {"登记": 46, "立案": 43, "调查": 40, "处罚": 16}, {"登记": 30, "处罚": 12, "立案": 9}
OUTSIDE = (
    ("SP-0417", "明川鲜味餐饮有限公司", "使用超过保质期的食品原料", ORDERLY, fine("较轻", 6000)),
    ("SP-0431", "明川市河畔小吃店", "未按规定公示食品经营许可证", DISORDERLY, fine("较轻", 5000)),
)


def run_powers(world: World, history: History) -> None:
    """Enter the powers long ago, then run and report the cases."""
    items: dict[str, PowerItem] = {}
    history.at(200, partial(_enter, world, items), hour=8)
    for told in CASES:
        Running(world, history, items, told).begin()
    for number, party, matter, days, decision in OUTSIDE:
        history.at(8, partial(_report, world, history, number, party, matter, days, decision), hour=16)


def _enter(world: World, items: dict[str, PowerItem]) -> None:
    county, city = world.people["countyofficer"], world.people["officer"]
    items["xk-01"] = actions.add_power(
        world["lx-mzj"], by=county, code="xk-01", name="社会团体成立、变更、注销登记", kind="licence",
        basis="《社会团体登记管理条例》第六条",
    )  # fmt: skip
    items["cf-02"] = actions.add_power(
        world["lx-mzj"], by=county, code="cf-02", name="对养老机构违反管理规定行为的处罚", kind="penalty",
        basis="《养老机构管理办法》第四十六条", major_from=Decimal(20000),
        bands=read_bands("较轻 0 5000\n一般 5000 15000\n严重 15000 30000"),
    )  # fmt: skip
    items["sp-01"] = actions.add_power(
        world["mc-scj"], by=city, code="sp-01", name="对食品经营违法行为的处罚", kind="penalty",
        basis="《食品安全法》第一百二十六条", major_from=Decimal(50000),
        bands=read_bands("较轻 5000 15000\n一般 15000 35000\n严重 35000 50000"),
    )  # fmt: skip


class Running:
    """Carries one case through, by the clerk of the bureau."""

    def __init__(self, world: World, history: History, items: dict[str, PowerItem], told: Told) -> None:
        self.clerk, self.history = world.people["clerk"], history
        self.items, self.told, self.case = items, told, PowerCase()

    def begin(self) -> None:
        told, at = self.told, self.history.at
        at(told.days_ago[0], self.register, hour=9)
        for days in told.days_ago[1:]:
            at(days, self.advance, hour=11)
        if told.published_ago is not None:
            at(told.published_ago, self.publish, hour=15)
        if told.ended_ago is not None:
            at(told.ended_ago, self.end, hour=15)

    def register(self) -> None:
        told = self.told
        kind = "person" if told.party.endswith("某某") else "organisation"
        self.case = actions.register_case(
            self.items[told.item], by=self.clerk, party_kind=kind, party_name=told.party, matter=told.matter
        )

    def advance(self) -> None:
        stage = self.case.stages[self.case.stage]
        decision = self.told.decision if stage.decides else None
        self.case = actions.advance_case(self.case, by=self.clerk, stage=stage.name, decision=decision)

    def publish(self) -> None:
        self.case = actions.publish_result(self.case, by=self.clerk, text=self.case.decision)

    def end(self) -> None:
        self.case = actions.end_case(self.case, by=self.clerk, reason="申请人撤回申请")


def _report(
    world: World, history: History, number: str, party: str, matter: str, days: dict[str, int], decision: Decision
) -> None:
    today = timezone.localtime(history.today).replace(hour=10, minute=0, second=0, microsecond=0)
    steps = [
        actions.ReportedStep(stage, today - dt.timedelta(days=ago), "市场监管业务系统") for stage, ago in days.items()
    ]
    report = actions.Report(number, "sp-01", "organisation", party, matter, "", steps, decision)
    actions.take_in(world["mc-scj"], report, by=world.people["cityclerk"], source="api")
