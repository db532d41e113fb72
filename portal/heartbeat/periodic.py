"""`@periodic(every=seconds)`: a sweep over rows that are due, run by Celery, watched from outside.

Brokers lose messages, repeat them and hold them back. So no message carries a due time: due times live in the
database, and a periodic task looks which of them have come.
"""

from collections.abc import Callable
from functools import wraps

from celery import Task, shared_task
from django.utils.functional import Promise

from portal.heartbeat import actions
from portal.heartbeat.registry import LABELS, PERIODIC


def periodic(*, every: int, label: str | Promise = "") -> Callable[[Callable[[], object]], Task]:
    """Make a function without arguments, in `<app>/tasks.py`, a Celery task that runs every `every` seconds.

    `label` says to people what is left undone when it does not run.

    The function must be a sweep: safe to run twice, at once in two processes, and late. Each run leaves its trace in
    `Heartbeat`, also when it fails; the error is raised again, for Celery's log.
    """

    def decorate(sweep: Callable[[], object]) -> Task:
        name = f"{sweep.__module__}.{sweep.__name__}"

        @wraps(sweep)
        def watched() -> None:
            actions.start(name)
            try:
                sweep()
            except Exception as error:
                actions.fail(name, error)
                raise
            actions.finish(name)

        PERIODIC[name] = every
        LABELS[name] = label or name
        return shared_task(name=name)(watched)

    return decorate
