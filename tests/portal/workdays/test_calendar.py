"""The calendar against the State Council's notices, and what agencies and imports put over it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from portal.workdays.calendar import Calendar, Calendars
from portal.workdays.days import Days
from portal.workdays.models import CalendarDay, Source
from tests.portal.workdays.notices import ANNOUNCED, NOTICE_2026, day, is_workday

NATIONAL = Days()


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_of_a_year_is_as_the_notice_says(year):
    days = [dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(365 + (year % 4 == 0))]
    assert days[-1] == dt.date(year, 12, 31)
    assert [d for d in days if NATIONAL.is_workday(d) != is_workday(d)] == []
    assert not NATIONAL.is_provisional(year)


def test_the_make_up_working_days_of_2026_are_these_six():
    weekends = [d for d, worked in ANNOUNCED.items() if worked and d.year == 2026]
    assert [f"{d:%m-%d}" for d in sorted(weekends)] == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert all(NATIONAL.is_makeup(d) for d in weekends)


def test_holidays_bear_the_names_of_the_notice():
    for paragraph in NOTICE_2026:
        for text in (paragraph.first, *paragraph.worked):
            assert NATIONAL.special(day(text)).name == paragraph.festival


def test_a_leap_day_is_a_day_like_any_other():
    assert NATIONAL.is_workday(dt.date(2024, 2, 29))
    assert NATIONAL.add_workdays(dt.date(2024, 2, 28), 1) == dt.date(2024, 2, 29)
    assert NATIONAL.add_workdays(dt.date(2024, 2, 28), 2) == dt.date(2024, 3, 1)
    assert not NATIONAL.is_workday(dt.date(2020, 2, 29))  # a Saturday


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        ("2026-09-30", 0, "2026-09-30"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-18", 1, "2026-09-20"),  # a worked Sunday
        ("2026-10-08", -1, "2026-09-30"),
        ("2026-10-12", -1, "2026-10-10"),  # a worked Saturday
        ("2026-10-04", 1, "2026-10-08"),  # counted from a day off
    ],
)
def test_adding_working_days(start, number, expected):
    assert NATIONAL.add_workdays(dt.date.fromisoformat(start), number) == dt.date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        ("2026-09-30", "2026-09-30", 0),
        ("2026-09-30", "2026-10-08", 1),
        ("2026-09-18", "2026-09-21", 2),
        ("2026-10-08", "2026-09-30", -1),
        ("2026-10-01", "2026-10-07", 0),
    ],
)
def test_working_days_between_leave_out_the_first_and_take_in_the_last(first, last, number):
    assert NATIONAL.workdays_between(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == number


class TestUnannouncedYears:
    def test_2027_is_provisional_and_knows_the_festivals_of_the_law_only(self):
        assert NATIONAL.is_provisional(2027)
        off = [d for d in (dt.date(2027, 10, n) for n in range(1, 8)) if not NATIONAL.is_workday(d)]
        assert [d.day for d in off] == [1, 2, 3]  # 4–7 October wait for the notice
        assert not NATIONAL.is_workday(dt.date(2027, 2, 8))  # 正月初三, a Monday
        assert NATIONAL.special(dt.date(2027, 6, 9)).name == "端午节"

    def test_the_last_days_of_december_wait_for_the_next_years_notice(self):
        assert not NATIONAL.is_provisional_on(dt.date(2026, 12, 28))
        assert NATIONAL.is_provisional_on(dt.date(2026, 12, 29))
        assert not NATIONAL.is_provisional_on(dt.date(2025, 12, 31))


@pytest.mark.django_db
class TestRows:
    DAY = dt.date(2026, 4, 20)  # 三月三 falls into this week in Guangxi: worked elsewhere

    def row(self, scope="", date=DAY, is_workday=False, **more):
        return CalendarDay.objects.create(scope=scope, date=date, is_workday=is_workday, name="三月三", **more)

    def test_a_row_holds_for_its_scope_and_below_and_nowhere_else(self):
        self.row("0001")
        assert not Calendar.for_scope("0001").is_workday(self.DAY)
        assert not Calendar.for_scope("000100020003").is_workday(self.DAY)
        assert Calendar.for_scope("0002").is_workday(self.DAY)
        assert Calendar.for_scope("").is_workday(self.DAY)

    def test_the_nearest_scope_wins(self):
        self.row("00010002", is_workday=True)
        self.row("", is_workday=False)
        self.row("0001", is_workday=False)
        assert Calendar.for_scope("000100020003").is_workday(self.DAY)
        assert not Calendar.for_scope("00010003").is_workday(self.DAY)

    def test_a_calendar_takes_one_query_and_answers_without_another(self, django_assert_num_queries):
        self.row("0001")
        with django_assert_num_queries(1):
            calendar = Calendar.for_scope("000100020003")
            calendar.workdays_between(dt.date(2026, 1, 1), dt.date(2026, 12, 31))

    def test_calendars_of_many_scopes_take_one_query_together(self, django_assert_num_queries):
        self.row("0001")
        with django_assert_num_queries(1):
            calendars = Calendars()
            answers = [calendars.for_scope(path).is_workday(self.DAY) for path in ("0001", "00010001", "0002")]
        assert answers == [False, False, True]

    def test_an_imported_notice_ends_the_provisional_year_and_replaces_the_bare_festivals(self):
        self.row(date=dt.date(2027, 2, 9), source=Source.NOTICE)
        calendar = Calendar.for_scope("0001")
        assert not calendar.is_provisional(2027)
        assert not calendar.is_workday(dt.date(2027, 2, 9))
        assert calendar.is_workday(dt.date(2027, 2, 8))  # a Monday that this notice does not name

    def test_a_decision_or_a_local_notice_announces_no_year(self):
        self.row(date=dt.date(2027, 2, 9), source=Source.DECISION)
        self.row("0001", date=dt.date(2027, 2, 10), source=Source.NOTICE)
        assert Calendar.for_scope("0001").is_provisional(2027)

    def test_the_next_years_notice_reaches_into_december_without_announcing_it(self):
        self.row(date=dt.date(2027, 12, 31), source=Source.NOTICE)
        assert Calendar.for_scope("").is_provisional(2027)

    def test_a_day_stands_once_in_a_scope(self):
        self.row("0001")
        self.row("0002")
        with pytest.raises(IntegrityError), transaction.atomic():
            self.row("0001")

    def test_a_snapshot_gives_the_same_days_again(self):
        self.row("0001")
        self.row("", date=dt.date(2027, 2, 9), source=Source.NOTICE)
        calendar = Calendar.for_scope("0001")
        again = Days.from_snapshot(calendar.snapshot(dt.date(2026, 1, 1), dt.date(2027, 12, 31)))
        days = [dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(730)]
        assert [again.special(d) for d in days] == [calendar.special(d) for d in days]
        assert not again.is_provisional(2027)
