"""The strip as people see it."""

import datetime as dt
import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from portal.workdays.actions import extend, pause, resume, start_clock, stop
from portal.workdays.models import Unit
from portal.workdays.strip import LONGEST_TAIL, festival, strip_of
from tests.portal.workdays.oracle import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def new(start="2026-09-18", limit=12, unit=Unit.WORKING_DAY):
    return start_clock(scope="", unit=unit, limit=limit, at=at(start))


def texts(clock, today):
    return [day.text for day in strip_of(clock, dt.date.fromisoformat(today)).days]


def summary(clock, today):
    return " ".join(strip_of(clock, dt.date.fromisoformat(today)).sentences)


def test_every_day_says_in_words_what_it_is():
    shown = texts(new(), "2026-09-21")
    assert shown[0] == "2026-09-18 Friday start"
    assert shown[1] == "2026-09-19 Saturday day off"
    assert shown[2] == "2026-09-20 Sunday day 1, make-up workday"
    assert shown[3] == "2026-09-21 Monday day 2, today"
    assert shown[7] == "2026-09-25 Friday Mid-Autumn Festival"
    assert shown[-1] == "2026-10-12 Monday day 12, due day"


def test_the_strip_goes_on_while_paused():
    clock = new()
    pause(clock, at=at("2026-09-22"), reason="r")
    shown = strip_of(clock, dt.date(2026, 9, 27))
    assert [day.style for day in shown.days[-6:]] == ["counted", *["paused"] * 5]
    assert shown.days[-1].is_today
    assert "Paused since 2026-09-22" in " ".join(shown.sentences)
    assert len(strip_of(clock, dt.date(2027, 9, 27)).days) == 5 + LONGEST_TAIL
    resume(clock, at=at("2026-09-28"))
    assert "2026-09-28 Monday paused, resumed" in texts(clock, "2026-09-29")


def test_the_strip_goes_on_when_overdue_and_leaves_out_days_off():
    clock = new("2026-09-22", limit=6)  # due on 9-30 … 23 24 28 29 30(5) 10-8(6)
    shown = strip_of(clock, dt.date(2026, 10, 12))
    assert [(f"{d.on:%m-%d}", d.style) for d in shown.days[-5:]] == [
        ("10-08", "due"), ("10-09", "late"), ("10-10", "late"), ("10-11", "rest"), ("10-12", "late"),
    ]  # fmt: skip
    assert "Was due on 2026-10-08; overdue by 3 working days." in " ".join(shown.sentences)


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        ("2026-09-18", "Due on 2026-10-12; 12 working days left."),
        ("2026-10-12", "Due today, until midnight."),
        ("2026-10-13", "Was due on 2026-10-12; overdue by 1 working days."),
    ],
)
def test_where_it_stands(today, sentence):
    assert summary(new(), today) == f"12 working days, started on 2026-09-18. {sentence}"


def test_extended_provisional_and_completed():
    clock = new("2026-12-04", limit=20)
    extend(clock, units=20, at=at("2026-12-07"), reason="r")
    said = summary(clock, "2026-12-08")
    assert "Extended by 20 working days." in said
    assert "provisional" in said
    stop(clock, at=at("2026-12-20"))
    assert "Completed on 2026-12-20; it was due on" in summary(clock, "2027-06-01")
    assert "provisional" not in summary(clock, "2027-06-01")
    late = new("2026-03-02", limit=1)
    stop(late, at=at("2026-03-05"))
    assert "Completed on 2026-03-05, after the due date of 2026-03-03." in summary(late, "2026-03-09")


def test_hours_name_the_hour():
    clock = new("2026-09-30 22:30", limit=24, unit=Unit.HOUR)
    assert summary(clock, "2026-09-30").startswith("24 hours, started on 2026-09-30 22:30.")
    assert texts(clock, "2026-10-02")[-1] == "2026-10-01 Thursday running, due day"


def test_festivals_are_named_in_the_readers_language():
    assert festival("国庆节、中秋节") == "National Day/Mid-Autumn Festival"
    assert festival("三月三") == "三月三"


def test_the_page_says_everything_without_colour_and_asks_nothing(django_assert_num_queries, time_machine):
    time_machine.move_to(at("2026-10-12"))
    clock = new()
    with django_assert_num_queries(0):
        page = render_to_string("workdays/strip.html", {"clock": clock})
    assert "UNDEFINED" not in page
    cells = re.findall(r"<li .*?</li>", page, re.DOTALL)
    assert len(cells) == len(clock.marks)
    assert all(re.search(r'<span class="visually-hidden">\d{4}-\d\d-\d\d \w+ .+?</span>', cell) for cell in cells)
    assert 'class="day day--due"' in cells[-1]
    assert "style=" not in page


def test_names_from_the_calendar_are_escaped():
    clock = new("2026-03-02", limit=2)
    clock.derivation["days"][1] |= {"kind": "holiday", "name": "<b>x</b>"}
    assert "<b>x" not in render_to_string("workdays/strip.html", {"clock": clock})
