"""A year of requests as a city published it, lived through again by the actions, one by one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import time_machine

from catalog.models import NegativeGround
from requests_app import actions
from requests_app.actions.matters import Part
from requests_app.outcomes import Outcome

PUBLISHED = json.loads((Path(__file__).parents[1] / "data" / "suqian_2023.json").read_text())
COLUMNS = [f"c{number}" for number in range(1, 8)]


def published() -> dict[tuple[str, str], int]:
    """The published table by (row, column)."""
    cells = {}
    for name, numbers in PUBLISHED["table3"].items():
        row = next(code for code in sorted([*Outcome.values, "R1", "R2", "R3_7", "R4"], key=len, reverse=True)
                   if name == code or name.startswith(f"{code}_"))  # fmt: skip
        cells |= {(row, column): number for column, number in zip(COLUMNS, numbers, strict=True)}
    return cells


class Life(NamedTuple):
    """One request to be: who asks, what comes of it ("": nothing in this year), and whether the year before left it."""

    column: str
    outcome: str
    is_carried_in: bool


def lives() -> list[Life]:
    """A request for each one published; those from the year before are among the first of each column's results."""
    cells = published()
    found = []
    for column in COLUMNS[:-1]:
        ends = [outcome for outcome in Outcome.values for _ in range(cells[outcome, column])]
        carried = cells["R2", column]
        found += [Life(column, outcome, place < carried) for place, outcome in enumerate(ends)]
        found += [Life(column, "", is_carried_in=False)] * cells["R4", column]
    assert Counter((life.column, life.is_carried_in) for life in found) == Counter(
        {(c, old): cells["R2" if old else "R1", c] for c in COLUMNS[:-1] for old in (True, False) if
         cells["R2" if old else "R1", c]}
    )  # fmt: skip
    return found


class Office:
    """Several agencies with one clerk and one head over them, who take each request through what its end asks for."""

    def __init__(self, world: SimpleNamespace) -> None:
        self.world = world
        self.ground = NegativeGround.objects.get(code="R3_3_4")
        self.filed = 0

    def file(self, life: Life):
        self.filed += 1
        agencies = self.world.agencies
        return actions.submit_request(
            agencies[self.filed % len(agencies)], by=None, key=f"{self.filed:032x}", category=life.column,
            name=f"申请人{self.filed}", identity_kind="other", identity_number=f"A{self.filed}", phone="5551234",
            subject=f"第{self.filed}号信息",
        ).case  # fmt: skip

    def take_in(self, case):
        """Register, give to the clerk, search."""
        clerk = self.world.clerk
        case = actions.process(actions.register(case, by=clerk), by=clerk)
        actions.record_search(case, by=clerk, places="档案室", terms=case.subject, result="见答复")
        return case

    def ask(self, case, outcome, *, until):
        """What has to be asked of the applicant before some ends, and what silence then means."""
        clerk = self.world.clerk
        if outcome in {"R3_4_3", "R3_6_1"}:
            actions.ask_supplement(case, by=clerk, points="请写明文件名称和年度", respond_by=until)
        elif outcome == "R3_5_4":
            actions.ask_reasons(case, by=clerk, why="本月就同类信息申请四十余次", respond_by=until)
        elif outcome == "R3_6_2":
            actions.charge_fee(case, by=clerk, method="pages", units=120, how_to_pay="转账至非税专户")

    def answer(self, case, outcome):
        withheld = [Part("身份证号码", self.ground)] if outcome == "R3_2" else []
        actions.decide(
            case, by=self.world.clerk, outcome=outcome, text="答复如下。", grounds="理由如下。",
            remedies="可以申请复议。", withheld=withheld,
        )  # fmt: skip
        actions.approve_decision(case, by=self.world.head)


def at(day: str):
    return time_machine.travel(f"{day} 10:00+08:00", tick=False)


def quarters(found: list[Life]) -> Iterator[tuple[str, str, str, list[Life]]]:
    """The requests of the year itself in four parts: the days of filing, of answering, and of what comes late."""
    days = [("2023-02-06", "2023-02-13", "2023-03-20"), ("2023-05-08", "2023-05-15", "2023-06-19"),
            ("2023-08-07", "2023-08-14", "2023-09-18"), ("2023-11-06", "2023-11-13", "2023-12-18")]  # fmt: skip
    for place, (filed, answered, late) in enumerate(days):
        yield filed, answered, late, found[place::4]
