"""What an operator and the office see of an outbox that does not move."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.notices import outbox
from portal.notices.delivery import deliver_due
from portal.notices.models import Notice
from portal.notices.standing import Standing

pytestmark = pytest.mark.django_db


def test_counts_what_waits_for_more_than_an_hour(write, client):
    write("1")
    write("2")
    assert Standing.now().waiting == 0
    old = timezone.now() - dt.timedelta(minutes=61)
    Notice.objects.filter(occasion="1").update(created_at=old)
    assert Standing.now().waiting == 1
    assert client.get("/healthz/").json()["gauges"]["notices_waiting_an_hour"] == 1
    deliver_due()
    assert Standing.now().waiting == 0


def test_counts_what_was_given_up(write, client):
    write()
    assert Standing.now().given_up == 0
    outbox.postpone(outbox.claim(Notice), ValueError("bad"), for_good=True)
    assert Standing.now().given_up == 1
    assert client.get("/healthz/").json()["gauges"]["notices_given_up"] == 1
