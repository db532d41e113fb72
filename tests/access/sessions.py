"""Open sessions: to sign in again for each question would cost more than many an answer."""

from typing import Any

from django.conf import settings
from django.test import Client

from portal.accounts.models import User
from tests.access.rows import ANONYMOUS

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Sessions:
    """A session for each of `people`, opened once; every browser that shows it is a new one."""

    def __init__(self, people: dict[str, User]) -> None:
        self._cookies = {name: self._opened(user) for name, user in people.items()}

    @staticmethod
    def _opened(user: User) -> str:
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, member: str, **options: Any) -> Client:
        """A browser in which `member` is signed in; a 500 is an answer to it, as it is to a browser."""
        client = Client(raise_request_exception=False, **options)
        if member != ANONYMOUS:
            client.cookies[settings.SESSION_COOKIE_NAME] = self._cookies[member]
        return client
