"""The portal's Celery application with its waits a sixtieth as long: an hour of trouble passes in a minute.

Run as a program it is a nursery of workers: for each line on its input it forks one, in a process group of its own,
and says its number. All is imported before, so that a killed worker is back in a second and the storm hits it at work.
"""

import datetime as dt
import os
import signal
import sys

from celery.signals import beat_init, import_modules, worker_init

from portal.config.celery import app, fill_beat_schedule
from portal.heartbeat.registry import PERIODIC

SPEED, SHORTEST = 60, 5  # a tick expires after its interval: on a busy machine less than seconds is nothing
SWEEPS = {"requests_app.tasks.remind", "portal.notices.tasks.deliver", "portal.notices.tasks.send_digests"}
_every: dict[str, int] = {}  # of the portal; modules are imported, and the timetable made, more than once


@import_modules.connect  # after the portal's own, which has read every `tasks` module and filled the timetable
def hurry(**_: object) -> None:
    for name in set(PERIODIC) - SWEEPS:  # the others take time and have no part in it
        del PERIODIC[name]
    for name, every in PERIODIC.items():
        PERIODIC[name] = max(SHORTEST, _every.setdefault(name, every) // SPEED)
    fill_beat_schedule()


@worker_init.connect
@beat_init.connect
def shorten_waits(**_: object) -> None:
    """Before the pool is forked, so that its processes inherit it."""
    from portal.notices import outbox

    outbox.FIRST_WAIT = 1
    outbox.LONGEST_WAIT = 10
    outbox.STUCK_AFTER = dt.timedelta(seconds=10)  # a busy machine may take seconds for one letter


def nursery() -> None:
    app.loader.import_default_modules()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed leave no trace
    for _line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.setsid()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            app.worker_main(
                [
                    "--quiet",
                    "worker",
                    "--concurrency",
                    "2",
                    "--without-mingle",
                    "--without-gossip",
                    "--loglevel",
                    "CRITICAL",
                ]
            )
            os._exit(0)
        print(pid, flush=True)


if __name__ == "__main__":
    nursery()
