"""The database that a measurement owns, beside the configured one, with every table in it."""

import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def fresh_database(name: str) -> None:
    """Drop and make the PostgreSQL database `name`, and point the environment at it."""
    import psycopg2

    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    os.environ["DATABASE_URL"] = f"{server}/{name}"


def kept_database(purpose: str) -> None:
    """Point the environment at the PostgreSQL database of this `purpose` beside the configured one, made if need be."""
    import psycopg2

    server, configured = os.environ["DATABASE_URL"].rsplit("/", 1)
    name = f"{configured.partition('?')[0]}_{purpose}"
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        is_there = bool(cursor.rowcount)
    connection.close()
    os.environ["DATABASE_URL"] = f"{server}/{name}"
    if not is_there or os.environ.get("FRESH"):
        fresh_database(name)


def prepare() -> None:
    """Settings of a measurement, Django, and the tables. Processes started afterwards inherit the same."""
    os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="portal-bench-"))
    os.environ.setdefault("SECRET_KEY", "only-for-this-measurement-" + "x" * 40)
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
