"""What citizens do most, with nothing but a keyboard: Tab, Enter, Space, the arrows and letters."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from disclosure.models import Opinion
from oversight.models import Complaint
from requests_app.models import DisclosureRequest
from tests.disclosure import consultations
from tests.journeys.keyboard import (
    MOST_STOPS,
    choose,
    expect_summary,
    go_to,
    go_to_link,
    skip_to_content,
    tab,
    write,
)
from tests.journeys.steps import published, receipt_code, take_the_time
from tests.pages.looking import AXE, EVERYTHING, FOUND

pytestmark = pytest.mark.pages  # no story about what is stored

WANTED = "低保资金怎么分配"
TITLE = "2026年城乡低保资金分配方案"


@pytest.fixture
def at(open_page, scenery):
    """Open an address, where nothing glides: a stop is seen when it is reached."""

    def opened(address: str, *, phone: bool = False) -> Page:
        page = open_page(phone=phone)
        page.emulate_media(reduced_motion="reduce")
        page.goto(address)
        return page

    return opened


@pytest.fixture
def scenery(cast):
    today = timezone.localdate()
    window = {"first": today, "last": today + dt.timedelta(days=30)}
    return published(cast, title=TITLE, body="方案全文。"), consultations.opened(cast, **window)


def accessible(page: Page) -> None:
    page.evaluate(AXE)
    assert page.evaluate(FOUND, EVERYTHING) == []


def test_to_find_something(at):
    page = at("/items/")
    skip_to_content(page)
    page.goto("/")
    go_to(page, lambda here: here["type"] == "search")
    page.keyboard.type("低保")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    skip_to_content(page)
    go_to_link(page, TITLE)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_to_ask(at):
    page = at("/requests/new/", phone=True)
    skip_to_content(page)
    go_to_link(page, "提交申请")
    expect_summary(page)
    accessible(page)
    page.goto("/requests/new/")
    write(page, "subject", WANTED)
    expect(page.locator("#look").get_by_role("link")).to_be_visible()
    for name, text in (("name", "陈晓"), ("identity_number", "11010519491231002X"), ("phone", "13800000000")):
        write(page, name, text)
    take_the_time(page)
    go_to_link(page, "提交申请")
    assert receipt_code(page)
    accessible(page)
    go_to_link(page, "立即查询进度")
    expect(page.get_by_role("heading", level=1)).to_have_text(DisclosureRequest.objects.get().number)


def test_to_give_an_opinion(at):
    page = at("/consultations/")
    skip_to_content(page)
    go_to_link(page, "临时救助办法")
    go_to_link(page, "提交意见")
    form = page.url
    take_the_time(page)
    go_to_link(page, "提交意见")
    expect_summary(page)
    page.goto(form)
    write(page, "text", "建议提高救助标准。")
    take_the_time(page)
    go_to_link(page, "提交意见")
    assert receipt_code(page)
    accessible(page)
    assert Opinion.objects.get().text == "建议提高救助标准。"


def test_to_complain(at):
    page = at("/complaints/new/", phone=True)
    skip_to_content(page)
    go_to_link(page, "提交投诉")
    expect_summary(page)
    page.goto("/complaints/new/")
    choose(page, "accused", "青田县民政局")
    choose(page, "kind", "公开不及时")
    write(page, "text", "三个月没有更新。")
    choose(page, "identity", "匿名")
    take_the_time(page)
    go_to_link(page, "提交投诉")
    assert receipt_code(page)
    accessible(page)
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize("address", ["/", "/items/", "/requests/new/", "/complaints/new/", "/search/?q=低保"])
def test_no_page_holds_the_focus(at, address):
    """Tab leads through the page and out of it, each stop once, and back the same way."""
    page = at(address)
    way = []
    while (here := tab(page)) is not None and len(way) < MOST_STOPS:
        way.append(here)
    assert 5 < len(way) < MOST_STOPS
    back = [tab(page, back=True) for _stop in way[-3:]]
    assert [here["said"] for here in back] == [here["said"] for here in reversed(way[-3:])]
