"""The database itself refuses to change or delete what the trail holds: triggers, so that no code path can.

Whoever owns the database can drop them; against that stand the chain and its anchors.
"""

from __future__ import annotations

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TRAIL, ANCHORS = "audit_auditevent", "audit_anchor"
TRIGGERS = {
    "audit_event_never_changes": (TRAIL, "UPDATE"),
    "audit_event_never_deleted": (TRAIL, "DELETE"),
    "audit_event_never_emptied": (TRAIL, "TRUNCATE"),
    "audit_anchor_never_changes": (ANCHORS, "UPDATE OF day, number, hash, made_at"),
    "audit_anchor_never_deleted": (ANCHORS, "DELETE"),
    "audit_anchor_never_emptied": (ANCHORS, "TRUNCATE"),
}
REFUSAL = "These rows are only ever added to."
FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'insufficient_privilege'; END $$
"""


CONDITIONS: dict[str, str] = {}


def protect(name: str, table: str, operation: str, *, when: str = "") -> None:
    """Let the guard keep `operation` from a table of another room too; call it when the apps are ready.

    `when` is a condition over OLD and NEW in the SQL of both databases: only where it holds is the change refused.
    """
    TRIGGERS[name] = (table, operation)
    CONDITIONS[name] = when


def raise_guard(using: str = "default", **signal: object) -> None:
    """Put up every trigger that is not there (receiver of `post_migrate`)."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    missing = [name for name in gaps(connection) if TRIGGERS[name][0] in tables]
    if not missing:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for name in missing:
            cursor.execute(_created(name, connection.vendor))


def lower_guard(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger down: for tests that play the intruder, and for emptying a test database."""
    with connection.cursor() as cursor:
        for name, (table, _operation) in _triggers(connection.vendor).items():
            place = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{place}")


def gaps(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be there and are not, or are switched off."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {name for (name,) in cursor.fetchall()}
    return [name for name in _triggers(connection.vendor) if name not in there]


def _triggers(vendor: str) -> dict[str, tuple[str, str]]:
    # SQLite knows no TRUNCATE
    return {n: rule for n, rule in TRIGGERS.items() if vendor == "postgresql" or rule[1] != "TRUNCATE"}


def _created(name: str, vendor: str) -> str:
    table, operation = TRIGGERS[name]
    when = f" WHEN ({CONDITIONS[name]})" if CONDITIONS.get(name) else ""
    if vendor != "postgresql":
        return f"CREATE TRIGGER {name} BEFORE {operation} ON {table}{when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
    return f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH {each}{when} EXECUTE FUNCTION audit_refuse()"
