"""A real browser against a real server. Without Chromium the journeys are skipped, unless REQUIRE_BROWSER is set."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.cast import PASSWORD

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
    path = chromium()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("No Chromium found, and REQUIRE_BROWSER is set.")
        pytest.skip("No Chromium found (Debian: apt-get install chromium); the browser journeys are left out.")
    # while that loop runs, Django keeps connections in another place, and again after it; leave none behind in either
    connections.close_all()
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE / 2)
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        connections.close_all()
        opened.close()


@pytest.fixture(scope="session")
def static_files() -> None:
    """Styles and scripts where the live server looks for them."""
    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture
def open_page(browser: Browser, live_server, static_files, cast, settings):
    """Return a function that opens a fresh browser window, phone- or desktop-sized, signed in or not.

    Whatever a browser complains about while a story is told (broken scripts, a Content-Security-Policy that was
    violated, files that are missing) fails the story at its end.
    """
    settings.FALLBACK_HOST = "testserver"
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(user: str | None = None, *, phone: bool = False) -> Page:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            base_url=live_server.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda message: faults.extend(fault_in(message)))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        page = context.new_page()
        if user is not None:
            sign_in(page, user)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def fault_in(message: ConsoleMessage) -> list[str]:
    """What the browser complains about; not that a page itself answers 4xx, which a story may be about."""
    page = message.page
    is_own_status = page is not None and "server responded with a status of 4" in message.text
    if message.type != "error" or (is_own_status and message.location["url"] == page.url):
        return []
    return [f"{page.url if page else ''}: {message.text} ({message.location['url']})"]


def sign_in(page: Page, username: str) -> None:
    """Sign in as a member of the cast."""
    page.goto("/accounts/login/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
