"""Clocks in the database: what each verb does, refuses and keeps."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from portal.refusals import Refused
from portal.workdays.actions import extend, pause, restart, resume, start_clock, stop
from portal.workdays.models import CalendarDay, Clock, ClockEvent, Unit
from tests.portal.workdays.oracle import at

pytestmark = pytest.mark.django_db


def march(day, time="09:00"):
    return at(f"2026-03-{day:02} {time}")


def new(limit=5, unit=Unit.WORKING_DAY, start=2, scope="0001"):
    """A clock from Monday, 2 March 2026: due on Monday, the 9th."""
    return start_clock(scope=scope, unit=unit, limit=limit, at=march(start))


def test_starting_derives_and_keeps_the_event():
    clock = Clock.objects.get(pk=new().pk)
    assert (clock.due_on, clock.started_at, clock.is_provisional) == (dt.date(2026, 3, 9), march(2), False)
    assert clock.due_at == dt.datetime(2026, 3, 9, 15, 59, 59, 999999, dt.UTC)
    assert [(event.number, event.kind) for event in clock.events.all()] == [(1, "start")]
    assert [mark.number for mark in clock.marks] == [None, 1, 2, 3, 4, None, None, 5]


def test_the_calendar_of_the_scope_counts():
    CalendarDay.objects.create(scope="0001", date=dt.date(2026, 3, 4), is_workday=False, name="三月三")
    assert new(scope="00010002").due_on == dt.date(2026, 3, 10)
    assert new(scope="0002").due_on == dt.date(2026, 3, 9)


def test_a_whole_life():
    clock = new()
    pause(clock, at=march(4), reason="Third party asked")
    assert clock.is_paused
    assert clock.paused_at == march(4)
    resume(clock, at=march(6), reason="Opinion received")
    assert (clock.is_paused, clock.due_on) == (False, dt.date(2026, 3, 11))
    extend(clock, units=5, at=march(11), reason="Archive search")
    assert (clock.extension, clock.due_on) == (5, dt.date(2026, 3, 18))
    restart(clock, at=march(12), reason="Supplement received")
    assert clock.due_on == dt.date(2026, 3, 26)
    stop(clock, at=march(20), reason="Answered")
    kept = Clock.objects.get(pk=clock.pk)
    assert (kept.stopped_at, kept.due_on, kept.paused_at) == (march(20), dt.date(2026, 3, 26), None)
    assert [event.kind for event in kept.events.all()] == ["start", "pause", "resume", "extend", "restart", "stop"]
    assert kept.events.get(number=4).units == 5


def test_the_verb_acts_on_the_database_not_on_a_stale_copy():
    clock = new()
    stale = Clock.objects.get(pk=clock.pk)
    pause(clock, at=march(4), reason="asked")
    with pytest.raises(Refused, match=r"paused already|已"):
        pause(stale, at=march(5), reason="asked again")
    assert stale.paused_at == march(4)


class TestRefusals:
    @pytest.mark.parametrize("verb", [pause, restart])
    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_without_a_reason(self, verb, reason):
        clock = new()
        with pytest.raises(Refused) as refusal:
            verb(clock, at=march(3), reason=reason)
        assert refusal.value.field == "reason"
        assert clock.events.count() == 1

    def test_resuming_what_is_not_paused(self):
        with pytest.raises(Refused):
            resume(new(), at=march(3), reason="")

    def test_an_event_before_the_last_one(self):
        clock = new()
        pause(clock, at=march(4), reason="asked")
        with pytest.raises(Refused) as refusal:
            resume(clock, at=march(4, "08:59"), reason="")
        assert refusal.value.field == "at"
        assert "2026-03-04" in str(refusal.value)

    def test_a_second_extension_even_after_counting_anew(self):
        clock = new()
        extend(clock, units=1, at=march(3), reason="r")
        restart(clock, at=march(4), reason="r")
        with pytest.raises(Refused):
            extend(clock, units=1, at=march(5), reason="r")
        assert clock.events.filter(kind="extend").count() == 1

    @pytest.mark.parametrize("units", [0, -3])
    def test_an_extension_by_nothing(self, units):
        with pytest.raises(Refused) as refusal:
            extend(new(), units=units, at=march(3), reason="r")
        assert refusal.value.field == "units"

    def test_an_extension_after_the_end(self):
        clock = new()
        with pytest.raises(Refused, match="2026-03-09"):
            extend(clock, units=5, at=march(10, "00:00"), reason="r")
        extend(clock, units=5, at=march(9, "23:59"), reason="r")
        assert clock.due_on == dt.date(2026, 3, 16)

    def test_a_paused_clock_can_be_extended_later_than_its_earliest_end(self):
        clock = new()
        pause(clock, at=march(4), reason="r")
        extend(clock, units=5, at=march(20), reason="r")
        assert clock.extension == 5

    @pytest.mark.parametrize("verb", [pause, resume, restart, stop])
    def test_anything_after_the_stop(self, verb):
        clock = new()
        stop(clock, at=march(5))
        with pytest.raises(Refused):
            verb(clock, at=march(6), reason="r")
        assert clock.events.count() == 2

    def test_a_refusal_writes_nothing(self):
        clock = new()
        before = Clock.objects.values().get(pk=clock.pk)
        with pytest.raises(Refused):
            resume(clock, at=march(4), reason="r")
        assert Clock.objects.values().get(pk=clock.pk) == before

    def test_a_naive_moment_is_an_error_of_the_program(self):
        with pytest.raises(ValueError):
            start_clock(scope="", unit=Unit.HOUR, limit=1, at=dt.datetime(2026, 3, 2))  # noqa: DTZ001


class TestDatabase:
    """What the code above would refuse, the tables refuse too."""

    def event(self, clock, **fields):
        with pytest.raises(IntegrityError), transaction.atomic():
            ClockEvent.objects.create(clock=clock, number=9, at=march(5), **fields)

    def test_events(self):
        clock = new()
        self.event(clock, kind="start")
        self.event(clock, kind="nap")
        self.event(clock, kind="pause", units=3)
        self.event(clock, kind="extend")
        self.event(clock, kind="extend", units=0)
        extend(clock, units=1, at=march(3), reason="r")
        self.event(clock, kind="extend", units=1)
        stop(clock, at=march(4))
        self.event(clock, kind="stop")

    @pytest.mark.parametrize(
        "fields",
        [{"limit": 0}, {"unit": "moon"}, {"due_at": march(1)}, {"paused_at": march(3), "stopped_at": march(4)}],
    )
    def test_clocks(self, fields):
        clock = new()
        with pytest.raises(IntegrityError), transaction.atomic():
            Clock.objects.filter(pk=clock.pk).update(**fields)

    def test_events_are_only_ever_added(self):
        event = new().events.get()
        for change in (event.save, event.delete, ClockEvent.objects.all().delete):
            with pytest.raises(TypeError):
                change()
        with pytest.raises(TypeError):
            ClockEvent.objects.update(reason="other")
        assert ClockEvent.objects.count() == 1


class TestQuerySets:
    def found(self, queryset):
        return set(queryset.values_list("pk", flat=True))

    def test_a_paused_clock_is_running_and_never_overdue(self):
        counting, paused, stopped = new(), new(), new()
        pause(paused, at=march(4), reason="r")
        stop(stopped, at=march(4))
        assert self.found(Clock.objects.running()) == {counting.pk, paused.pk}
        assert self.found(Clock.objects.counting()) == {counting.pk}
        assert self.found(Clock.objects.paused()) == {paused.pk}
        assert self.found(Clock.objects.overdue(march(30))) == {counting.pk}
        assert not Clock.objects.get(pk=paused.pk).is_overdue(march(30))

    def test_overdue_begins_with_the_midnight_in_china_after_the_due_day(self):
        clock = new()
        assert not Clock.objects.overdue(dt.datetime(2026, 3, 9, 15, 59, 59, 999999, dt.UTC)).exists()
        assert self.found(Clock.objects.overdue(dt.datetime(2026, 3, 9, 16, 0, tzinfo=dt.UTC))) == {clock.pk}
        assert clock.is_overdue(dt.datetime(2026, 3, 9, 16, 0, tzinfo=dt.UTC))

    def test_a_pause_after_the_end_hides_nothing(self):
        clock = new()
        pause(clock, at=march(9), reason="too late")
        assert not clock.is_paused
        assert self.found(Clock.objects.overdue(march(10))) == {clock.pk}
        resume(clock, at=march(12), reason="answer")
        assert clock.due_on == dt.date(2026, 3, 9)

    def test_due_within_days(self):
        clock = new()
        assert not Clock.objects.due_within(4, march(4)).exists()
        assert self.found(Clock.objects.due_within(5, march(4))) == {clock.pk}
        assert self.found(Clock.objects.due_within(0, march(9, "23:59"))) == {clock.pk}
        assert not Clock.objects.due_within(0, march(10, "00:00")).exists()

    def test_now_is_the_default(self, time_machine):
        new()
        time_machine.move_to(march(9))
        assert Clock.objects.due_within(0).exists()
        time_machine.move_to(march(10))
        assert Clock.objects.overdue().exists()
        assert not Clock.objects.due_within(9).exists()


class TestDaysLeft:
    @pytest.mark.parametrize(
        ("today", "left"),
        [(2, 5), (3, 4), (6, 1), (7, 1), (8, 1), (9, 0), (10, -1), (13, -4), (14, -4), (16, -5)],
    )
    def test_working_days(self, today, left):
        assert new().days_left(dt.date(2026, 3, today)) == left

    def test_over_a_golden_week_and_its_make_up_days(self):
        clock = start_clock(scope="", unit=Unit.WORKING_DAY, limit=8, at=at("2026-09-18"))  # due on 9-30
        assert clock.days_left(dt.date(2026, 9, 19)) == 8
        assert clock.days_left(dt.date(2026, 9, 20)) == 7
        assert clock.days_left(dt.date(2026, 10, 7)) == 0
        assert clock.days_left(dt.date(2026, 10, 11)) == -3

    def test_overdue_days_follow_the_calendar_of_the_scope_without_a_query(self, django_assert_num_queries):
        CalendarDay.objects.create(scope="0001", date=dt.date(2026, 3, 11), is_workday=False, name="三月三")
        clock = new(scope="00010002")
        with django_assert_num_queries(0):
            assert clock.days_left(dt.date(2026, 3, 12)) == -2
        assert new(scope="0002").days_left(dt.date(2026, 3, 12)) == -3

    def test_calendar_days(self):
        clock = new(unit=Unit.CALENDAR_DAY, limit=8)  # due on Tuesday, the 10th
        assert [clock.days_left(dt.date(2026, 3, day)) for day in (2, 9, 10, 12)] == [8, 1, 0, -2]

    def test_a_pause_stands_still(self):
        clock = new()
        pause(clock, at=march(4), reason="r")
        assert [clock.days_left(dt.date(2026, 3, day)) for day in (4, 20, 30)] == [3, 3, 3]

    def test_after_the_stop_it_is_what_was_left_then(self):
        in_time, late, paused = new(), new(), new()
        stop(in_time, at=march(5))
        stop(late, at=march(12))
        pause(paused, at=march(4), reason="r")
        stop(paused, at=march(20))
        assert [clock.days_left(dt.date(2026, 3, 30)) for clock in (in_time, late, paused)] == [2, -3, 3]
        assert [clock.was_late() for clock in (in_time, late, paused)] == [False, True, False]

    def test_after_counting_anew(self):
        clock = new()
        restart(clock, at=march(6), reason="r")
        assert [clock.days_left(dt.date(2026, 3, day)) for day in (6, 9, 13)] == [5, 4, 0]

    def test_today_is_the_day_in_china(self, time_machine):
        clock = new()
        time_machine.move_to(dt.datetime(2026, 3, 5, 16, 30, tzinfo=dt.UTC))  # 00:30 on the 6th
        assert clock.days_left() == 1
