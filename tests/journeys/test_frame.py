"""The frame of every page: in one language at a time."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.agencies.models import Agency
from tests.journeys.steps import published
from tests.oversight.cases import request_of

TITLE = "关于调整低保标准的通知"
FRAME = (
    "header, footer, nav, h1, h2, legend, label, button, summary, caption, thead, dt, th, .lead, .helptext, .tag,"
    " .button, option, .badge, .meta, .empty, .stat-label, input[type=submit]"
)
# what is data, and stands in the language of its authors
DATA = ("低保名单的公开时间", TITLE, "最低生活保障")
LANGUAGE_NAMES = ("English", "中文")
PAGES = ("", "items/", "search/?q=低保", "areas/", "agencies/", "requests/", "requests/new/", "requests/topics/new/")
PAGES += ("requests/follow/", "complaints/new/", "complaints/follow/", "performance/", "accounts/login/")
STAFF_PAGES = ("accounts/", "office/", "office/overdue/", "inbox/", "admin/", "admin/disclosure/item/")
STAFF_PAGES += ("admin/requests_app/disclosurerequest/",)


@pytest.fixture
def scenery(cast):
    published(cast, title=TITLE, body="城乡低保标准自七月起提高。")
    request_of(cast.bureau, days=60)


def frame_text(page: Page) -> list[str]:
    """The texts of the frame, without those that are data."""
    texts = page.locator(FRAME).evaluate_all(
        "found => found.map(element => element.value && element.type === 'submit' ? element.value : element.innerText)"
    )
    people = ("李办事", "王审查", "周公开", "赵局长")
    names = [text for pair in Agency.objects.values_list("name", "site_name") for text in pair if text]
    known = sorted({*DATA, *LANGUAGE_NAMES, *names, *people}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, known)))
    return [pattern.sub("", text) for text in texts]


def left_over(page: Page, prefix: str, addresses: tuple[str, ...], foreign: str) -> set[tuple[str, str]]:
    """What stands in the frame of these pages and matches `foreign`."""
    found = set()
    for address in addresses:
        page.goto(f"{prefix}{address}")
        found |= {(address, word) for text in frame_text(page) for word in re.findall(foreign, text)}
    return found


def test_no_chinese_is_left_in_the_english_frame(open_page, scenery):
    chinese = r"[\u4e00-\u9fff]+"
    assert left_over(open_page(), "/en/", PAGES, chinese) == set()
    assert left_over(open_page("officer"), "/en/", STAFF_PAGES, chinese) == set()


def test_no_english_is_left_in_the_chinese_frame(open_page, scenery):
    english = r"(?!QT|YSQ|DT|CSV|XLSX|Atom)(?<![\w./-])[A-Za-z]{2,}(?![\w./-])"
    assert left_over(open_page(), "/", PAGES, english) == set()
    assert left_over(open_page("officer"), "/", STAFF_PAGES, english) == set()


def test_the_language_is_switched_there_and_back(open_page, scenery):
    page = open_page()
    page.goto("/search/?q=低保")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name=TITLE).click()
    assert "/en/items/" in page.url
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert "/en/" not in page.url
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_elder_mode_is_kept_from_page_to_page_and_left_again(open_page, scenery):
    page = open_page(phone=True)
    page.goto("/")
    page.get_by_role("button", name="长者模式").click()
    page.get_by_role("button", name="放大").click()
    page.get_by_role("button", name="高对比").click()
    page.goto("/items/")
    root = page.locator("html")
    for name, value in (("data-mode", "elder"), ("data-size", "large"), ("data-scheme", "contrast")):
        expect(root).to_have_attribute(name, value)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 22  # 16 × 1.25 × 1.125
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert not page.context.cookies()
    page.get_by_role("button", name="退出长者模式").click()
    page.reload()
    assert root.get_attribute("data-mode") is None
    expect(root).to_have_attribute("data-scheme", "contrast")


def test_a_page_is_read_aloud_paused_and_stopped(open_page, scenery):
    page = open_page()
    page.add_init_script(VOICE)  # a machine without sound has none
    page.goto("/items/")
    page.get_by_role("button", name="阅读设置").click()
    settings = page.get_by_role("region", name="阅读设置")
    settings.get_by_role("button", name="朗读").click()
    page.wait_for_function("window.said.length === 1")
    settings.get_by_role("button", name="暂停").click()
    page.evaluate("window.ended()")  # what is still reported of the sentence that was cut off
    settings.get_by_role("button", name="继续").click()
    assert page.evaluate("said[0] === said[1]"), "a pause begins the sentence anew"
    page.evaluate("window.ended()")
    page.wait_for_function("window.said.length === 3")
    settings.get_by_role("button", name="停止").click()
    expect(settings.get_by_role("button", name="朗读")).to_be_focused()
    assert page.evaluate("said.every((text) => text.length <= 120)")


VOICE = """
window.said = [];
let last = null;
window.ended = () => last.onend();
const voice = { speak: (piece) => { last = piece; said.push(piece.text); }, cancel: () => {} };
Object.defineProperty(window, "speechSynthesis", { value: voice });
"""


def test_without_a_script_the_colours_are_those_of_the_device(browser, live_server, static_files, scenery, settings):
    settings.FALLBACK_HOST = "testserver"
    context = browser.new_context(base_url=live_server.url, color_scheme="dark", java_script_enabled=False)
    page = context.new_page()
    page.goto("/items/")
    expect(page.locator("body")).to_have_css("background-color", "rgb(20, 25, 28)")
    expect(page.get_by_role("button", name="长者模式")).to_be_hidden()
    context.close()


def test_a_touch_screen_that_nobody_touches_goes_back_to_its_start(open_page, scenery):
    page = open_page()
    page.clock.install()
    page.goto("/kiosk/notices/")
    page.clock.run_for(60_000)
    page.mouse.wheel(0, 10)
    page.wait_for_function("true")
    page.clock.run_for(60_000)
    assert page.url.endswith("/kiosk/notices/"), "who still reads is left alone"
    page.clock.run_for(60_000)
    page.wait_for_url("**/kiosk/")
