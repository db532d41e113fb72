"""Many processes at once: each reminder exists once, and is sent once."""

import multiprocessing
import traceback
from collections import Counter

import pytest
from django.core import mail
from django.db import connection, connections

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.notices.actions import enqueue
from portal.notices.delivery import deliver_due
from portal.notices.models import Kind, Notice
from portal.notices.states import State

# SQLite lets in one writer at a time: fewer processes and reminders show the same there in reasonable time
PROCESSES, REMINDERS = (6, 300) if connection.vendor == "postgresql" else (4, 60)

pytestmark = pytest.mark.django_db(transaction=True)


def together(work, *arguments):
    """Run `work` in many processes that start at the same moment; returns what each answered."""
    connections.close_all()  # a connection must not be shared across a fork
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(PROCESSES), context.SimpleQueue()
    processes = [context.Process(target=_one, args=(barrier, answers, work, arguments)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    said = [answers.get() for _ in processes]
    for process in processes:
        process.join()
    assert not [answer for answer in said if isinstance(answer, str)]
    return said


def _one(barrier, answers, work, arguments):
    try:
        barrier.wait(timeout=60)
        answers.put(work(*arguments))
    except Exception:  # noqa: BLE001  whatever it was, the parent is told
        answers.put(traceback.format_exc())
    finally:
        connections.close_all()


def remind(user, agency):
    """What a reminder sweep does: tell the user of every occasion, as if nobody else did; returns how many were new."""
    written = [
        enqueue(
            Kind.DUE_REMINDER,
            to=user if number % 2 else "office@example.test",
            subject=agency,
            occasion=f"case {number}",
            title=f"case {number}",
            body="It is due.",
        )
        for number in range(REMINDERS)
    ]
    return sum(notice is not None for notice in written)


def send():
    """What a delivery sweep does; returns the subjects of the letters that this process handed over."""
    mail.outbox = []
    deliver_due(seconds=120)
    return [letter.subject for letter in mail.outbox]


@pytest.fixture
def reader():
    return User.objects.create_user("reader", "reader@example.test", "x", full_name="Reader")


@pytest.fixture
def office():
    return Agency.objects.add_root(
        instance=Agency(name="Office", short_name="Office", code="office", tier="city", kind="office")
    )


def test_each_reminder_is_written_once_and_sent_once(reader, office):
    new = together(remind, reader, office)
    assert sum(new) == REMINDERS
    assert Notice.objects.count() == REMINDERS

    letters = Counter(subject for subjects in together(send) for subject in subjects)
    assert letters == {f"case {number}": 1 for number in range(REMINDERS)}
    assert set(Notice.objects.values_list("state", "attempts")) == {(State.SENT, 1)}

    assert sum(together(remind, reader, office)) == 0, "a sweep that runs again, or late, adds nothing"


def test_writing_and_sending_at_once_lose_nothing(reader, office):
    def both(user, agency):
        mail.outbox = []
        new = remind(user, agency)
        deliver_due(seconds=120)
        return new, [letter.subject for letter in mail.outbox]

    said = together(both, reader, office)
    last = send()
    assert sum(new for new, _letters in said) == REMINDERS
    letters = Counter(subject for _new, subjects in said for subject in subjects) + Counter(last)
    assert letters == {f"case {number}": 1 for number in range(REMINDERS)}
