"""What several stories do."""

from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Locator, Page

from disclosure import actions
from disclosure.models import Item
from tests.cast import Cast

# The portal takes what is sent within two seconds of opening a filing form for a program's doing.
OPEN_LONG_ENOUGH = "() => performance.now() - performance.getEntriesByType('navigation')[0].responseEnd > 2000"


def published(cast: Cast, *, file: str = "", **content: object) -> Item:
    """An item that the clerk wrote and the reviewer published; `file` is the text of its attachment."""
    item = actions.draft(agency=cast.bureau, by=cast.clerk, **content)
    if file:
        actions.attach(item, SimpleUploadedFile("名单.txt", file.encode(), "text/plain"), by=cast.clerk)
    actions.submit(item, by=cast.clerk)
    return actions.approve_and_publish(item, by=cast.reviewer)


def take_the_time(page: Page) -> None:
    """Wait until the filing form that is open has been open as long as a person needs."""
    page.wait_for_function(OPEN_LONG_ENOUGH)


def press(page: Page, name: str) -> None:
    """Press the button inside the page, past the search button in its head."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def verb_link(page: Page, name: str) -> Locator:
    """The link to a verb on the page of a case, shown: one that is folded is unfolded by keyboard."""
    verbs = page.locator(".next-step")
    verbs.wait_for()
    link = verbs.get_by_role("link", name=name, exact=True, include_hidden=True)
    if not link.is_visible():
        verbs.locator("summary").press("Enter")
    return link


def receipt_code(page: Page) -> str:
    """The receipt code on the page, as it is shown."""
    return page.locator(".receipt").inner_text().strip()


def follow(page: Page, address: str, code: str) -> None:
    """Ask for a case by its code, as a citizen who comes back another day."""
    page.goto(address)
    page.get_by_label("查询码").fill(code)
    page.locator("main form button").click()
    page.wait_for_load_state()
