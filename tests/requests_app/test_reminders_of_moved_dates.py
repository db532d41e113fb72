"""A due date that moves away and back again is reminded of anew; within one uninterrupted period nothing is doubled."""

import datetime as dt
import random
from collections import Counter

import pytest

from portal.notices.delivery import deliver_due
from portal.notices.models import Notice
from portal.notices.states import State
from portal.workdays.calendar import Calendar
from portal.workdays.calendar_actions import remove_day, set_day
from portal.workdays.models import CalendarDay
from requests_app import actions
from requests_app.models import DisclosureRequest, Remedy
from requests_app.reminders import meant_by, reminders
from requests_app.tasks import remind, remind_of_remedies
from tests.requests_app.conftest import WANTED, key
from tests.requests_app.test_reminders import DUE, FILED, at, sweep

D = dt.date
MADE_UP = D(2026, 10, 10)  # a Saturday that is worked: taken away, everything after it is due a day later
DAYS = range(11)


@pytest.fixture
def case(cast):
    with at(FILED):
        return actions.submit_request(cast.bureau, by=None, key=key(), **WANTED).case


def take_away(day):
    with at(day, 10):
        assert set_day(scope="", date=MADE_UP, is_workday=False, name="台风") != []


def give_back(day):
    with at(day, 12):
        assert remove_day(CalendarDay.objects.get()) != []


def deliver(day, hour=11):
    with at(day, hour):
        deliver_due()


def to_clerk(step):
    """What became of each reminder of `step` that the clerk was written, in order."""
    told = Notice.objects.filter(recipient__username="clerk", kind="due_reminder", occasion__startswith=step)
    return list(told.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("is_swept_between", [False, True])
def test_what_was_dropped_because_the_date_moved_is_sent_when_it_returns(case, is_swept_between):
    sweep("2026-10-08")
    take_away("2026-10-08")
    if is_swept_between:
        sweep("2026-10-08")
    deliver("2026-10-08")
    dropped = to_clerk(f"before 3 of {DUE}")
    assert dropped == [State.ABORTED]
    give_back("2026-10-08")
    case.clock.refresh_from_db()
    assert case.clock.due_on == DUE
    for hour in (13, 14):
        with at("2026-10-08", hour):
            remind()
            deliver_due()
    assert to_clerk(f"before 3 of {DUE}") == [State.ABORTED, State.SENT]


def test_moved_and_back_before_anything_was_sent_is_sent_once(case):
    sweep("2026-10-08")
    take_away("2026-10-08")
    give_back("2026-10-08")
    with at("2026-10-08", 13):
        remind()
        deliver_due()
    assert sorted(to_clerk("before 3")) == [State.ABORTED, State.SENT]


def test_what_was_sent_is_told_again_after_the_date_was_another_and_only_then(case):
    for hour in (8, 9):
        with at("2026-10-08", hour):
            remind()
            deliver_due()
    assert to_clerk("before 3") == [State.SENT]
    take_away("2026-10-08")
    sweep("2026-10-08")
    give_back("2026-10-08")
    for hour in (13, 14):
        with at("2026-10-08", hour):
            remind()
            deliver_due()
    assert to_clerk(f"before 3 of {DUE}") == [State.SENT, State.SENT]


def test_a_question_answered_on_the_same_day_swallows_no_reminder(cast, case):
    sweep("2026-10-08")
    with at("2026-10-08", 9):
        actions.process(actions.register(case, by=cast.clerk), by=cast.clerk)
        asked = actions.consult(case, by=cast.clerk, addressee="third_party", party="甲公司", letter="请答复")
    deliver("2026-10-08", 10)
    assert to_clerk("before 3") == [State.ABORTED]
    with at("2026-10-08", 11):
        actions.record_opinion(asked, by=cast.clerk, opinion="consent")
        remind()
        deliver_due()
    case.clock.refresh_from_db()
    assert case.clock.due_on == DUE
    assert to_clerk("before 3") == [State.ABORTED, State.SENT]


def test_a_calendar_that_moves_nothing_tells_nothing_anew(case):
    sweep("2026-10-08")
    with at("2026-10-08", 10):
        set_day(scope="", date=D(2026, 12, 1), is_workday=False, name="测试")
        set_day(scope="", date=MADE_UP, is_workday=True, name="国庆节")
    sweep("2026-10-08")
    assert to_clerk("before 3") == [State.PENDING]


def test_those_who_get_a_case_back_are_reminded_again(cast, case):
    with at("2026-10-07"):
        actions.process(actions.register(case, by=cast.clerk), by=cast.clerk)
    sweep("2026-10-08")
    deliver("2026-10-08", 9)
    with at("2026-10-08", 10):
        case = DisclosureRequest.objects.get(pk=case.pk)
        actions.transfer(case, by=cast.clerk, target=cast.sibling, reason="属教育局职责")
        remind()
        case = DisclosureRequest.objects.get(pk=case.pk)
        actions.process(actions.register(case, by=cast.sibling_clerk), by=cast.sibling_clerk)
        actions.transfer(case, by=cast.sibling_clerk, target=cast.bureau, reason="属民政局职责")
        remind()
    assert to_clerk("before 3") == [State.SENT, State.PENDING]
    assert Notice.objects.filter(recipient__username="sibling", kind="due_reminder").count() == 1


def test_answers_in_reconsiderations_are_reminded_of_alike(cast, answered):
    with at("2026-09-30"):
        case = answered()
        remedy = actions.record_remedy(
            case.agency, by=cast.clerk, request=case, kind="reconsideration", body="青田县人民政府",
            reference_number="青政复〔2026〕1号", filed_on=D(2026, 9, 29), notified_on=D(2026, 9, 30),
        )  # fmt: skip
    day = remedy.clock.due_on
    with at(day):
        remind_of_remedies()
    with at(day, 9):
        set_day(scope="", date=day, is_workday=False, name="台风")
        deliver_due()
    with at(day, 10):
        remove_day(CalendarDay.objects.get())
        remind_of_remedies()
        remind_of_remedies()
        deliver_due()
    told = Notice.objects.filter(kind="remedy_due", recipient=cast.clerk, subject_id=str(Remedy.objects.get().pk))
    assert list(told.order_by("pk").values_list("state", flat=True)) == [State.ABORTED, State.SENT]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_moves_nothing_is_doubled_and_nothing_is_missing(cast, case, seed):
    """Random moves, questions, sweeps and deliveries; then a sweep, and each has what holds now exactly once."""
    chance, asked = random.Random(seed), None
    with at(FILED, 9):
        actions.process(actions.register(case, by=cast.clerk), by=cast.clerk)
    for number in DAYS:
        day = D(2026, 10, 5) + dt.timedelta(days=number)
        for hour in range(8, 20, 2):
            with at(day, hour):
                case = DisclosureRequest.objects.get(pk=case.pk)
                what = chance.choice(["sweep", "sweep", "deliver", "move", "move", "ask"])
                if what == "sweep":
                    remind()
                elif what == "deliver":
                    deliver_due()
                elif what == "move" and (row := CalendarDay.objects.first()) is not None:
                    remove_day(row)
                elif what == "move":
                    set_day(scope="", date=MADE_UP, is_workday=False, name="台风")
                elif asked is not None:
                    actions.record_opinion(asked, by=cast.clerk, opinion="consent")
                    asked = None
                else:
                    asked = actions.consult(
                        case, by=cast.clerk, addressee="third_party", party="甲公司", letter="请答复"
                    )
    with at(day, 20):
        if asked is not None:
            actions.record_opinion(asked, by=cast.clerk, opinion="consent")
        for _again in range(2):
            remind()
            deliver_due()
    once_each(DisclosureRequest.objects.select_related("clock").get(pk=case.pk).clock, day)


def once_each(clock, day):
    told = Notice.objects.filter(kind__in=["due_reminder", "due_escalation"])
    assert not told.exclude(state__in=[State.SENT, State.ABORTED]).exists()
    rows = Counter(told.values_list("recipient__username", "occasion"))
    assert set(rows.values()) == {1}
    passed = list(reminders(clock.due_on, period=clock.period, through=day, calendar=Calendar.for_scope(clock.scope)))
    now = [who for who, occasion in rows if meant_by(occasion) == (clock.due_on, clock.period)]
    steps_of_clerk = [reminder for reminder in passed if any(role.name == "CLERK" for role in reminder.step.told)]
    assert ("clerk" in now) == bool(steps_of_clerk)
    if steps_of_clerk:
        last = told.get(recipient__username="clerk", occasion=steps_of_clerk[-1].occasion)
        assert last.state == State.SENT
