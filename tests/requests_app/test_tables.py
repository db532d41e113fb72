"""Table 3: cells from endings, and the sums that have to come out."""

import pytest
import time_machine

from requests_app import actions
from requests_app.models import DisclosureRequest
from requests_app.outcomes import Outcome
from requests_app.periods import Period
from requests_app.tables import COLUMNS, ROWS, checks3, table3

YEAR = Period.year(2026)


def filled(cells):
    return {cell: number for cell, number in cells.items() if number}


def test_table_three_of_a_year(cast, reviewing, received, django_assert_num_queries):
    with time_machine.travel("2025-12-30 10:00+08:00", tick=False):
        early = received(category="c2")
    with time_machine.travel("2026-03-04 10:00+08:00", tick=False):
        for outcome, category in (("R3_1", "c1"), ("R3_2", "c1"), ("R3_1", "c2")):
            case = reviewing(outcome=outcome, grounds="区分处理。", category=category)
            actions.approve_decision(case, by=cast.head)
        reviewing()  # not sent yet
        actions.withdraw(received(category="c5"), by=None)
        actions.withdraw(early, by=None)
        with django_assert_num_queries(6):
            cells = table3(DisclosureRequest.objects.under(cast.city), YEAR)
    assert filled(cells) == {
        ("R1", "c1"): 3, ("R1", "c2"): 1, ("R1", "c5"): 1, ("R1", "c7"): 5,
        ("R2", "c2"): 1, ("R2", "c7"): 1,
        ("R3_1", "c1"): 1, ("R3_1", "c2"): 1, ("R3_1", "c7"): 2,
        ("R3_2", "c1"): 1, ("R3_2", "c7"): 1,
        ("R3_6_3", "c2"): 1, ("R3_6_3", "c5"): 1, ("R3_6_3", "c7"): 2,
        ("R3_7", "c1"): 2, ("R3_7", "c2"): 2, ("R3_7", "c5"): 1, ("R3_7", "c7"): 5,
        ("R4", "c1"): 1, ("R4", "c7"): 1,
    }  # fmt: skip
    assert all(check.holds for check in checks3(cells))
    assert filled(table3(DisclosureRequest.objects.under(cast.city), Period.year(2024))) == {}
    assert filled(table3(DisclosureRequest.objects.under(cast.other_government), YEAR)) == {}


def test_every_outcome_has_one_row_and_the_rows_stand_as_in_the_form():
    codes = [row.code for row in ROWS]
    assert [code for code in codes if code in Outcome.values] == Outcome.values
    assert len(codes) == len(set(codes)) == 30
    assert [row.code for row in ROWS if row.is_heading] == ["R3", "R3_3", "R3_4", "R3_5", "R3_6"]
    assert list(COLUMNS) == ["c1", "c2", "c3", "c4", "c5", "c6", "c7"]


def whole():
    cells = {("R1", "c1"): 5, ("R2", "c1"): 2, ("R3_1", "c1"): 6, ("R3_7", "c1"): 6, ("R4", "c1"): 1}
    return cells | {(row, "c7"): number for (row, _column), number in cells.items()}


@pytest.mark.parametrize(
    ("cell", "broken"),
    [
        (("R1", "c1"), [("c1",), (), ("R1",)]),
        (("R3_1", "c7"), [(), ("c7",), ("R3_1",)]),
        (("R3_7", "c3"), [("c3",), ("c3",), ("R3_7",)]),
        (("R4", "c7"), [("c7",), (), ("R4",)]),
    ],
)
def test_a_wrong_cell_breaks_the_rules_it_stands_in(cell, broken):
    assert all(check.holds for check in checks3(whole()))
    cells = whole()
    cells[cell] = cells.get(cell, 0) + 1
    assert [check.failing for check in checks3(cells)] == broken
