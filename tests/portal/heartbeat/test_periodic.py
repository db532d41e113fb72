"""Every periodic task is in the timetable and leaves its trace."""

import datetime as dt
import subprocess
import sys

import pytest
from celery import current_app
from django.db import DatabaseError
from django.utils import timezone

from portal.config.celery import app, fill_beat_schedule
from portal.heartbeat.models import Heartbeat
from portal.heartbeat.periodic import periodic
from portal.heartbeat.registry import PERIODIC, beat_schedule

pytestmark = pytest.mark.django_db


@pytest.fixture
def ran():
    """A periodic task of this test alone, and the list of its runs."""
    runs = []

    def sweep():
        runs.append(timezone.now())
        if len(runs) == 2:
            raise ValueError("the second run fails")

    task = periodic(every=60)(sweep)
    yield task, runs
    del PERIODIC[task.name]
    app.tasks.pop(task.name, None)


def test_every_periodic_task_is_in_beat_under_its_interval():
    fill_beat_schedule()
    assert "portal.notices.tasks.deliver" in app.conf.beat_schedule
    assert set(app.conf.beat_schedule) == set(PERIODIC)
    for name, entry in app.conf.beat_schedule.items():
        assert entry["task"] == name
        assert entry["schedule"] == PERIODIC[name]
        assert entry["options"]["expires"] == PERIODIC[name]


def test_every_entry_in_beat_is_a_task_that_a_worker_knows():
    app.finalize()
    assert set(beat_schedule()) <= set(app.tasks)
    assert current_app.main == "portal"


@pytest.mark.parametrize("name", sorted(PERIODIC))
def test_every_periodic_task_reports(name):
    app.tasks[name].apply(throw=True)
    row = Heartbeat.objects.get(task=name)
    assert row.every == PERIODIC[name]
    assert row.last_started_at <= row.last_finished_at
    assert row.last_error == ""
    assert row.is_ok()


def test_the_first_run_of_any_task_introduces_all(ran):
    task, _runs = ran
    task.apply(throw=True)
    assert set(Heartbeat.objects.values_list("task", flat=True)) == set(PERIODIC)


def test_a_failed_run_keeps_the_time_of_the_last_good_one(ran, time_machine):
    task, _runs = ran
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    task.apply(throw=True)
    time_machine.move_to(start + dt.timedelta(minutes=1), tick=False)
    with pytest.raises(ValueError, match="second run"):
        task.apply(throw=True)
    row = Heartbeat.objects.get(task=task.name)
    assert row.last_started_at == start + dt.timedelta(minutes=1)
    assert row.last_finished_at == start
    assert row.last_error == "ValueError: the second run fails"
    task.apply(throw=True)
    row.refresh_from_db()
    assert row.last_finished_at == start + dt.timedelta(minutes=1)
    assert row.last_error == ""


@pytest.mark.parametrize(("seconds", "ok"), [(0, True), (239, True), (240, True), (241, False)])
def test_three_missed_runs_and_a_minute_are_too_many(seconds, ok):
    now = timezone.now()
    finished = Heartbeat(task="x", every=60, last_finished_at=now - dt.timedelta(seconds=seconds))
    never = Heartbeat(task="x", every=60, known_since=now - dt.timedelta(seconds=seconds))
    assert finished.is_ok(now) is ok
    assert never.is_ok(now) is ok


def test_the_timetable_is_filled_in_a_process_of_its_own():
    """What `celery -A portal.config beat` reads: the real start of the application, nothing imported by a test."""
    code = (
        "from portal.config import celery_app as app; app.loader.init_worker();"
        "print(*sorted(app.conf.beat_schedule), sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == sorted(PERIODIC)


def test_a_database_error_inside_a_sweep_is_a_failure_like_any_other():
    def broken():
        raise DatabaseError("gone")

    task = periodic(every=60)(broken)
    try:
        with pytest.raises(DatabaseError):
            task.apply(throw=True)
        assert Heartbeat.objects.get(task=task.name).last_error == "DatabaseError: gone"
    finally:
        del PERIODIC[task.name]
        app.tasks.pop(task.name, None)
