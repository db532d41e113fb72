"""What `manage.py check --deploy` refuses beyond Django's own list."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def demo_stays_at_home(**kwargs: Any) -> list[CheckMessage]:
    """A demo, with its accounts that everybody knows, must not answer on a public host name."""
    if settings.DEMO:
        return [Error("DEMO is set: its accounts and passwords are public.", id="portal.E001")]
    return []


@register(Tags.database, deploy=True)
def database_can_carry_an_office(**kwargs: Any) -> list[CheckMessage]:
    """SQLite is for trying the portal and for a township, not for a city."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return [checks.Warning("The database is SQLite; set DATABASE_URL to a PostgreSQL database.", id="portal.W001")]
    return []
