"""Writing the signs of life."""

from django.utils import timezone

from portal.heartbeat.models import Heartbeat
from portal.heartbeat.registry import PERIODIC


def introduce() -> None:
    """Give every registered task its row, so that one which never runs is missed as well."""
    known = set(Heartbeat.objects.filter(task__in=PERIODIC).values_list("task", flat=True))
    missing = [Heartbeat(task=name, every=every) for name, every in PERIODIC.items() if name not in known]
    if missing:
        Heartbeat.objects.bulk_create(missing, ignore_conflicts=True)


def start(task: str) -> None:
    """Note that a run of `task` begins; `every` follows the code after an upgrade."""
    introduce()
    Heartbeat.objects.filter(task=task).update(every=PERIODIC[task], last_started_at=timezone.now())


def finish(task: str) -> None:
    """Note that the run ended well; an older error is forgotten."""
    Heartbeat.objects.filter(task=task).update(last_finished_at=timezone.now(), last_error="")


def fail(task: str, error: Exception) -> None:
    """Note that the run ended with `error`; the time of the last good end stays, so that the age keeps growing."""
    Heartbeat.objects.filter(task=task).update(last_error=f"{type(error).__name__}: {error}"[:500])
