"""The office's page turns red when the portal does not do its regular work."""

import datetime as dt

import pytest
from django.utils import timezone

from portal.heartbeat.actions import introduce
from portal.heartbeat.models import Heartbeat
from portal.notices.actions import enqueue
from portal.notices.models import Kind, Notice

pytestmark = pytest.mark.django_db
RED, WAITING = "定时任务停止运行", "超过1小时未发出的消息：1条；已放弃发送：0条"


@pytest.fixture
def page(client, cast):
    client.force_login(cast.officer)
    introduce()
    Heartbeat.objects.update(last_finished_at=timezone.now())

    def page():
        return client.get("/office/").content.decode()

    return page


def test_is_quiet_while_all_runs(page):
    said = page()
    assert RED not in said
    assert "超过1小时未发出" not in said


def test_says_what_does_not_run(page):
    silent = timezone.now() - dt.timedelta(hours=1)
    Heartbeat.objects.filter(task="requests_app.tasks.remind").update(last_finished_at=silent)
    said = page()
    assert RED in said
    assert "答复期限提醒" in said
    assert "消息发送" not in said
    assert "requests_app.tasks" not in said


def test_says_what_waits(page, cast):
    enqueue(Kind.ITEM_RETURNED, to=cast.clerk, subject=cast.bureau, occasion="x", title="x", body="x")
    assert "超过1小时未发出" not in page()
    Notice.objects.update(created_at=timezone.now() - dt.timedelta(hours=2))
    assert WAITING in page()
