"""Publication and its end at the second: each item by itself, and what fails leaves everything as it was."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from catalog.actions import assign_duty
from catalog.models import Duty
from disclosure import actions
from disclosure.actions.due import carry_out_due
from disclosure.models import Item, Schedule, Version
from disclosure.states import State
from portal.audit.models import AuditEvent, ChainHead, Event
from portal.audit.verification import broken_links
from portal.notices.models import Kind, Notice
from portal.refusals import NotAllowed, Refused
from portal.search.queries import find

NOON = dt.datetime(2026, 12, 1, 4, 0, 7, tzinfo=dt.UTC)
EARLIER = NOON - dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(EARLIER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def scheduled(cast, submitted):
    def scheduled(at=NOON, **content):
        item = actions.approve(submitted(**content), by=cast.reviewer)
        return actions.schedule(item, by=cast.reviewer, at=at)

    return scheduled


@pytest.fixture
def noon(clock):
    """Let noon come, and one sweep pass over it."""

    def noon():
        clock.move_to(NOON)
        carry_out_due(NOON, wait=lambda _moment: None)

    return noon


def fresh(item):
    return Item.objects.select_related("live_version").get(pk=item.pk)


def test_it_becomes_public_at_its_second_and_not_before(clock, scheduled, noon):
    item = scheduled()
    clock.move_to(NOON - dt.timedelta(seconds=1))
    carry_out_due(timezone.now(), wait=lambda _moment: None)
    assert not fresh(item).is_live
    noon()
    item = fresh(item)
    assert (item.state, item.published_at) == (State.PUBLISHED, NOON)
    noon()  # a sweep more does nothing twice
    assert AuditEvent.objects.filter(event=Event.ITEM_PUBLISHED).count() == 1


def test_a_sweep_that_looks_ahead_waits_for_each_moment(scheduled, clock):
    later = NOON + dt.timedelta(seconds=2)
    second, first = scheduled(at=later), scheduled()
    seen = []

    def wait(moment):
        seen.append((moment, fresh(first).is_live, fresh(second).is_live))
        clock.move_to(moment)

    carry_out_due(later, wait=wait)
    assert seen == [(NOON, False, False), (later, True, False)]
    assert fresh(second).is_live


def test_forty_of_one_second_and_three_of_them_poisoned(cast, scheduled, noon):
    items = [scheduled(title=f"通知{number}", body=f"正文{number}。") for number in range(40)]
    poisoned = items[7], items[20], items[39]
    for item in poisoned:
        Version.objects.filter(item=item).update(body="<p>绕过了门户</p>")
    noon()
    live = set(Item.objects.public())
    assert live == set(items) - set(poisoned)
    for item in poisoned:
        row = item.schedules.get()
        assert (fresh(item).state, row.done_at, row.voided_at, row.attempts) == (State.APPROVED, None, None, 1)
        assert "校验值" in row.last_error
        assert Notice.objects.get(kind=Kind.ITEM_SCHEDULE_FAILED, subject_id=str(item.pk)).recipient == cast.reviewer
    assert set(Schedule.objects.failing()) == {item.schedules.get() for item in poisoned}
    assert list(broken_links()) == []


def test_one_that_breaks_while_it_is_written_takes_no_other_down(cast, entry, scheduled, noon):
    assign_duty(entry, agency=cast.bureau, by=None)
    good = [scheduled(title=f"通知{number}") for number in range(5)]
    bad = scheduled(entry=entry)
    _wrong_duty(bad)
    noon()
    assert set(Item.objects.public()) == set(good)
    assert (bad.schedules.get().attempts, bad.schedules.get().done_at) == (1, None)
    assert find("通知", under=cast.city).count == 5
    assert list(broken_links()) == []


def test_many_of_one_second_share_their_queries(cast, entry, scheduled, clock, django_assert_max_num_queries):
    assign_duty(entry, agency=cast.bureau, by=None)
    items = [scheduled(title=f"通知{number}", entry=entry) for number in range(30)]
    clock.move_to(NOON)
    with django_assert_max_num_queries(30 * 2 + 40):  # a version and an item each; all else once
        carry_out_due(NOON, wait=lambda _moment: None)
    assert Item.objects.public().count() == len(items)
    assert Duty.objects.get().last_fulfilled_on == timezone.localdate(NOON)
    assert Notice.objects.filter(kind=Kind.ITEM_PUBLISHED).count() == len(items)
    assert AuditEvent.objects.filter(event=Event.DUTY_CHANGED).count() == 1


def _wrong_duty(item):
    Duty.objects.update(cadence="nonsense")


def _wrong_trail(item):
    ChainHead.objects.update(number=0)  # the next link takes a number that is there


@pytest.mark.parametrize("fault", [_wrong_duty, _wrong_trail], ids=["duty", "trail"])
def test_a_publication_that_fails_half_way_leaves_everything_as_it_was(cast, entry, published, noon, fault):
    """The fault lies in a row that a late effect meets, after the text went live in the same transaction."""
    item = published(entry=entry, body="公开着的谷雨。")
    assign_duty(entry, agency=cast.bureau, by=None)
    actions.submit(actions.revise(item, by=cast.clerk, body="改为白露。"), by=cast.clerk)
    item = actions.schedule(actions.approve(item, by=cast.reviewer), by=cast.reviewer, at=NOON)
    head = ChainHead.objects.get()
    fault(item)
    try:
        noon()
    except Exception:  # noqa: BLE001  a trail that takes no link cannot note the failure either: the sweep fails aloud
        assert fault is _wrong_trail
    item = fresh(item)
    assert (item.state, item.live_version.number) == (State.APPROVED, 1)
    assert [hit.title for hit in find("谷雨", under=cast.city).hits] == [item.title]
    assert find("白露", under=cast.city).hits == []
    row = item.schedules.get()
    assert (row.at, row.done_at, row.voided_at) == (NOON, None, None)
    Duty.objects.update(cadence="")  # mended, it goes through at the next attempt
    ChainHead.objects.update(number=head.number if fault is _wrong_trail else ChainHead.objects.get().number)
    carry_out_due(NOON + dt.timedelta(minutes=2), wait=lambda _moment: None)
    assert fresh(item).live_version.number == 2
    assert list(broken_links()) == []


def test_what_publishing_needs_is_asked_when_it_is_scheduled(cast, submitted):
    item = submitted()
    with pytest.raises(Refused):
        actions.schedule(item, by=cast.reviewer, at=NOON)  # not approved
    item = actions.approve(item, by=cast.reviewer)
    with pytest.raises(NotAllowed):
        actions.schedule(item, by=cast.clerk, at=NOON)
    with pytest.raises(Refused) as refusal:
        actions.schedule(item, by=cast.reviewer, at=EARLIER)
    assert refusal.value.field == "at"
    Version.objects.filter(item=item).update(body="<p>绕过了门户</p>")
    with pytest.raises(Refused):
        actions.schedule(item, by=cast.reviewer, at=NOON)
    assert not Schedule.objects.exists()


VOIDING = {
    "revise": lambda item, cast: actions.revise(item, by=cast.clerk, body="又改了。"),
    "return": lambda item, cast: actions.return_(item, by=cast.reviewer, reason="再看看"),
    "unschedule": lambda item, cast: actions.unschedule(item, by=cast.reviewer),
    "withdraw": lambda item, cast: actions.withdraw(item, by=cast.head, reason="有误"),
}


@pytest.mark.parametrize("verb", VOIDING)
def test_a_draft_never_takes_what_is_public_off_and_voids_only_its_own_moment(cast, published, noon, verb):
    item = published()
    actions.set_expiry(item, by=cast.head, at=NOON + dt.timedelta(days=1))
    actions.submit(actions.revise(item, by=cast.clerk, body="第二稿。"), by=cast.clerk)
    item = actions.schedule(actions.approve(item, by=cast.reviewer), by=cast.reviewer, at=NOON)
    VOIDING[verb](item, cast)
    noon()
    item = fresh(item)
    if verb == "withdraw":
        assert (item.is_live, item.schedules.waiting().count()) == (False, 0)
    else:
        assert (item.live_version.number, item.schedules.waiting().get().deed) == (1, "expire")


def test_publication_ends_at_its_second(cast, published, noon, client):
    item = published(body="限时公示谷雨。")
    with pytest.raises(NotAllowed):
        actions.set_expiry(item, by=cast.reviewer, at=NOON)
    actions.set_expiry(item, by=cast.head, at=NOON)
    noon()
    item = fresh(item)
    assert (item.state, item.is_live, item.has_expired, item.withdrawn_at) == (State.WITHDRAWN, False, True, NOON)
    assert item.versions.get().body == "<p>限时公示谷雨。</p>"
    page = client.get(f"/items/{item.index_no}/")
    assert page.status_code == 410
    assert "限时公示谷雨" not in page.content.decode()
    assert find("谷雨", under=cast.city).hits == []


def test_an_end_leaves_the_draft_that_is_being_prepared(cast, published, noon):
    item = published()
    actions.set_expiry(item, by=cast.head, at=NOON)
    actions.submit(actions.revise(item, by=cast.clerk, body="下一稿。"), by=cast.clerk)
    noon()
    item = fresh(item)
    assert (item.state, item.is_live, item.step) == (State.IN_REVIEW, False, "approval")
    item = actions.approve_and_publish(item, by=cast.reviewer)
    assert (item.is_live, item.has_expired, item.withdrawn_at) == (True, False, None)


def test_the_gauges_of_the_health_page(cast, scheduled, noon, client, clock):
    item = scheduled()
    Version.objects.filter(item=item).update(body="<p>绕过了门户</p>")
    noon()
    clock.move_to(NOON + dt.timedelta(minutes=5))
    gauges = client.get("/healthz/").json()["gauges"]
    assert (gauges["schedules_failing"], gauges["schedules_overdue"]) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_do_nothing_twice(cast, django_db_serialized_rollback, scheduled, clock):
    items = [scheduled(title=f"通知{number}") for number in range(8)]
    clock.move_to(NOON)
    together, failed = threading.Barrier(2), []

    def work():
        try:
            carry_out_due(NOON, wait=lambda _moment: together.wait(timeout=30))
        except Exception as error:  # noqa: BLE001  the test reads it
            failed.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failed == []
    assert set(Item.objects.public()) == set(items)
    assert not Schedule.objects.filter(attempts__gt=0).exists()
    assert AuditEvent.objects.filter(event=Event.ITEM_PUBLISHED).count() == len(items)
