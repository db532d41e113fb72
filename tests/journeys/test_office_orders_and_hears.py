"""Who is late today, order them to answer, see the answer: an officer in one sitting, and the clerk who is ordered."""

import re

from playwright.sync_api import expect

from oversight.actions import watch
from oversight.models import SupervisionOrder
from oversight.rules.rule import Sight
from tests.journeys.steps import press
from tests.oversight.cases import request_of


def test_who_is_late_is_ordered_and_answers(open_page, cast):
    case = request_of(cast.bureau, days=60, subject="低保名单的公开时间")
    watch(Sight())
    office = open_page("officer")
    office.goto("/office/")
    office.get_by_role("main").get_by_role("link", name=re.compile("红色预警")).click()
    office.get_by_role("row", name=re.compile(case.number)).get_by_role("link").first.click()
    office.get_by_role("link", name="发起督办").click()
    expect(office.get_by_label("督办要求")).to_have_value(re.compile("书面答复"))
    press(office, "发出督办")
    expect(office.locator(".page-head .badge")).to_be_visible()
    number = office.locator(".lead").inner_text()

    clerk = open_page("clerk", phone=True)
    clerk.goto("/admin/")
    clerk.get_by_role("link", name=re.compile("督办")).first.click()
    clerk.get_by_role("link", name=re.compile(case.number)).first.click()
    clerk.get_by_label("整改情况").fill("名单已于今日公布，申请人已收到答复。")
    press(clerk, "答复")
    expect(clerk.get_by_text("名单已于今日公布")).to_be_visible()

    office.goto("/office/")
    office.get_by_role("main").get_by_role("link", name=re.compile("已答复.待审核")).click()
    office.get_by_role("link", name=re.compile(case.number)).first.click()
    expect(office.get_by_text("名单已于今日公布")).to_be_visible()
    office.get_by_label("办理结果").fill("已整改到位。")
    press(office, "认可答复，办结")
    expect(office.locator(".page-head .badge")).to_have_text("已办结")
    assert SupervisionOrder.objects.get().number == number
