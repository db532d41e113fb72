"""A browser that plays the pages of an album: no server, no database, and each page exactly as it was taken."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.browser import fault_in
from tests.pages.taking import Album, Taken, path_of

SITE = "http://testserver"


class Player:
    """A window in which the pages of one person are opened."""

    def __init__(self, context: BrowserContext, album: Album, who: str) -> None:
        self._album, self._who = album, who
        self._shown: Taken | None = None
        self.faults: list[str] = []
        context.route("**/*", self._answer)
        context.on("console", lambda message: self.faults.extend(fault_in(message)))
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        self.page: Page = context.new_page()

    def open(self, taken: Taken) -> Page:
        """Show a page as it was taken."""
        self._shown = taken
        self.page.goto(SITE + taken.address)
        return self.page

    def _answer(self, route: Route) -> None:
        request = route.request
        path = path_of(request.url)
        if request.is_navigation_request() and self._shown is not None:
            answer = self._shown.answer
            route.fulfill(status=answer.status, headers=answer.headers, body=answer.body)
        elif path.startswith("/static/"):
            route.fulfill(**_static(unquote(urlsplit(path).path.removeprefix("/static/"))))
        elif (found := self._album.asked.get((self._who, path))) is not None:
            route.fulfill(status=found.status, headers=found.headers, body=found.body)
        else:
            # what a page sends by itself, such as that somebody is there; nobody listens
            route.fulfill(status=204 if request.method == "POST" else 404)


_files: dict[str, dict[str, Any]] = {}


def _static(name: str) -> dict[str, Any]:
    if name not in _files:
        found = finders.find(name)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        _files[name] = {"body": Path(found).read_bytes(), "content_type": kind} if found else {"status": 404}
    return _files[name]


@contextmanager
def playing(browser: Browser, album: Album, who: str, **options: Any) -> Iterator[Player]:
    """A window of `who`, closed at the end."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", **options)
    yield Player(context, album, who)
    context.close()
