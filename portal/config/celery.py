"""Celery: every periodic task is a sweep over rows that are due; no message carries a due time."""

import os

from celery import Celery
from celery.signals import import_modules, worker_ready

from portal.heartbeat.registry import PERIODIC, beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@import_modules.connect  # connected after the discovery above, so every `tasks` module has been read by then
def fill_beat_schedule(**_: object) -> None:
    """Take the timetable from the periodic tasks; a worker with `-B` and a separate beat both pass through here."""
    app.conf.beat_schedule = beat_schedule()


@worker_ready.connect
def catch_up(**_: object) -> None:
    """Sweep everything once as soon as somebody works: what fell due meanwhile need not wait for its next tick."""
    for task in PERIODIC:
        app.send_task(task, expires=PERIODIC[task])
