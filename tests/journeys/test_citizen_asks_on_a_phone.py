"""A citizen looks first, asks, supplements, reads and rates: on a phone by touch."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from requests_app import actions
from requests_app.models import DisclosureRequest, LookTally
from tests.journeys.steps import follow, published, receipt_code, take_the_time

WANTED = "低保资金怎么分配"
ANSWER = "2025年低保资金分配表见附件。"
MOST_SCREENS = 3  # home page, form, receipt
MOST_TOUCHES = 5  # the link, three fields, the button
WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def scenery(cast):
    return published(cast, title="2026年城乡低保资金分配方案", body="方案全文。")


class Walk:
    """The screens that a visitor sees and what they touch or press until a request is filed."""

    def __init__(self, page: Page) -> None:
        self.page, self.touches, self.screens = page, 0, ["/"]
        page.on("framenavigated", self._moved)

    def _moved(self, frame: object) -> None:
        self.screens.append(self.page.url)

    def touch(self, thing) -> None:  # type: ignore[no-untyped-def]
        thing.tap()
        self.touches += 1

    def write(self, label: str, text: str) -> None:
        field = self.page.get_by_label(label, exact=False).first
        self.touch(field)
        self.page.keyboard.type(text)


def fits(page: Page) -> bool:
    return page.evaluate(WIDTH) <= 0


def test_asking_on_a_phone(open_page, cast, scenery):
    page = open_page(phone=True)
    page.goto("/")
    walk = Walk(page)
    walk.touch(page.get_by_role("main").get_by_role("link", name="申请公开").first)
    looks_first(page, walk)
    walk.write("姓名或者单位名称", "陈晓")
    walk.write("证件号码", "11010519491231002X")
    walk.write("联系电话", "13800000000")
    take_the_time(page)
    walk.touch(page.get_by_role("main").get_by_role("button", name="提交申请", exact=True))
    code = receipt_code(page)
    assert fits(page)
    assert len(walk.screens) == MOST_SCREENS, walk.screens
    assert walk.touches <= MOST_TOUCHES + 1
    case = DisclosureRequest.objects.get(subject=WANTED)
    assert case.agency == cast.bureau  # suggested from the words
    ask_for_a_supplement(cast, case)
    follow(page, "/requests/follow/", code)
    page.get_by_label("补正内容").fill("2025年度")
    page.get_by_role("main").get_by_role("button", name="提交补正").tap()
    expect(page.get_by_role("main")).to_contain_text("已收到")
    answer(cast, case)
    follow(page, "/requests/follow/", code)
    expect(page.get_by_role("main")).to_contain_text(ANSWER)
    page.get_by_label("满意", exact=True).check()
    page.get_by_role("main").get_by_role("button", name="提交评价").tap()
    expect(page.get_by_role("region", name="您的评价")).to_contain_text("满意")
    assert fits(page)


def looks_first(page: Page, walk: Walk) -> None:
    """While the words are typed, what is public already appears, and who is probably responsible."""
    walk.write("您需要什么信息", WANTED)
    region = page.locator("#look")
    expect(region.get_by_role("link")).to_contain_text("2026年城乡低保资金分配方案")
    expect(page.get_by_label("青田县民政局", exact=True)).to_be_checked()
    assert fits(page)


def ask_for_a_supplement(cast, case: DisclosureRequest) -> None:
    actions.register(case, by=cast.clerk)
    until = timezone.localdate() + dt.timedelta(days=10)
    actions.ask_supplement(case, by=cast.clerk, points="请写明年度。", respond_by=until)


def answer(cast, case: DisclosureRequest) -> None:
    case.refresh_from_db()
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保资金", result="查到一份")
    actions.decide(case, by=cast.clerk, outcome="R3_1", text=ANSWER)
    actions.approve_decision(case, by=cast.head)


def test_what_is_public_spares_the_request(open_page, cast, scenery):
    page = open_page(phone=True)
    page.goto("/requests/new/")
    page.get_by_label("您需要什么信息").press_sequentially(WANTED)
    with page.context.expect_page() as opened:
        page.locator("#look").get_by_role("link").tap()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(scenery.title)
    page.locator("#look").get_by_role("button").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已公开的信息")
    tally = LookTally.objects.get(agency=cast.bureau)
    assert (tally.shown, tally.clicked, tally.answered) == (1, 1, 1)
    assert DisclosureRequest.objects.count() == 0
