"""Variables of the environment, read strictly: nonsense is named in one sentence and never taken for a no."""

import logging
from typing import Any
from urllib.parse import urlsplit

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})
POSTGRESQL = frozenset({"postgres", "postgresql", "psql", "pgsql"})
SQLITE = "sqlite"
REDIS = ("redis://", "rediss://", "unix://")


class Environment(environ.Env):
    """`os.environ`; a variable that is empty counts as unset. Each method raises ImproperlyConfigured for nonsense."""

    def flag(self, name: str) -> bool:
        """Yes or no; no when unset."""
        word = self.str(name, default="").strip().lower()
        if word and word not in YES | NO:
            raise ImproperlyConfigured(f"{name} must be 1 or 0 (also true, yes, on; false, no, off), not “{word}”.")
        return word in YES

    def number(self, name: str, *, default: int) -> int:
        """A whole number, zero or more."""
        word = self.str(name, default="").strip()
        if word and not (word.isascii() and word.isdigit()):
            raise ImproperlyConfigured(f"{name} must be a whole number, not “{word}”.")
        return int(word) if word else default

    def level(self, name: str, *, default: str) -> str:
        """A level of logging."""
        word = self.str(name, default="").strip().upper() or default
        if word not in logging.getLevelNamesMapping():
            raise ImproperlyConfigured(f"{name} must be a level such as DEBUG, INFO, WARNING or ERROR, not “{word}”.")
        return word

    def database(self, name: str, *, default: str) -> dict[str, Any]:
        """A PostgreSQL or SQLite database, as Django wants it."""
        url = self.str(name, default="") or default
        if urlsplit(url).scheme not in POSTGRESQL | {SQLITE}:
            raise ImproperlyConfigured(f"{name} must name a postgres:// or sqlite:// database.")
        try:
            return dict(self.db_url_config(url))
        except (ValueError, LookupError) as error:  # whose words may hold a part of the password
            raise ImproperlyConfigured(
                f"{name} must look like postgres://user:password@host:5432/name, the password percent-encoded."
            ) from error

    def redis(self, name: str) -> str:
        """Address of a Redis server; empty when there is none."""
        url = self.str(name, default="")
        if url and not url.startswith(REDIS):
            raise ImproperlyConfigured(f"{name} must begin with {', '.join(REDIS[:-1])} or {REDIS[-1]}.")
        return url

    def languages(self, name: str) -> list[tuple[str, str]]:
        """Languages as code=name, comma-separated, each of them known to Django."""
        pairs = [word.partition("=")[::2] for word in self.list(name, default=[])]
        for code, called in pairs:
            if code not in LANG_INFO or not called.strip():
                raise ImproperlyConfigured(f"{name} must name languages such as mn=Монгол, not “{code}={called}”.")
        return [(code, called.strip()) for code, called in pairs]

    def mail(self, name: str) -> dict[str, Any]:
        """Django's settings of a mail server; empty when there is none."""
        url = self.str(name, default="")
        if not url:
            return {}
        try:
            return dict(self.email_url_config(url))
        except (ValueError, LookupError, ImproperlyConfigured) as error:
            raise ImproperlyConfigured(f"{name} must look like smtp+tls://user:password@host:587.") from error
