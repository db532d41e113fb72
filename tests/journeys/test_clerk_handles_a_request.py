"""A clerk takes in a request on paper and brings it to its answer and beyond, on a phone and by keyboard alone."""

import datetime as dt

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from disclosure import actions as items
from disclosure.models import Item
from requests_app import actions
from requests_app.models import DisclosureRequest, ReplyTemplate
from tests.journeys.steps import press, verb_link

LIST = "/admin/requests_app/disclosurerequest/"
SUBJECT = "2025年度农村低保复核结果"
MOST_STOPS = 250


def test_a_clerk_handles_a_request(open_page, cast):
    template = ReplyTemplate(agency=cast.bureau, outcome="R3_1", title="予以公开", body="{申请人}:予以公开。{受理编号}")
    actions.save_reply_template(template, by=cast.clerk)
    clerk, head = open_page("clerk", phone=True), open_page("head", phone=True)
    case = take_in(clerk)
    step(clerk, case, "登记")
    step(clerk, case, "承办", lambda: clerk.get_by_label("承办人").select_option(label="李办事"))
    supplement(clerk, case)
    step(head, case, "延长答复期限", lambda: extension(head))
    step(clerk, case, "登记检索情况", lambda: search(clerk))
    decide(clerk, case)
    step(head, case, "审核通过并答复")
    item = release(clerk, case)
    publish(cast, item)
    reader = open_page(phone=True)
    reader.goto(item.get_absolute_url())
    expect(reader.get_by_role("article")).to_contain_text("予以公开")
    expect(reader.locator("body")).not_to_contain_text("陈晓")


def reach(page: Page, target: Locator) -> None:
    """Go to `target` with the tabulator key, as somebody without a mouse; the focus is to be seen there."""
    expect(target).to_be_visible()
    for _stop in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The tabulator key does not lead to {target}.")


def enter(page: Page) -> None:
    """Follow the link, or press the button, that has the focus."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fits(page: Page) -> None:
    """Nothing on the page is wider than the phone."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url


def take_in(page: Page) -> DisclosureRequest:
    page.goto(LIST)
    fits(page)
    add = page.locator(".object-tools a.addlink")
    reach(page, add)
    enter(page)
    page.locator("input[name=channel][value=counter]").check()
    for label, text in (("姓名或名称", "陈晓"), ("证件号码", "11010519491231002X"), ("联系电话", "13800000000")):
        page.get_by_label(label).fill(text)
    field = page.get_by_label("所需信息")
    reach(page, field)
    page.keyboard.type(SUBJECT)
    fits(page)
    page.keyboard.press("Enter")  # a line of text sends the form
    expect(page.locator(".messagelist")).to_contain_text("查询码")
    return DisclosureRequest.objects.get(subject=SUBJECT)


def step(page: Page, case: DisclosureRequest, name: str, fill_in=lambda: None) -> None:
    """Open the case from the inbox, go to the button of the verb by keyboard, fill in its form, send it by keyboard."""
    page.goto(LIST)
    page.get_by_role("link", name=case.number).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(case.number)
    fits(page)
    reach(page, verb_link(page, name))
    enter(page)
    fill_in()
    fits(page)
    send = page.get_by_role("main").get_by_role("button", name=name, exact=True)
    reach(page, send)
    enter(page)
    expect(page.locator(".messagelist")).to_contain_text(name)


def supplement(page: Page, case: DisclosureRequest) -> None:
    """Asked for once; the inbox says why time stands still until the applicant has answered."""
    until = (timezone.localdate() + dt.timedelta(days=12)).isoformat()

    def points() -> None:
        page.get_by_label("补正事项").fill("请写明要哪个乡镇的结果。")
        page.get_by_label("补正期限").fill(until)

    step(page, case, "告知补正", points)
    page.goto(LIST)
    page.locator(".strip").get_by_role("link", name="待申请人补正").click()
    row = page.locator("#result_list tr", has_text=case.number)
    expect(row).to_contain_text("暂停计时:待补正".replace(":", "："))
    actions.supplement(case, by=None, text="城关镇。")


def extension(page: Page) -> None:
    page.get_by_label("工作日数").fill("5")
    page.get_by_label("理由").fill("材料数量大,需要整理。")


def search(page: Page) -> None:
    page.get_by_label("检索范围").fill("档案室")
    page.get_by_label("检索内容").fill("低保复核 2025")
    page.get_by_label("检索结果").fill("查到复核结果一份")


def decide(page: Page, case: DisclosureRequest) -> None:
    """The template fills in the answer without leaving the page."""

    def fill_in() -> None:
        page.get_by_label("答复模板").select_option(label="予以公开 · 予以公开")
        press(page, "套用模板")
        expect(page.get_by_label("答复", exact=True)).to_have_value(f"陈晓:予以公开。{case.number}")
        expect(page.get_by_label("办理结果")).to_have_value("R3_1")

    step(page, case, "拟制答复", fill_in)


def release(page: Page, case: DisclosureRequest) -> Item:
    def look() -> None:
        expect(page.get_by_label("正文")).not_to_have_value("陈晓")

    step(page, case, "答复转为主动公开", look)
    page.get_by_role("link", name=case.decisions.get().released_as.index_no).click()
    expect(page.locator("body")).not_to_contain_text("陈晓")
    return case.decisions.get().released_as


def publish(cast, item: Item) -> None:
    """As any item: submitted by who wrote it, published by another person."""
    items.submit(item, by=cast.clerk)
    items.approve_and_publish(item, by=cast.reviewer)
