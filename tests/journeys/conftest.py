"""A real browser against a real server."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import DESKTOP, PATIENCE, PHONE, fault_in
from tests.cast import PASSWORD


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


def sign_in(page: Page, username: str) -> None:
    """Sign in as a member of the cast."""
    page.goto("/accounts/login/")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
