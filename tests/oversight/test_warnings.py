"""Warnings are opened once and closed once, by whichever process comes first, and move with the calendar."""

import datetime as dt
import threading

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from catalog.actions import assign_duty
from disclosure import actions as items
from oversight import actions as oversight
from oversight.grades import Grade
from oversight.models import Closing, EarlyWarning, PlatformFault, WarningStep
from oversight.rules import RULES, columns
from oversight.rules.rule import Finding, Rule, Scale, Sight
from portal.agencies.calendar_actions import set_day
from portal.audit.models import AuditEvent, Event
from portal.notices.models import Kind, Notice
from portal.refusals import NotAllowed, Refused
from requests_app import actions as requests
from requests_app.models import DisclosureRequest
from tests.oversight.cases import entry_of, key
from tests.oversight.sweeps import DAY, MORNING, look_at, published

WANTED = {"name": "张三", "identity_kind": "id_card", "identity_number": "11010519491231002X", "phone": "13800000000"}


TODAY = MORNING.date()


def duty_of(cast, agency, code="e1", due_on=TODAY):
    return assign_duty(entry_of(cast.city, code), agency=agency, by=None, first_due_on=due_on)


def test_running_again_and_late_changes_nothing(cast):
    duty_of(cast, cast.bureau)
    for _again in range(3):
        look_at("duty-due", MORNING + DAY)
    warning = EarlyWarning.objects.get()
    assert [step.kind for step in warning.steps.all()] == ["opened"]
    assert AuditEvent.objects.filter(event=Event.WARNING_OPENED).count() == 1
    told = Notice.objects.filter(kind=Kind.WARNING).values_list("recipient__username", flat=True)
    assert sorted(told) == ["clerk", "head"]


def test_a_standstill_of_weeks_is_caught_up_in_one_step(cast):
    duty_of(cast, cast.bureau)
    (warning,) = look_at("duty-due", MORNING + 60 * DAY)
    assert warning.grade == Grade.RED
    assert WarningStep.objects.count() == 1
    told = Notice.objects.filter(kind=Kind.WARNING).values_list("recipient__username", flat=True)
    assert sorted(told) == ["head", "officer"]


def test_each_grade_is_told_once_and_kept_in_the_history(cast):
    duty_of(cast, cast.bureau)
    for days in (-1, 0, 1, 2, 60, 61):
        look_at("duty-due", MORNING + days * DAY)
    warning = EarlyWarning.objects.get()
    assert [(step.kind, step.grade) for step in warning.steps.all()] == [("opened", 1), ("graded", 2), ("graded", 3)]
    assert Notice.objects.filter(kind=Kind.WARNING, recipient=cast.clerk).count() == 2
    assert Notice.objects.filter(kind=Kind.WARNING, recipient=cast.head).count() == 2
    assert Notice.objects.filter(kind=Kind.WARNING, recipient=cast.officer).count() == 1


def test_the_same_cause_again_is_a_new_warning(cast):
    entry = entry_of(cast.city, "e1")
    assign_duty(entry, agency=cast.bureau, by=None, first_due_on=MORNING.date())
    look_at("duty-due", MORNING + DAY)
    item = published(cast, entry=entry, at=MORNING + 2 * DAY)
    assert look_at("duty-due", MORNING + 2 * DAY) == []
    with time_machine.travel(MORNING + 3 * DAY, tick=False):
        items.withdraw(item, by=cast.head, reason="内容有误")
    assert len(look_at("duty-due", MORNING + 90 * DAY)) == 1
    assert [w.closing for w in EarlyWarning.objects.order_by("pk")] == ["fixed", ""]


def test_a_moved_holiday_moves_the_warning(cast):
    with time_machine.travel(MORNING, tick=False):
        requests.submit_request(cast.bureau, by=None, key=key(), subject="低保名单", **WANTED)
    due_on = DisclosureRequest.objects.get().clock.due_on
    day_after = dt.datetime.combine(due_on + DAY, dt.time(9), dt.UTC)
    (warning,) = look_at("request-due", day_after)
    assert (warning.grade, warning.due_on) == (Grade.ORANGE, due_on)
    with time_machine.travel(day_after, tick=False):
        set_day(cast.city, by=cast.admin, date=due_on, is_workday=False, name="州庆")
    moved_to = DisclosureRequest.objects.get().clock.due_on
    assert moved_to > due_on
    (moved,) = look_at("request-due", day_after)
    assert (moved.pk, moved.due_on, moved.grade) == (warning.pk, moved_to, Grade.YELLOW)
    assert [step.kind for step in moved.steps.all()] == ["opened", "moved"]


def test_an_interpretation_moves_with_a_holiday_too(cast):
    published(cast, kind="normative", title="临时救助办法")
    (warning,) = look_at("interpretation-missing", MORNING + 6 * DAY)
    with time_machine.travel(MORNING, tick=False):
        set_day(cast.city, by=cast.admin, date=warning.due_on, is_workday=False, name="州庆")
    (moved,) = look_at("interpretation-missing", MORNING + 6 * DAY)
    assert moved.pk == warning.pk
    assert (moved.due_on, moved.grade) == (dt.date(2026, 10, 8), Grade.YELLOW)


def test_what_fell_due_while_the_platform_failed_is_not_the_agencys(cast):
    first = MORNING.date()
    duty_of(cast, cast.bureau, due_on=first)
    duty_of(cast, cast.sibling, "e2", due_on=first + 5 * DAY)
    assert len(look_at("duty-due", MORNING + DAY)) == 2
    with time_machine.travel(MORNING + 2 * DAY, tick=False):
        fault = oversight.mark_fault(
            cast.city, by=cast.officer, first_on=first, last_on=first + 2 * DAY, reason="机房断电"
        )
    assert [w.agency for w in look_at("duty-due", MORNING + 3 * DAY)] == [cast.sibling]
    assert EarlyWarning.objects.get(agency=cast.bureau).closing == Closing.FAULT
    # three days were lost and are given back: until 30 September, and not longer
    assert fault.excused_until == first + 5 * DAY
    assert [w.agency for w in look_at("duty-due", MORNING + 5 * DAY)] == [cast.sibling]
    assert {w.agency for w in look_at("duty-due", MORNING + 6 * DAY)} == {cast.bureau, cast.sibling}


def test_a_fault_excuses_neither_other_governments_nor_once_it_is_lifted(cast):
    first = MORNING.date()
    duty_of(cast, cast.bureau, due_on=first)
    other = entry_of(cast.other_government, "o1")
    assign_duty(other, agency=cast.other_bureau, by=None, first_due_on=first)
    with time_machine.travel(MORNING + 2 * DAY, tick=False):
        fault = oversight.mark_fault(
            cast.city, by=cast.officer, first_on=first, last_on=first + 2 * DAY, reason="机房断电"
        )
    assert [w.agency for w in look_at("duty-due", MORNING + 3 * DAY)] == [cast.other_bureau]
    oversight.lift_fault(fault, by=cast.officer)
    assert {w.agency for w in look_at("duty-due", MORNING + 3 * DAY)} == {cast.bureau, cast.other_bureau}
    with pytest.raises(Refused):
        oversight.lift_fault(fault, by=cast.officer)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("last_on", {"last_on": MORNING.date() - DAY}),
        ("last_on", {"last_on": MORNING.date() + DAY}),
        ("first_on", {"first_on": MORNING.date() - 60 * DAY}),
        ("reason", {"reason": " "}),
    ],
)
def test_a_fault_is_refused_beside_its_field(cast, field, change):
    given = {"first_on": MORNING.date(), "last_on": MORNING.date(), "reason": "断电"} | change
    with time_machine.travel(MORNING, tick=False), pytest.raises(Refused) as refusal:
        oversight.mark_fault(cast.city, by=cast.officer, **given)
    assert refusal.value.field == field
    assert not PlatformFault.objects.exists()


@pytest.mark.parametrize("name", ["clerk", "head", "supervisor", "admin", "other_officer", "citizen"])
def test_only_the_office_withdraws_and_marks_faults(cast, name):
    duty_of(cast, cast.bureau)
    (warning,) = look_at("duty-due", MORNING + DAY)
    person = getattr(cast, name)
    with pytest.raises(PermissionDenied):
        oversight.withdraw_warning(warning, by=person, reason="误报")
    with pytest.raises(NotAllowed):
        oversight.mark_fault(cast.city, by=person, first_on=dt.date.min, last_on=dt.date.min, reason="断电")
    assert EarlyWarning.objects.get().is_open


def test_what_was_withdrawn_does_not_come_back(cast):
    duty = duty_of(cast, cast.bureau)
    (warning,) = look_at("duty-due", MORNING + DAY)
    with pytest.raises(Refused) as refusal:
        oversight.withdraw_warning(warning, by=cast.officer, reason=" ")
    assert refusal.value.field == "reason"
    oversight.withdraw_warning(warning, by=cast.officer, reason="事项已划出")
    with pytest.raises(Refused):
        oversight.withdraw_warning(warning, by=cast.officer, reason="再来一次")
    assert look_at("duty-due", MORNING + 60 * DAY) == []
    duty.next_due_on = MORNING.date() + 5 * DAY  # another round of the same duty
    duty.save()
    assert len(look_at("duty-due", MORNING + 60 * DAY)) == 1


def test_the_database_holds_one_open_warning_of_a_subject(cast):
    duty_of(cast, cast.bureau)
    (warning,) = look_at("duty-due", MORNING + DAY)
    warning.pk, warning.number = None, "YJ-2"
    with pytest.raises(IntegrityError), transaction.atomic():
        warning.save(force_insert=True)


def test_a_rule_that_fails_keeps_no_other_from_its_turn(cast):
    def broken(sight):
        raise ZeroDivisionError

    bad = Rule("broken", "x", "x", "x", Scale(None, None), "edit_item", broken, lambda warning: "")
    duty_of(cast, cast.bureau)
    with time_machine.travel(MORNING + DAY, tick=False), pytest.raises(ZeroDivisionError):
        oversight.watch(Sight(), rules=[bad, RULES["duty-due"]])
    assert EarlyWarning.objects.get().rule == "duty-due"


def test_a_rule_is_a_few_lines(cast):
    def find(sight):
        yield Finding(cast.bureau, ("quota", "2026-09"), "九月报送", due_on=dt.date(2026, 9, 24))

    rule = Rule(
        "quota-missed", "报送未达标", "每月2条", "地方规定", Scale(3, 5), "edit_item", find, lambda warning: "/"
    )
    with time_machine.travel(MORNING, tick=False):
        oversight.watch(Sight(), rules=[rule])
    assert EarlyWarning.objects.get().grade == Grade.ORANGE


def test_as_many_queries_for_many_findings_as_for_one(cast):
    counts, rules = [], [RULES["duty-due"]]
    oversight.watch(Sight(), rules=rules)  # the row of the rule is there from the first look on
    for round_, places in enumerate(([cast.bureau], [cast.sibling, cast.water, cast.township])):
        for place in places:
            duty_of(cast, place, place.code)
        with time_machine.travel(MORNING + DAY, tick=False), CaptureQueriesContext(connection) as queries:
            oversight.watch(Sight(), rules=rules)
        counts.append(len(queries))
        assert EarlyWarning.objects.count() == (1, 4)[round_]
    assert counts[0] == counts[1]


def test_newest_by_genre_asks_once(cast, django_assert_num_queries):
    published(cast)
    with django_assert_num_queries(1):
        newest = columns.newest_by_genre()
    assert columns.last_of(newest, cast.city.path, ("notice",)) == MORNING.date()
    assert columns.last_of(newest, cast.other_government.path, ("notice",)) is None


THREADS = 6 if connection.vendor == "postgresql" else 3


@pytest.mark.django_db(transaction=True)
def test_many_processes_at_once_open_each_warning_once(cast, django_db_serialized_rollback):
    for place in (cast.bureau, cast.sibling, cast.water):
        duty_of(cast, place, place.code)
    barrier, failed = threading.Barrier(THREADS), []

    def work():
        try:
            barrier.wait(timeout=30)
            oversight.watch(Sight(now=MORNING + DAY), rules=[RULES["duty-due"], RULES["catalog-empty"]])
        except Exception as error:  # noqa: BLE001  the test reads it
            failed.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _number in range(THREADS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failed == []
    assert EarlyWarning.objects.of_rule("duty-due").count() == 3
    assert EarlyWarning.objects.count() == WarningStep.objects.filter(kind="opened").count()
    assert AuditEvent.objects.filter(event=Event.WARNING_OPENED).count() == EarlyWarning.objects.count()
    told = list(Notice.objects.filter(kind=Kind.WARNING).values_list("recipient", "subject_id", "occasion"))
    assert len(told) == len(set(told))
