"""The browser of the journeys and of the pages: one for each process, that of the machine."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, expect, sync_playwright

# playwright keeps an event loop in this thread, which Django would take for asynchronous code
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PATIENCE = 30_000  # milliseconds, for a machine that has other work


def chromium() -> str | None:
    """Path of a Chromium of this machine, if it has one."""
    named = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return os.environ.get("CHROMIUM") or next((path for path in named if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Without Chromium what needs it is skipped, unless REQUIRE_BROWSER is set."""
    path = chromium()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("No Chromium found, and REQUIRE_BROWSER is set.")
        pytest.skip("No Chromium found (Debian: apt-get install chromium); what needs a browser is left out.")
    # while that loop runs, Django keeps connections in another place, and again after it; leave none behind in either
    connections.close_all()
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE / 2)
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        connections.close_all()
        opened.close()


def fault_in(message: ConsoleMessage) -> list[str]:
    """What the browser complains about; not that a page itself answers 4xx, which a story may be about."""
    page = message.page
    is_own_status = page is not None and "server responded with a status of 4" in message.text
    if message.type != "error" or (is_own_status and message.location["url"] == page.url):
        return []
    return [f"{page.url if page else ''}: {message.text} ({message.location['url']})"]
