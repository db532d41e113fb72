"""Which periodic tasks there are. A leaf without models, so that the Celery application can read it at import."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise

# name of the task → seconds between two runs; filled by `portal.heartbeat.periodic.periodic`
PERIODIC: dict[str, int] = {}

# name of the task → what it does, for people; a task without such a name is shown by its own
LABELS: dict[str, str | Promise] = {}

# name → a count that an operator watches; what should be 0 and is not
GAUGES: dict[str, Callable[[], int]] = {}


def gauge(name: str) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Show what a function counts on the health page, under `name`. A count alone: nothing a stranger may not know."""

    def decorate(count: Callable[[], int]) -> Callable[[], int]:
        GAUGES[name] = count
        return count

    return decorate


def beat_schedule() -> dict[str, dict[str, Any]]:
    """The registry in the form of Celery's `beat_schedule`.

    A tick that nobody took before the next one is due expires: a worker that was away or busy does the work once
    when it is back, not once per missed tick.
    """
    return {
        name: {"task": name, "schedule": float(every), "options": {"expires": every}}
        for name, every in PERIODIC.items()
    }
