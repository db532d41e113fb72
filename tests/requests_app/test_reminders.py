"""Reminders: 5, 3, 1 working days before, on the day, then upwards; each once, whatever happens to the sweep."""

import datetime as dt
import multiprocessing
import traceback
from collections import Counter

import pytest
import time_machine
from django.db import connections
from django.utils import translation

from portal.notices.models import Notice
from portal.notices.registry import is_still_true
from portal.workdays.calendar import Calendar
from requests_app import actions
from requests_app.reminders import reminders, sentence
from requests_app.tasks import remind
from tests.requests_app.conftest import WANTED, key

D = dt.date
# Received on 9/8, due on Monday 10/12 after Golden Week; Saturday 10/10 is a make-up working day, Sunday 10/11 is off.
FILED, DUE = "2026-09-08", D(2026, 10, 12)
EXPECTED = {
    "before 5 of 2026-10-12": (D(2026, 9, 29), {"clerk"}),
    "before 3 of 2026-10-12": (D(2026, 10, 8), {"clerk"}),
    "before 1 of 2026-10-12": (D(2026, 10, 10), {"clerk"}),
    "today of 2026-10-12": (D(2026, 10, 12), {"clerk", "head"}),
    "overdue 1 of 2026-10-12": (D(2026, 10, 13), {"head"}),
    "overdue 3 of 2026-10-12": (D(2026, 10, 15), {"officer"}),
}
KINDS = ("due_reminder", "due_escalation")


def at(day, hour=8):
    return time_machine.travel(f"{day} {hour:02}:00+08:00", tick=False)


def sweep(day):
    with at(day):
        remind()


def told():
    return Notice.objects.filter(kind__in=KINDS)


def written():
    """How often each reminder was written to each person."""
    return Counter(told().values_list("recipient__username", "occasion"))


def expected(through):
    return Counter((who, occasion) for occasion, (on, people) in EXPECTED.items() if on <= through for who in people)


@pytest.fixture
def case(cast):
    with at(FILED):
        return actions.submit_request(cast.bureau, by=None, key=key(), **WANTED).case


def test_days_counted_by_hand_over_golden_week(db):
    found = {r.occasion: r.on for r in reminders(DUE, through=D(2026, 10, 15), calendar=Calendar.for_scope(""))}
    assert found == {occasion: on for occasion, (on, _people) in EXPECTED.items()}


def test_each_step_on_its_day_to_whom_it_tells(case):
    day = D(2026, 9, 8)
    assert case.clock.due_on == DUE
    while day <= D(2026, 10, 20):
        sweep(day)
        sweep(day)
        assert written() == expected(day)
        day += dt.timedelta(days=1)


def test_only_what_goes_to_those_above_is_an_escalation(case):
    for day in range(8, 16):
        sweep(f"2026-10-{day:02}")
    rows = told().filter(kind="due_escalation").values_list("recipient__username", flat=True)
    assert sorted(rows) == ["head", "officer"]


def test_after_a_long_sleep_each_is_told_once_how_it_stands_now(case):
    sweep("2026-09-29")
    sweep("2026-10-13")  # the scheduler was down from 9/30 to 10/12
    late = "today of 2026-10-12"
    assert written() == Counter(
        [("clerk", "before 5 of 2026-10-12"), ("clerk", late), ("head", "overdue 1 of 2026-10-12")]
    )
    clerks = told().get(occasion=late)
    with translation.override("en"):
        assert sentence(DUE, today=D(2026, 10, 13), calendar=Calendar.for_scope("")).endswith("working days since: 1.")
    assert "2026-10-12截止" in clerks.title
    assert "已超期1个工作日" in clerks.title
    assert "2026-10-12" in clerks.body.splitlines()[1], "it says that it comes late"


def test_who_joins_later_is_not_sent_the_past(cast, case):
    cast.head.is_active = False
    cast.head.save()
    sweep("2026-10-12")
    cast.head.is_active = True
    cast.head.save()
    sweep("2026-10-13")
    assert [occasion for who, occasion in written() if who == "head"] == ["overdue 1 of 2026-10-12"]


def test_nobody_to_tell_is_caught_up_once_there_is(cast, case):
    for user in (cast.clerk, cast.head, cast.officer):
        user.is_active = False
        user.save()
    sweep("2026-10-12")
    assert not written()
    cast.clerk.is_active = True
    cast.clerk.save()
    sweep("2026-10-13")
    assert written() == Counter({("clerk", "today of 2026-10-12"): 1})


def test_a_paused_or_closed_case_is_left_in_peace(cast, case):
    with at("2026-09-28"):
        actions.register(case, by=cast.clerk)
        actions.process(case, by=cast.clerk)
        actions.consult(case, by=cast.clerk, addressee="third_party", party="甲公司", letter="请答复")
    sweep("2026-09-29")
    assert not written()
    with at("2026-09-29"):
        actions.withdraw(case, by=None)
    sweep("2026-10-20")
    assert not written()


def test_an_extended_case_is_reminded_of_its_new_date(cast, case):
    sweep("2026-10-10")
    with at("2026-10-10", 12):
        actions.register(case, by=cast.clerk)
        actions.extend(case, by=cast.head, days=5, reason="数量大")
    sweep("2026-10-12")
    case.refresh_from_db()
    case.clock.refresh_from_db()
    assert case.clock.due_on == D(2026, 10, 19)
    assert {o for _, o in written() if "2026-10-19" in o} == {"before 5 of 2026-10-19 in period 1"}
    assert written()["clerk", "today of 2026-10-12"] == 0


def test_a_reminder_that_is_no_longer_true_is_not_sent(cast, case):
    sweep("2026-10-10")
    notice = told().get(occasion__startswith="before 1")
    with at("2026-10-11"):
        assert is_still_true(notice)
    with at("2026-10-10", 12):
        actions.register(case, by=cast.clerk)
        actions.extend(case, by=cast.head, days=5, reason="数量大")
    assert not is_still_true(notice)
    newer = Notice(kind="due_reminder", subject_type=notice.subject_type, subject_id=notice.subject_id)
    newer.occasion = "before 5 of 2026-10-19 in period 1"
    with at("2026-10-12"):
        assert is_still_true(newer)
    with at("2026-10-12"):
        actions.withdraw(case, by=None)
    assert not is_still_true(newer)


def test_a_mail_that_waited_past_the_next_step_is_not_sent(case):
    sweep("2026-10-08")
    sweep("2026-10-12")
    three, day = (
        told().get(occasion__startswith="before 3"),
        told().get(occasion__startswith="today", recipient__username="clerk"),
    )
    with at("2026-10-09"):
        assert is_still_true(three)
    with at("2026-10-10"):
        assert not is_still_true(three), "the step of one day says it better"
    with at("2026-10-14"):
        assert is_still_true(day), "no later step tells the clerk"


def test_the_clerk_in_charge_is_told_and_no_other(cast, case):
    with at(FILED):
        actions.register(case, by=cast.clerk)
        actions.process(case, by=cast.clerk)
    for day in ("2026-09-29", "2026-10-12", "2026-10-13", "2026-10-15"):
        sweep(day)
    assert {who for who, _ in written()} == {"clerk", "head", "officer"}
    assert not {"sibling", "other", "otherofficer", "supervisor", "reviewer", "citizen"} & {who for who, _ in written()}


def test_topic_requests_are_reminded_of_too(cast):
    with at(FILED):
        actions.submit_topic(cast.bureau, by=None, key=key(), title="公交线路")
    for day in range(29, 31):
        sweep(f"2026-09-{day}")
    for day in range(8, 14):
        sweep(f"2026-10-{day:02}")
    assert written() == expected(D(2026, 10, 13))


def test_quiet_sweep_asks_little(case, cast, django_assert_max_num_queries):
    with at(FILED):
        for _ in range(5):
            actions.submit_request(cast.bureau, by=None, key=key(), **WANTED)
    sweep("2026-10-12")
    with at("2026-10-12", 9), django_assert_max_num_queries(12):
        remind()


def _process(barrier, answers, day):
    try:
        barrier.wait(timeout=60)
        sweep(day)
        answers.put(None)
    except Exception:  # noqa: BLE001  whatever it was, the parent is told
        answers.put(traceback.format_exc())
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_four_processes_at_once_three_days_late(cast, django_db_serialized_rollback):
    with at(FILED):
        cases = [actions.submit_request(cast.bureau, by=None, key=key(), **WANTED).case for _ in range(5)]
    sweep("2026-10-10")
    connections.close_all()  # a connection must not be shared across a fork
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(4), context.SimpleQueue()
    processes = [context.Process(target=_process, args=(barrier, answers, "2026-10-15")) for _ in range(4)]
    for process in processes:
        process.start()
    said = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    assert [error for error in said if error] == []
    due = "2026-10-12"
    one_case = [("clerk", f"before 1 of {due}"), ("clerk", f"today of {due}")]
    one_case += [("head", f"overdue 1 of {due}"), ("officer", f"overdue 3 of {due}")]
    rows = Counter(told().values_list("recipient__username", "subject_id", "occasion"))
    assert rows == Counter((who, str(case.pk), occasion) for case in cases for who, occasion in one_case)
