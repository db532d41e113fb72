"""Reminders: 5, 3, 1 working days before, on the day, daily after; each exactly once, whatever happens to the sweep."""

import datetime as dt
import multiprocessing
import traceback
from collections import Counter

import pytest
import time_machine
from django.db import connections

from portal.notices.models import Notice
from portal.notices.registry import is_still_true
from portal.workdays.calendar import Calendar
from requests_app import actions
from requests_app.models import DisclosureRequest
from requests_app.reminders import reminders
from requests_app.tasks import remind
from tests.requests_app.conftest import WANTED, key

D = dt.date
# Received on 9/8, due on Monday 10/12 after Golden Week; Saturday 10/10 is a make-up working day, Sunday 10/11 is off.
FILED, DUE = "2026-09-08", D(2026, 10, 12)
EXPECTED = {
    "before 5 of 2026-10-12": D(2026, 9, 29),
    "before 3 of 2026-10-12": D(2026, 10, 8),
    "before 1 of 2026-10-12": D(2026, 10, 10),
    "today of 2026-10-12": D(2026, 10, 12),
    "overdue 1 of 2026-10-12": D(2026, 10, 13),
    "overdue 2 of 2026-10-12": D(2026, 10, 14),
    "overdue 3 of 2026-10-12": D(2026, 10, 15),
}


def at(day, hour=8):
    return time_machine.travel(f"{day} {hour:02}:00+08:00", tick=False)


def sweep(day):
    with at(day):
        remind()


def written():
    """How often each reminder was written to each person."""
    rows = Notice.objects.filter(kind="due_reminder").values_list("recipient__username", "occasion")
    return Counter(rows)


def expected(people, through):
    return Counter((person, occasion) for occasion, on in EXPECTED.items() if on <= through for person in people)


TOLD = {"clerk", "head", "officer"}


@pytest.fixture
def case(cast):
    with at(FILED):
        return actions.submit_request(cast.bureau, by=None, key=key(), **WANTED).case


def test_days_counted_by_hand_over_golden_week(db):
    found = {r.occasion: r.on for r in reminders(DUE, through=D(2026, 10, 15), calendar=Calendar.for_scope(""))}
    assert found == EXPECTED


def test_each_on_its_day_to_clerk_head_and_office(case):
    day = D(2026, 9, 8)
    assert case.clock.due_on == DUE
    while day <= D(2026, 10, 15):
        sweep(day)
        sweep(day)
        assert written() == expected(TOLD, day)
        day += dt.timedelta(days=1)


def test_three_days_late_nothing_is_missing_and_the_late_ones_say_so(case):
    sweep("2026-09-29")
    sweep("2026-10-13")  # the scheduler was down from 9/30 to 10/12
    assert written() == expected(TOLD, D(2026, 10, 13))
    late = {n.occasion for n in Notice.objects.filter(kind="due_reminder") if "\n" in n.body}
    assert late == {"before 3 of 2026-10-12", "before 1 of 2026-10-12", "today of 2026-10-12"}


def test_who_joins_later_is_not_sent_the_past(cast, case):
    sweep("2026-10-12")
    DisclosureRequest.objects.filter(pk=case.pk).update(handler=None)
    cast.head.is_active = False
    cast.head.save()
    sweep("2026-10-13")
    assert written()["head", "overdue 1 of 2026-10-12"] == 0
    cast.head.is_active = True
    cast.head.save()
    sweep("2026-10-14")
    assert [occasion for who, occasion in written() if who == "head" and "overdue" in occasion] == [
        "overdue 2 of 2026-10-12"
    ]


def test_nobody_to_tell_is_caught_up_once_there_is(cast, case):
    for user in (cast.clerk, cast.head, cast.officer):
        user.is_active = False
        user.save()
    sweep("2026-10-12")
    assert not written()
    cast.clerk.is_active = True
    cast.clerk.save()
    sweep("2026-10-13")
    assert written() == expected({"clerk"}, D(2026, 10, 13))


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
    assert {o for _, o in written() if "2026-10-19" in o} == {"before 5 of 2026-10-19"}
    assert written()["clerk", "today of 2026-10-12"] == 0


def test_a_reminder_that_is_no_longer_true_is_not_sent(cast, case):
    sweep("2026-10-10")
    notice = Notice.objects.filter(kind="due_reminder", occasion__startswith="before 1").first()
    assert is_still_true(notice)
    with at("2026-10-10", 12):
        actions.register(case, by=cast.clerk)
        actions.extend(case, by=cast.head, days=5, reason="数量大")
    assert not is_still_true(notice)
    newer = Notice(kind="due_reminder", subject_type=notice.subject_type, subject_id=notice.subject_id)
    newer.occasion = "before 5 of 2026-10-19"
    assert is_still_true(newer)
    with at("2026-10-12"):
        actions.withdraw(case, by=None)
    assert not is_still_true(newer)


def test_the_clerk_in_charge_is_told_and_no_other(cast, case):
    with at(FILED):
        actions.register(case, by=cast.clerk)
        actions.process(case, by=cast.clerk)
    sweep("2026-09-29")
    assert {who for who, _ in written()} == TOLD
    assert not {"sibling", "other", "otherofficer", "supervisor", "reviewer", "citizen"} & {who for who, _ in written()}


def test_topic_requests_are_reminded_of_too(cast):
    with at(FILED):
        actions.submit_topic(cast.bureau, by=None, key=key(), title="公交线路")
    sweep("2026-10-13")
    assert written() == expected(TOLD, D(2026, 10, 13))


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
    one_case = expected(TOLD, D(2026, 10, 15))
    rows = Counter(
        Notice.objects.filter(kind="due_reminder").values_list("recipient__username", "subject_id", "occasion")
    )
    assert rows == Counter((who, str(case.pk), occasion) for case in cases for who, occasion in one_case)
