"""What an outside check reads."""

import datetime as dt
import sqlite3

import pytest
from django.db import connection
from django.utils import timezone

from portal.heartbeat.actions import introduce
from portal.heartbeat.models import Heartbeat
from portal.heartbeat.registry import GAUGES, LABELS, PERIODIC

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_alive():
    introduce()
    Heartbeat.objects.update(last_finished_at=timezone.now())


def test_all_is_well(client, all_alive):
    answer = client.get("/healthz/")
    assert answer.status_code == 200
    said = answer.json()
    assert said["ok"] is True
    assert said["database"]["ok"] is True
    assert [task["task"] for task in said["tasks"]] == sorted(PERIODIC)
    assert all(task["ok"] and 0 <= task["age"] < 30 for task in said["tasks"])


def test_a_task_that_fell_silent_is_an_alarm(client, all_alive):
    name = min(PERIODIC)
    silent = timezone.now() - dt.timedelta(seconds=3 * PERIODIC[name] + 62)
    Heartbeat.objects.filter(task=name).update(last_finished_at=silent)
    answer = client.get("/healthz/")
    assert answer.status_code == 503
    assert [task["task"] for task in answer.json()["tasks"] if not task["ok"]] == [name]


def test_a_task_no_worker_has_ever_run_is_an_alarm(client):
    answer = client.get("/healthz/")
    assert answer.status_code == 503
    assert all(task["age"] is None and not task["ok"] for task in answer.json()["tasks"])


def test_an_error_is_shown_without_its_words(client, all_alive):
    name = min(PERIODIC)
    Heartbeat.objects.filter(task=name).update(last_error="OSError: /secret/path")
    answer = client.get("/healthz/")
    assert answer.status_code == 200
    assert [task["task"] for task in answer.json()["tasks"] if task["failing"]] == [name]
    assert b"secret" not in answer.content


def test_an_absent_database_is_an_alarm(client, monkeypatch):
    def away(*_args, **_kwargs):
        from django.db import OperationalError

        raise OperationalError("the database is away")

    monkeypatch.setattr(connection, "cursor", away)
    for address in ("/healthz/", "/healthz/web/"):
        answer = client.get(address)
        assert answer.status_code == 503
        assert answer.json()["database"]["ok"] is False


def test_the_web_process_is_well_without_any_worker(client):
    assert client.get("/healthz/web/").json()["ok"] is True


def test_needs_no_tenant_and_leaves_no_trace(client, all_alive):
    answer = client.get("/healthz/", headers={"host": "10.1.2.3"})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_tells_the_version_of_sqlite_where_it_is_used(client):
    told = client.get("/healthz/web/").json()["database"].get("sqlite_version")
    assert told == (sqlite3.sqlite_version if connection.vendor == "sqlite" else None)


def test_refuses_to_be_posted_to(client):
    assert client.post("/healthz/").status_code == 405


def test_constant_number_of_queries(client, all_alive, django_assert_num_queries):
    with django_assert_num_queries(2 + len(GAUGES)):
        client.get("/healthz/")


def test_says_which_task_is_silent(client, all_alive):
    assert client.get("/healthz/").json()["silent"] == []
    Heartbeat.objects.filter(task="portal.notices.tasks.deliver").delete()
    answer = client.get("/healthz/")
    assert (answer.status_code, answer.json()["silent"]) == (503, ["portal.notices.tasks.deliver"])


def test_every_task_has_a_name_for_people():
    shipped = {name for name in PERIODIC if not name.startswith("tests.")}
    assert {name for name in LABELS if not name.startswith("tests.")} == shipped
    assert [name for name in shipped if str(LABELS[name]) == name] == []
