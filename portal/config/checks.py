"""What `manage.py check --deploy` refuses beyond Django's own list."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.template import engines


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


@register(Tags.templates, deploy=True)
def templates_are_read_once(**kwargs: Any) -> list[CheckMessage]:
    """A template that is read and compiled for each page costs more than the page."""
    cached = "django.template.loaders.cached.Loader"
    loaders = [loader for backend in engines.all() for loader in backend.engine.loaders]  # type: ignore[attr-defined]
    if not all(loader[0] == cached for loader in loaders):
        return [checks.Warning("Templates are compiled anew for each page; unset DEBUG.", id="portal.W002")]
    return []


@register(Tags.database, deploy=True)
def connections_are_reused(**kwargs: Any) -> list[CheckMessage]:
    """Connecting to PostgreSQL costs half a page."""
    database = settings.DATABASES["default"]
    is_reused = database.get("CONN_MAX_AGE", 0) != 0 or "pool" in database.get("OPTIONS", {})
    if database["ENGINE"].endswith("postgresql") and not is_reused:
        return [checks.Warning("Every request connects to the database anew; set CONN_MAX_AGE.", id="portal.W003")]
    return []


@register(Tags.caches, deploy=True)
def pages_are_kept(**kwargs: Any) -> list[CheckMessage]:
    """Public pages are rendered once for everybody."""
    if "portal.config.shared_pages.SharedPagesMiddleware" not in settings.MIDDLEWARE:
        return [checks.Warning("Every public page is rendered for each visitor.", id="portal.W004")]
    return []
