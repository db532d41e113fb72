"""A citizen complains anonymously; the accused agency's people see nothing of it; the code opens the answer."""

import re

from playwright.sync_api import expect

from oversight.models import Complaint
from tests.journeys.steps import follow, press, receipt_code

TEXT = "村务公开栏自三月起没有更新过。"
ANSWER = "已责成补发三月以来的公开内容。"


def test_an_anonymous_complaint_is_heard_and_answered(open_page, cast):
    phone = open_page(phone=True)
    code = complain(phone)
    assert phone.context.cookies() == [], "nothing stays in the complainant's browser"
    case = Complaint.objects.get()
    the_accused_see_nothing(open_page, case)
    follow(phone, "/complaints/follow/", code)
    expect(phone.locator("main")).to_contain_text("青田县民政局")
    hear(open_page("officer"), case)
    follow(phone, "/complaints/follow/", code)
    expect(phone.locator("main")).to_contain_text(ANSWER)


def complain(page) -> str:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="监督投诉").click()
    page.get_by_label("被投诉单位").select_option(label="青田县民政局")
    page.get_by_label("公开不及时").check()
    page.get_by_label("反映的情况").fill(TEXT)
    page.get_by_label(re.compile("匿名")).check()
    press(page, "提交投诉")
    return receipt_code(page)


def the_accused_see_nothing(open_page, case: Complaint) -> None:
    for person in ("clerk", "head"):
        page = open_page(person)
        for address in ("/admin/", "/inbox/", "/accounts/"):
            page.goto(address)
            expect(page.locator("body")).not_to_contain_text("提交投诉")
            expect(page.locator("body")).not_to_contain_text(case.number)
        for address in ("/admin/oversight/complaint/", "/office/complaints/", case.get_absolute_url()):
            answer = page.request.get(address)
            assert answer.status in {403, 404}
            assert case.number not in answer.text().replace(address, ""), "only the link to the same address in English"


def hear(page, case: Complaint) -> None:
    page.goto("/office/complaints/")
    page.get_by_role("link", name=case.number).click()
    expect(page.locator("main")).to_contain_text(TEXT)
    press(page, "受理投诉")
    page.locator("#answer summary").click()
    page.locator("#answer").get_by_label("处理结果").fill(ANSWER)
    press(page, "答复处理结果")
    expect(page.locator(".notice--ok")).to_be_visible()


def test_a_wrong_code_opens_no_complaint(open_page, cast):
    page = open_page(phone=True)
    complain(page)
    follow(page, "/complaints/follow/", "0000-0000-0000-0000")
    expect(page.locator(".field--error .errorlist")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("青田县民政局")
