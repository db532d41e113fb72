"""The outbox: once per recipient and occasion, moved on by its table alone."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.notices import actions, outbox
from portal.notices.models import Kind, Notice
from portal.notices.states import TABLE, State
from portal.refusals import Refused
from portal.transitions import advance

pytestmark = pytest.mark.django_db


def test_the_same_occasion_is_told_once(write):
    first = write()
    assert first.pk
    assert write() is None
    assert Notice.objects.count() == 1


def test_another_occasion_subject_kind_or_recipient_is_another_notice(write, cast):
    write()
    assert write("3 days left")
    assert write(subject=cast.county)
    assert write(kind=Kind.ITEM_RETURNED)
    assert write(to=cast.head)
    assert write(to="li@example.test")
    assert Notice.objects.count() == 6


def test_an_address_is_one_recipient_however_it_is_written(write):
    assert write(to="Li@Example.test").email == "li@example.test"
    assert write(to=" li@example.test ") is None


def test_a_title_is_one_line_and_fits(write):
    notice = write(title="A title\r\nBcc: x@example.test\n" + "长" * 300)
    notice.refresh_from_db()
    assert notice.title.startswith("A title Bcc: x@example.test 长")
    assert len(notice.title) == 200


def test_disappears_with_the_decision_it_tells_of(write):
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError
    assert not Notice.objects.exists()


def test_goes_to_an_account_or_an_address_never_both(cast):
    for wrong in ({}, {"recipient": cast.clerk, "email": "x@example.test"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.create(kind=Kind.DUE_REMINDER, occasion="x", title="x", body="x", **wrong)


def test_claims_the_oldest_that_is_due_and_no_row_twice(write):
    first, second = write("1"), write("2")
    assert outbox.claim(Notice) == first
    assert outbox.claim(Notice) == second
    assert outbox.claim(Notice) is None


def test_waits_longer_after_every_failure_and_gives_up(write, time_machine):
    notice = write()
    waits = []
    now = timezone.now()
    while (claimed := outbox.claim(Notice)) is not None:
        assert outbox.postpone(claimed, OSError("no"))
        notice.refresh_from_db()
        if notice.state == State.FAILED:
            break
        waits.append((notice.retry_after - timezone.now()).total_seconds())
        time_machine.move_to(notice.retry_after - dt.timedelta(seconds=1), tick=False)
        assert outbox.claim(Notice) is None
        time_machine.move_to(notice.retry_after, tick=False)
    assert [round(wait) for wait in waits[:6]] == [60, 120, 240, 480, 600, 600]
    assert len(waits) + 1 == notice.attempts == outbox.MOST_ATTEMPTS
    assert timezone.now() - now > dt.timedelta(hours=20)
    assert notice.last_error == "OSError: no"


def test_a_row_of_a_dead_process_is_taken_again(write, time_machine):
    notice = write()
    dead = outbox.claim(Notice)
    assert outbox.recover(Notice) == 0
    time_machine.move_to(timezone.now() + outbox.STUCK_AFTER + dt.timedelta(seconds=1), tick=False)
    assert outbox.recover(Notice) == 1
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=2), tick=False)
    again = outbox.claim(Notice)
    assert again == notice
    assert again.attempts == 2
    assert not outbox.deliver(dead), "the process taken for dead woke up: the row is no longer its own"
    assert outbox.deliver(again)
    notice.refresh_from_db()
    assert notice.state == State.SENT
    assert notice.inflight_since is None


def test_a_row_that_kills_every_process_is_given_up(write, time_machine):
    notice = write()
    Notice.objects.update(attempts=outbox.MOST_ATTEMPTS - 1)
    outbox.claim(Notice)
    time_machine.move_to(timezone.now() + outbox.STUCK_AFTER + dt.timedelta(seconds=1), tick=False)
    outbox.recover(Notice)
    notice.refresh_from_db()
    assert notice.state == State.FAILED


def test_dead_letters_are_put_back_by_an_operator(write):
    write("1")
    write("2")
    outbox.postpone(outbox.claim(Notice), ValueError("bad"), for_good=True)
    assert outbox.revive(Notice) == 1
    assert set(Notice.objects.values_list("state", "attempts")) == {(State.PENDING, 0)}


@pytest.mark.parametrize("verb", sorted(TABLE))
@pytest.mark.parametrize("state", sorted(State))
def test_only_the_table_moves_a_row(verb, state):
    notice = Notice(state=state)
    if state in TABLE[verb].sources:
        advance(notice, verb, TABLE)
        assert notice.state == TABLE[verb].target
    else:
        with pytest.raises(Refused):
            advance(notice, verb, TABLE)


def test_the_first_reading_counts(write, cast, time_machine):
    notice = write()
    actions.mark_read(notice, by=cast.head)
    notice.refresh_from_db()
    assert notice.read_at is None, "not the head's"
    actions.mark_read(notice, by=cast.clerk)
    notice.refresh_from_db()
    first = notice.read_at
    time_machine.move_to(timezone.now() + dt.timedelta(hours=1))
    actions.mark_read(notice, by=cast.clerk)
    notice.refresh_from_db()
    assert notice.read_at == first
