"""The portal's Celery application with its waits a sixtieth as long: an hour of trouble passes in a minute."""

import datetime as dt

from celery.signals import beat_init, import_modules, worker_init

from portal.config.celery import app, fill_beat_schedule
from portal.heartbeat.registry import PERIODIC

SPEED = 60


@import_modules.connect  # after the portal's own, which has read every `tasks` module and filled the timetable
def hurry(**_: object) -> None:
    if not app.conf.get("is_hurried"):
        for name, every in PERIODIC.items():
            PERIODIC[name] = max(1, every // SPEED)
        fill_beat_schedule()


@worker_init.connect
@beat_init.connect
def shorten_waits(**_: object) -> None:
    """Before the pool is forked, so that its processes inherit it."""
    from portal.notices import outbox

    outbox.FIRST_WAIT = 1
    outbox.LONGEST_WAIT = outbox.LONGEST_WAIT // SPEED
    outbox.STUCK_AFTER = dt.timedelta(seconds=10)  # a busy machine may take seconds for one letter
