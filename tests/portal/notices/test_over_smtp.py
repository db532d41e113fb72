"""Over a real connection: one for many letters, and a server that goes away and comes back."""

import datetime as dt

import pytest
from django.utils import timezone

from bench.mail_sink import MailSink
from portal.notices.delivery import PER_CONNECTION, deliver_due
from portal.notices.models import Notice
from portal.notices.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings):
    sink = MailSink(0)
    sink.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    yield sink
    sink.end()


def test_many_letters_share_a_connection(write, sink):
    for number in range(PER_CONNECTION + 2):
        write(str(number))
    assert deliver_due() == PER_CONNECTION + 2
    ids = [letter.message_id for letter in sink.taken]
    assert ids == [
        f"<{public_id}@localhost>" for public_id in Notice.objects.order_by("pk").values_list("public_id", flat=True)
    ]
    assert sink.connections == 2


def test_nothing_is_lost_or_sent_twice_while_the_server_is_away(write, sink, time_machine):
    write("1")
    deliver_due()
    sink.stop()
    write("2")
    write("3")
    assert deliver_due() == 0
    assert sorted(Notice.objects.values_list("state", flat=True)) == [State.PENDING, State.RETRY, State.SENT]
    sink.start()
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=2))
    assert deliver_due() == 2
    assert len({letter.message_id for letter in sink.taken}) == len(sink.taken) == 3
