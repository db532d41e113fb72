"""The engine's rule at its edges, each case counted by hand (see `portal/workdays/clock.py`)."""

import datetime as dt
import os
import subprocess
import sys

import pytest

from portal.workdays.clock import derive
from portal.workdays.days import Days
from portal.workdays.derivation import marks_of
from portal.workdays.national import SpecialDay
from tests.portal.workdays.oracle import SHANGHAI, Event, happened

WORKING, CALENDAR, HOUR = "working_day", "calendar_day", "hour"


def clock(text, *, unit=WORKING, limit=20, calendar=None):
    return derive(happened(text), unit=unit, limit=limit, calendar=calendar or Days())


def due(text, **options):
    return f"{clock(text, **options).due_on:%Y-%m-%d}"


def strip(text, **options):
    """`09-18 start, 09-19 weekend, 09-20 1 makeup …` of a derivation."""
    words = []
    for mark in clock(text, **options).days:
        word = str(mark.number) if mark.number else mark.kind.value
        word += f" {mark.name}" if mark.kind == "holiday" else ""
        words.append(f"{mark.on:%m-%d} {word}{' makeup' if mark.is_makeup else ''}{' due' if mark.is_due else ''}")
    return words


# A quiet month without holidays: March 2026. The 2nd is a Monday, 6 the Friday, 9 the next Monday.
@pytest.mark.parametrize(
    ("story", "limit", "expected"),
    [
        ("start 2026-03-02", 5, "2026-03-09"),  # 3 4 5 6 9
        # the day of the pause is counted, the day of the resume is not
        ("start 2026-03-02, pause 2026-03-04, resume 2026-03-06", 5, "2026-03-11"),  # 3 4 · 9 10 11
        # paused and resumed on one day: nothing is taken out
        ("start 2026-03-02, pause 2026-03-04 09:00, resume 2026-03-04 17:00", 5, "2026-03-09"),
        # asked today, answered tomorrow: one day is taken out
        ("start 2026-03-02, pause 2026-03-04, resume 2026-03-05", 5, "2026-03-10"),  # 3 4 · 6 9 10
        # a pause over nothing but a weekend takes out no working day
        ("start 2026-03-02, pause 2026-03-06, resume 2026-03-08", 5, "2026-03-09"),
        # paused on a Saturday: the weekend counts neither way, Monday is taken out
        ("start 2026-03-02, pause 2026-03-07, resume 2026-03-09", 5, "2026-03-10"),  # 3 4 5 6 · 10
        # paused on the day of the start: not one day was counted
        ("start 2026-03-02, pause 2026-03-02 10:00, resume 2026-03-04", 5, "2026-03-11"),  # 5 6 9 10 11
        # paused on the last day but one: one day is left, the day after the resume
        ("start 2026-03-02, pause 2026-03-06, resume 2026-03-18", 5, "2026-03-19"),  # 3 4 5 6 · 19
        # paused on the due day or later: the period has run out, nothing moves
        ("start 2026-03-02, pause 2026-03-09, resume 2026-03-18", 5, "2026-03-09"),
        ("start 2026-03-02, pause 2026-03-11, resume 2026-03-18", 5, "2026-03-09"),
        # two pauses, one beginning on the day on which the other ends
        (
            "start 2026-03-02, pause 2026-03-03, resume 2026-03-05 09:00, pause 2026-03-05 10:00, resume 2026-03-09",
            5,
            "2026-03-13",  # 3 · 10 11 12 13
        ),
        # a resumed day is not counted, even if the pause of the same day was the second
        ("start 2026-03-02, pause 2026-03-03, resume 2026-03-04 09:00, pause 2026-03-04 10:00, resume 2026-03-04 11:00",
         5, "2026-03-10"),  # 3 · 5 6 9 10
        # extensions
        ("start 2026-03-02, extend+5 2026-03-04", 5, "2026-03-16"),  # 3 4 5 6 9 10 11 12 13 16
        ("start 2026-03-02, extend+5 2026-03-09", 5, "2026-03-16"),  # on the due day itself
        ("start 2026-03-02, pause 2026-03-04, extend+2 2026-03-05, resume 2026-03-06", 5, "2026-03-13"),
        # an extension gives effect to a pause of the due day
        ("start 2026-03-02, pause 2026-03-09 09:00, extend+1 2026-03-09 10:00, resume 2026-03-11", 5, "2026-03-12"),
        # counting anew: day one is the day after
        ("start 2026-03-02, restart 2026-03-05", 5, "2026-03-12"),  # 6 9 10 11 12
        ("start 2026-03-02, pause 2026-03-03, restart 2026-03-12", 5, "2026-03-19"),  # 13 16 17 18 19
        ("start 2026-03-02, restart 2026-03-31", 5, "2026-04-08"),  # after the due day: 4-1 2 3 7 8 (清明 4–6)
        ("start 2026-03-02, extend+5 2026-03-03, restart 2026-03-05", 5, "2026-03-19"),  # the extension stays given
        # a stop changes no count, but ends a pause
        ("start 2026-03-02, stop 2026-03-04", 5, "2026-03-09"),
        ("start 2026-03-02, stop 2026-03-20", 5, "2026-03-09"),
        ("start 2026-03-02, pause 2026-03-04, stop 2026-03-20", 5, "2026-03-25"),  # 3 4 · 23 24 25
    ],
)  # fmt: skip
def test_edges_of_the_counting_rule(story, limit, expected):
    assert due(story, limit=limit) == expected


def test_a_consultation_over_the_national_day():
    # 9-20(1) 21 22(3) · 9-30(4) 10-8..10(7) 12..16(12) 19..23(17) 26 27 28(20)
    assert due("start 2026-09-18, pause 2026-09-22, resume 2026-09-29") == "2026-10-28"
    # the same, extended by 20: 29 30(22) 11-2..6(27) 9..13(32) 16..20(37) 23 24 25(40)
    assert due("start 2026-09-18, pause 2026-09-22, resume 2026-09-29, extend+20 2026-10-20") == "2026-11-25"


def test_the_strip_says_of_every_day_what_it_is():
    assert strip("start 2026-09-18, pause 2026-09-22, resume 2026-09-24", limit=8) == [
        "09-18 start", "09-19 weekend", "09-20 1 makeup", "09-21 2", "09-22 3", "09-23 paused", "09-24 paused",
        "09-25 holiday 中秋节", "09-26 holiday 中秋节", "09-27 holiday 中秋节", "09-28 4", "09-29 5", "09-30 6",
        "10-01 holiday 国庆节", "10-02 holiday 国庆节", "10-03 holiday 国庆节", "10-04 holiday 国庆节",
        "10-05 holiday 国庆节", "10-06 holiday 国庆节", "10-07 holiday 国庆节", "10-08 7", "10-09 8 due",
    ]  # fmt: skip


def test_the_strip_keeps_the_days_before_counting_anew():
    assert strip("start 2026-03-02, pause 2026-03-03, restart 2026-03-05", limit=2) == [
        "03-02 start", "03-03 1", "03-04 paused", "03-05 restart", "03-06 1", "03-07 weekend", "03-08 weekend",
        "03-09 2 due",
    ]  # fmt: skip


def test_the_stored_strip_is_the_derived_one():
    found = clock("start 2026-09-18, pause 2026-09-22, resume 2026-09-24, extend+20 2026-09-24")
    assert marks_of(found.to_json()) == list(found.days)
    assert found.days[6].events == ("resume", "extend")


class TestOpenPause:
    def test_the_due_date_is_the_earliest_possible_and_the_strip_ends_with_the_pause(self):
        found = clock("start 2026-03-02, pause 2026-03-04 15:00", limit=5)
        assert found.paused_at == dt.datetime(2026, 3, 4, 15, tzinfo=SHANGHAI)
        assert (found.due_on, found.days[-1].on) == (dt.date(2026, 3, 9), dt.date(2026, 3, 4))
        assert not any(mark.is_due for mark in found.days)

    def test_a_pause_after_the_end_pauses_nothing(self):
        found = clock("start 2026-03-02, pause 2026-03-09", limit=5)
        assert found.paused_at is None
        assert found.days[-1].is_due

    def test_in_calendar_days(self):
        assert due("start 2026-03-02, pause 2026-03-04", limit=5, unit=CALENDAR) == "2026-03-09"  # 7 is a Saturday


class TestCalendarDays:
    @pytest.mark.parametrize(
        ("story", "limit", "expected"),
        [
            ("start 2026-03-02", 20, "2026-03-23"),  # the 22nd is a Sunday: the next working day
            ("start 2026-03-03", 20, "2026-03-23"),  # the 23rd itself
            ("start 2026-09-10", 20, "2026-09-30"),
            ("start 2026-09-11", 20, "2026-10-08"),  # ends on 1 October: after the Golden Week
            ("start 2026-08-31", 20, "2026-09-20"),  # a worked Sunday is no day off
            ("start 2024-02-09", 20, "2024-02-29"),
            ("start 2026-03-02, pause 2026-03-04, resume 2026-03-09", 5, "2026-03-12"),  # 3 4 · 10 11 12
        ],
    )
    def test_every_day_counts_and_the_last_is_a_working_day(self, story, limit, expected):
        assert due(story, limit=limit, unit=CALENDAR) == expected

    def test_the_days_moved_over_are_marked(self):
        tail = strip("start 2026-09-11", limit=20, unit=CALENDAR)[-8:]
        assert tail == ["10-01 20", *(f"10-0{n} carried" for n in range(2, 8)), "10-08 carried due"]


class TestHours:
    @pytest.mark.parametrize(
        ("story", "limit", "expected"),
        [
            ("start 2026-09-30 22:30", 24, "2026-10-01 22:30"),  # holidays do not matter
            ("start 2024-02-28 12:00", 24, "2024-02-29 12:00"),
            ("start 2026-03-02 08:00, pause 2026-03-02 10:00, resume 2026-03-03 09:30", 24, "2026-03-04 07:30"),
            ("start 2026-03-02 08:00, pause 2026-03-02 10:00", 24, "2026-03-03 08:00"),  # at the earliest
            ("start 2026-03-02 08:00, pause 2026-03-04 10:00, resume 2026-03-05 10:00", 24, "2026-03-03 08:00"),
            ("start 2026-03-02 08:00, extend+12 2026-03-02 20:00", 24, "2026-03-03 20:00"),
            ("start 2026-03-02 08:00, pause 2026-03-02 09:00, restart 2026-03-05 10:00", 24, "2026-03-06 10:00"),
            ("start 2026-03-02 08:00, restart 2026-03-05 10:00", 24, "2026-03-06 10:00"),
        ],
    )
    def test_hours_run_from_the_moment(self, story, limit, expected):
        found = clock(story, limit=limit, unit=HOUR)
        assert f"{found.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == expected
        assert found.due_on == found.due_at.astimezone(SHANGHAI).date()
        assert not found.is_provisional

    def test_the_strip_of_hours(self):
        story = "start 2026-03-02 08:00, pause 2026-03-02 10:00, resume 2026-03-04 09:30"
        assert strip(story, limit=24, unit=HOUR) == [
            "03-02 start", "03-03 paused", "03-04 counted", "03-05 counted due",
        ]  # fmt: skip


class TestMidnight:
    LAST = dt.datetime(2026, 3, 2, 15, 59, 59, 999999, dt.UTC)  # 23:59:59.999999 on the 2nd in China
    FIRST = dt.datetime(2026, 3, 2, 16, 0, 0, 0, dt.UTC)  # 00:00 on the 3rd in China

    @pytest.mark.parametrize(("moment", "expected"), [(LAST, dt.date(2026, 3, 3)), (FIRST, dt.date(2026, 3, 4))])
    def test_a_day_in_china_begins_at_16_utc(self, moment, expected):
        assert derive([Event("start", moment)], unit=WORKING, limit=1, calendar=Days()).due_on == expected

    def test_the_last_moment_is_the_end_of_the_due_day_in_china(self):
        found = clock("start 2026-03-02", limit=1)
        assert found.due_at == dt.datetime(2026, 3, 3, 15, 59, 59, 999999, dt.UTC)

    @pytest.mark.parametrize(("moment", "expected"), [(LAST, dt.date(2026, 3, 9)), (FIRST, dt.date(2026, 3, 6))])
    def test_a_pause_just_before_and_just_after_midnight(self, moment, expected):
        # paused on the 2nd: 2-28(1, a worked Saturday) 3-2(2) · 5 6 9(5); on the 3rd: 2-28(1) 3-2 3-3(3) · 5 6(5)
        events = [*happened("start 2026-02-27"), Event("pause", moment), *happened("resume 2026-03-04")]
        assert derive(events, unit=WORKING, limit=5, calendar=Days()).due_on == expected

    @pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"])
    def test_the_zone_of_the_process_changes_nothing(self, zone):
        program = (
            "from tests.portal.workdays.oracle import happened\n"
            "from portal.workdays.clock import derive\n"
            "from portal.workdays.days import Days\n"
            "story = 'start 2026-09-18 23:59, pause 2026-09-23 00:00, resume 2026-09-24 23:59'\n"
            "print(derive(happened(story), unit='working_day', limit=20, calendar=Days()).due_at.isoformat())\n"
        )
        out = subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True
        )
        # 9-20(1) 21 22 23(4) · 28 29 30(7) 10-8..10(10) 12..16(15) 19..23(20)
        assert out.stdout.strip() == "2026-10-23T23:59:59.999999+08:00"


class TestProvisional:
    @pytest.mark.parametrize(
        ("start", "expected", "is_provisional"),
        [
            ("2026-11-27", "2026-12-25", False),
            ("2026-12-03", "2026-12-31", True),  # the notice for 2027 may still move the last days of 2026
            ("2026-12-04", "2027-01-04", True),
            ("2027-01-15", "2027-02-16", True),  # 2-5 除夕 and 2-8 初三 are off by law; days in lieu wait
        ],
    )
    def test_working_days(self, start, expected, is_provisional):
        found = clock(f"start {start}")
        assert (f"{found.due_on}", found.is_provisional) == (expected, is_provisional)

    def test_once_the_notice_is_in_the_calendar(self):
        off = SpecialDay(False, "元旦")
        calendar = Days({dt.date(2027, 1, 1): off, dt.date(2027, 1, 4): off}, frozenset({2027}))
        found = clock("start 2026-12-04", calendar=calendar)
        assert (found.due_on, found.is_provisional) == (dt.date(2027, 1, 5), False)

    def test_an_open_pause_is_provisional_by_its_earliest_end(self):
        assert clock("start 2026-12-04, pause 2026-12-07").is_provisional
        assert not clock("start 2026-11-02, pause 2026-11-04").is_provisional

    def test_calendar_days_are_provisional_only_by_their_last_day(self):
        assert not clock("start 2026-11-02", unit=CALENDAR).is_provisional
        assert clock("start 2026-12-20", unit=CALENDAR).is_provisional


@pytest.mark.parametrize(
    "events",
    [
        [],
        happened("pause 2026-03-02"),
        happened("start 2026-03-02, start 2026-03-03"),
        happened("start 2026-03-02, pause 2026-03-01"),
        [Event("start", dt.datetime(2026, 3, 2))],  # noqa: DTZ001  that it is naive is the point
    ],
)
def test_nonsense_is_not_derived(events):
    with pytest.raises(ValueError):
        derive(events, unit=WORKING, limit=20, calendar=Days())


def test_a_limit_of_nothing_is_not_derived():
    with pytest.raises(ValueError):
        clock("start 2026-03-02", limit=0)
