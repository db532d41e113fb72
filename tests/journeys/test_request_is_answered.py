"""A citizen with a phone files a disclosure request; clerk and head answer it; the code alone opens the answer."""

import re

from playwright.sync_api import expect

from requests_app.models import DisclosureRequest
from tests.journeys.steps import follow, press, receipt_code, take_the_time, verb_link

SUBJECT = "2025年度残疾人补贴发放明细"
ANSWER = "经检索,您申请的信息予以公开,明细见下。"


def test_a_request_is_filed_answered_and_read(open_page, cast):
    phone = open_page(phone=True)
    code = file(phone)
    case = DisclosureRequest.objects.get(subject=SUBJECT)
    handle(open_page("clerk"), case)
    a_wrong_code_tells_nothing(open_page(phone=True), case, code)
    approve(open_page("head"), case)
    follow(phone, "/requests/follow/", code.replace("-", "").lower())
    expect(phone.get_by_role("region", name="答复", exact=True)).to_contain_text(ANSWER)
    expect(phone.locator("main")).to_contain_text("行政复议")


def file(page) -> str:
    """File the request, first with a field left out; return the receipt code."""
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="公众参与").click()
    page.get_by_role("link", name="提交申请").click()
    page.get_by_label("向哪个行政机关申请").select_option("qt-mzj")
    page.get_by_label("姓名或者单位名称").fill("陈晓")
    page.get_by_label("证件号码").fill("11010519491231002X")
    page.get_by_label("联系电话").fill("13800000000")
    take_the_time(page)
    press(page, "提交申请")
    wrong = page.locator(".field--error")
    expect(wrong).to_have_count(1)
    expect(wrong.locator(".errorlist")).to_have_text(re.compile("必填"))
    expect(page.get_by_label("姓名或者单位名称")).to_have_value("陈晓")
    wrong.get_by_role("textbox").fill(SUBJECT)
    press(page, "提交申请")
    return receipt_code(page)


def handle(page, case: DisclosureRequest) -> None:
    page.goto("/admin/requests_app/disclosurerequest/")
    page.get_by_role("link", name=case.number).click()
    step(page, "登记")
    step(page, "承办", lambda: page.get_by_label("承办人").select_option(label="李办事"))
    step(page, "登记检索情况", lambda: search(page))
    verb(page, "拟制答复")
    page.get_by_label("办理结果").select_option("R3_1")
    press(page, "拟制答复")
    expect(page.locator(".field--error .errorlist")).to_have_count(1)
    page.get_by_label("答复", exact=True).fill(ANSWER)
    press(page, "拟制答复")
    expect(page.locator(".messagelist")).to_contain_text("拟制答复")
    expect(page.locator(".next-step")).not_to_contain_text("审核通过并答复")
    assert page.goto(f"/admin/requests_app/disclosurerequest/{case.pk}/approve/").status == 403


def search(page) -> None:
    page.get_by_label("检索范围").fill("档案室、业务系统")
    page.get_by_label("检索内容").fill("残疾人补贴 2025")
    page.get_by_label("检索结果").fill("查到明细表一份")


def verb(page, name: str) -> None:
    verb_link(page, name).click()


def step(page, name: str, fill_in=lambda: None) -> None:
    """One verb of the case: its button, its page, and the word that it was done."""
    verb(page, name)
    fill_in()
    press(page, name)
    expect(page.locator(".messagelist")).to_contain_text(name)


def approve(page, case: DisclosureRequest) -> None:
    page.goto("/admin/requests_app/disclosurerequest/")
    page.get_by_role("link", name=case.number).click()
    step(page, "审核通过并答复")


def a_wrong_code_tells_nothing(page, case: DisclosureRequest, code: str) -> None:
    """Neither does the right one before the approval tell the drafted answer."""
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    follow(page, "/requests/follow/", wrong)
    expect(page.get_by_role("alert")).to_be_visible()
    for word in (case.number, SUBJECT, "陈晓"):
        expect(page.locator("main")).not_to_contain_text(word)
    follow(page, "/requests/follow/", code)
    expect(page.get_by_role("heading", level=1)).to_have_text(case.number)
    expect(page.locator("main")).not_to_contain_text(ANSWER)
    page.locator("summary", has_text=re.compile("逐日")).click()
    assert page.locator(".day--counted").count() >= 1
