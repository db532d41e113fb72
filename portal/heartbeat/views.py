"""What an outside check reads. Needs neither tenant nor session, and tells nothing that a stranger may not know."""

import datetime as dt
import sqlite3

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.heartbeat.models import Heartbeat
from portal.heartbeat.registry import GAUGES, PERIODIC


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """The whole installation: 503 if the database is away, or a periodic task has missed three runs."""
    database = _database()
    tasks = _tasks() if database["ok"] else []
    ok = database["ok"] and all(task["ok"] for task in tasks)
    gauges = {name: count() for name, count in sorted(GAUGES.items())} if database["ok"] else {}
    told = {"ok": ok, "database": database, "tasks": tasks, "gauges": gauges}
    return JsonResponse(told, status=200 if ok else 503)


@never_cache
@require_safe
def health_web(request: HttpRequest) -> JsonResponse:
    """This web process and its database alone: what decides whether it may be sent requests."""
    database = _database()
    return JsonResponse({"ok": database["ok"], "database": database}, status=200 if database["ok"] else 503)


def _database() -> dict[str, object]:
    state: dict[str, object] = {"vendor": connection.vendor}
    if connection.vendor == "sqlite":
        state["sqlite_version"] = sqlite3.sqlite_version
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return state | {"ok": False}
    return state | {"ok": True}


def _tasks() -> list[dict[str, object]]:
    now = timezone.now()
    rows = {row.task: row for row in Heartbeat.objects.filter(task__in=PERIODIC)}
    return [_task(name, rows.get(name), now) for name in sorted(PERIODIC)]


def _task(name: str, row: Heartbeat | None, now: dt.datetime) -> dict[str, object]:
    if row is None:  # no worker has run since this task came
        return {"task": name, "every": PERIODIC[name], "age": None, "failing": False, "ok": False}
    return {
        "task": name,
        "every": row.every,
        "age": round(row.age(now), 1),
        "failing": bool(row.last_error),
        "ok": row.is_ok(now),
    }
