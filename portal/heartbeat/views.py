"""What an outside check reads. Needs neither tenant nor session, and tells nothing that a stranger may not know."""

import sqlite3

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.heartbeat.registry import GAUGES
from portal.heartbeat.signs import signs_of_life


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """The whole installation: 503 if the database is away, or a periodic task has missed three runs: `silent`."""
    database = _database()
    tasks = signs_of_life() if database["ok"] else []
    silent = [sign.task for sign in tasks if not sign.ok]
    ok = database["ok"] and not silent
    gauges = {name: count() for name, count in sorted(GAUGES.items())} if database["ok"] else {}
    told = {"ok": ok, "silent": silent, "database": database, "tasks": [s._asdict() for s in tasks], "gauges": gauges}
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
