"""The fee by item and by page, step by step, reckoned by hand from 国办函〔2020〕109号."""

import pytest

from requests_app.fees import Step, by_items, by_pages


@pytest.mark.parametrize(
    ("before", "items", "amount"),
    [
        (0, 1, 0), (0, 10, 0), (9, 1, 0),
        (10, 1, 100), (9, 2, 100), (0, 11, 100), (29, 1, 100), (10, 20, 2000),
        (30, 1, 200), (39, 1, 200), (40, 1, 300), (49, 1, 300), (50, 1, 400), (90, 1, 800), (100, 1, 900),
        (0, 30, 2000), (0, 31, 2200), (0, 40, 4000), (0, 41, 4300), (0, 50, 7000),
        (38, 4, 200 + 200 + 300 + 300),
    ],
)  # fmt: skip
def test_by_item_of_the_calendar_month(before, items, amount):
    assert by_items(before, items).amount == amount


@pytest.mark.parametrize(
    ("pages", "amount"),
    [
        (1, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (300, 6700),
    ],
)  # fmt: skip
def test_by_page(pages, amount):
    assert by_pages(pages).amount == amount


def test_the_steps_are_told_one_by_one():
    assert by_items(8, 24).steps == (Step(9, 10, 0), Step(11, 30, 100), Step(31, 32, 200))
    assert by_pages(250).steps == (Step(1, 30, 0), Step(31, 100, 10), Step(101, 200, 20), Step(201, 250, 40))
    assert [step.amount for step in by_pages(250).steps] == [0, 700, 2000, 2000]


@pytest.mark.parametrize("reckon", [by_pages, lambda number: by_items(7, number)])
def test_it_never_falls_and_the_steps_hold_every_unit_once(reckon):
    before = 0
    for number in range(1, 260):
        found = reckon(number)
        assert sum(step.number for step in found.steps) == number
        assert [step.rate for step in found.steps] == sorted({step.rate for step in found.steps})
        assert found.amount >= before
        before = found.amount


@pytest.mark.parametrize(("before", "items"), [(0, 0), (-1, 1), (3, -2)])
def test_nothing_costs_no_fee_because_it_is_none(before, items):
    with pytest.raises(ValueError, match="at least one"):
        by_items(before, items)
