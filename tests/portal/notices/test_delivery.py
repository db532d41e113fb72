"""Sending: what is true, to whom there is an address, and whatever the mail server says."""

import datetime as dt
import smtplib

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from portal.heartbeat.models import Heartbeat
from portal.notices.delivery import deliver_due
from portal.notices.models import Kind, Notice
from portal.notices.states import State
from portal.notices.tasks import deliver

pytestmark = pytest.mark.django_db


class Server(EmailBackend):
    """A mail server that answers with `trouble`, to everybody or to one address: the outside world's one fake."""

    trouble: Exception | None = None
    only_to = ""
    talks = 0

    def send_messages(self, messages):
        type(self).talks += 1
        if self.trouble and (not self.only_to or messages[0].to == [self.only_to]):
            raise self.trouble
        return super().send_messages(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "tests.portal.notices.test_delivery.Server"
    Server.trouble, Server.only_to, Server.talks = None, "", 0
    return Server


def test_sends_and_marks(write, cast, mailoutbox):
    notice = write()
    deliver.apply(throw=True)
    notice.refresh_from_db()
    assert notice.state == State.SENT
    assert notice.sent_at is not None
    (letter,) = mailoutbox
    assert letter.to == [cast.clerk.email]
    assert letter.subject == notice.title
    assert notice.body in letter.body
    assert "http://qingtian.test/admin/" in letter.body, "on the site of the bureau's own government"
    assert letter.message()["Message-ID"] == f"<{notice.public_id}@localhost>"
    assert Heartbeat.objects.get(task="portal.notices.tasks.deliver").last_finished_at


def test_a_second_sweep_sends_nothing(write, mailoutbox):
    write()
    assert deliver_due() == 1
    assert deliver_due() == 0
    assert len(mailoutbox) == 1


def test_a_letter_without_a_page_has_no_address_in_it(write, mailoutbox, settings):
    settings.FALLBACK_HOST = ""
    write("1", url="")
    write("2", agency=None)
    deliver_due()
    assert [letter.body for letter in mailoutbox] == ["Request 2026-0001 is due on 2026-03-06."] * 2


def test_an_account_without_an_address_has_the_inbox_alone(write, cast, mailoutbox):
    cast.clerk.email = ""
    cast.clerk.save()
    notice = write()
    deliver_due()
    notice.refresh_from_db()
    assert notice.state == State.SENT
    assert mailoutbox == []
    assert list(Notice.objects.addressed_to(cast.clerk)) == [notice]


def test_what_is_no_longer_true_is_not_sent(write, cast, checks, mailoutbox):
    asked = []

    @checks.still_true(Kind.DUE_REMINDER)
    def _(notice):
        asked.append(notice)
        return notice.occasion == "still open"

    answered, still_open, other = write("answered"), write("still open"), write(kind=Kind.ITEM_RETURNED)
    deliver_due()
    assert asked == [answered, still_open]
    answered.refresh_from_db()
    assert answered.state == State.ABORTED
    assert len(mailoutbox) == 2
    assert set(Notice.objects.addressed_to(cast.clerk)) == {still_open, other}


def test_a_kind_has_one_check(checks):
    checks.still_true(Kind.DUE_REMINDER)(lambda _notice: True)
    with pytest.raises(ValueError, match="already"):
        checks.still_true(Kind.DUE_REMINDER)(lambda _notice: False)


def test_a_check_that_breaks_holds_up_nobody_else(write, checks, mailoutbox):
    checks.still_true(Kind.DUE_REMINDER)(lambda _notice: 1 / 0)
    broken, fine = write("1"), write(kind=Kind.ITEM_RETURNED)
    deliver_due()
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state, fine.state) == (State.RETRY, State.SENT)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    "trouble",
    [
        ConnectionRefusedError(111, "refused"),
        TimeoutError("timed out"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPAuthenticationError(535, b"no"),
    ],
)
def test_an_absent_server_is_asked_once_per_run(write, server, trouble, mailoutbox, time_machine):
    notices = [write(str(number)) for number in range(5)]
    server.trouble = trouble
    deliver_due()
    assert server.talks == 1
    assert sorted(Notice.objects.values_list("state", flat=True)) == [State.PENDING] * 4 + [State.RETRY]
    server.trouble = None
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=2))
    deliver_due()
    assert len(mailoutbox) == len(notices)
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}


def test_an_unknown_mailbox_is_given_up_at_once(write, cast, server):
    server.trouble = smtplib.SMTPRecipientsRefused({"clerk@example.test": (550, b"unknown")})
    server.only_to = cast.clerk.email
    lost, fine = write("1"), write("2", to=cast.head)
    deliver_due()
    lost.refresh_from_db()
    fine.refresh_from_db()
    assert (lost.state, fine.state) == (State.FAILED, State.SENT)
    assert "550" in lost.last_error


def test_a_busy_mailbox_is_tried_again(write, server):
    server.trouble = smtplib.SMTPRecipientsRefused({"clerk@example.test": (450, b"later")})
    notice = write()
    deliver_due()
    notice.refresh_from_db()
    assert notice.state == State.RETRY


def test_a_poisonous_letter_holds_up_nobody_else(write, cast, server, mailoutbox):
    server.trouble = smtplib.SMTPDataError(554, b"spam")
    server.only_to = cast.clerk.email
    poison = write()
    others = [write(to=f"{number}@example.test") for number in range(5)]
    deliver_due()
    poison.refresh_from_db()
    assert poison.state == State.RETRY
    assert len(mailoutbox) == len(others)


def test_a_run_ends_in_time(write):
    write()
    assert deliver_due(seconds=0) == 0
    assert Notice.objects.due().count() == 1
