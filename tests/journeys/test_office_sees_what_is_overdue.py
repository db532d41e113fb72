"""The open government office sees an overdue request in red and in words, and opens it down to the single day."""

import re

from playwright.sync_api import expect

from tests.oversight.cases import request_of

RED = "rgb(171, 31, 31)"  # --bad on a light page


def colour(locator) -> str:
    return locator.evaluate("element => getComputedStyle(element).color")


def test_an_overdue_request_is_red_says_so_and_opens(open_page, cast):
    case = request_of(cast.bureau, days=60, subject="低保名单的公开时间")
    request_of(cast.sibling, days=1)
    page = open_page("officer")
    page.goto("/accounts/")
    page.get_by_role("main").get_by_role("link", name="政务公开办").click()

    late = page.get_by_role("row", name=re.compile(cast.bureau.name)).locator(".is-overdue")
    expect(late).to_have_text("1 已逾期")
    assert colour(late) == RED
    in_time = page.get_by_role("row", name=re.compile(cast.sibling.name))
    expect(in_time.locator(".is-overdue")).to_have_count(0)

    late.get_by_role("link").click()
    badge = page.get_by_role("row", name=re.compile(case.number)).locator(".badge")
    expect(badge).to_have_text(re.compile("逾期[1-9][0-9]*个工作日"))
    assert colour(badge) == RED

    page.get_by_role("link", name=case.number).click()
    page.locator("summary", has_text="逐日查看").click()
    days = page.locator(".days > .day")
    assert days.count() > 40, "a square for every calendar day since it came in"
    expect(page.locator(".day--counted").first).to_be_visible()
    expect(page.locator(".day--rest").first).to_be_visible()
    expect(page.locator(".day--due")).to_have_count(1)
    expect(page.locator(".day--late").first).to_be_visible()


def test_the_clerk_sees_the_same_in_the_workbench(open_page, cast):
    case = request_of(cast.bureau, days=60)
    page = open_page("clerk")
    page.goto("/admin/requests_app/disclosurerequest/?due=overdue")

    badge = page.get_by_role("row", name=re.compile(case.number)).locator(".badge--overdue")
    expect(badge).to_contain_text("逾期")
    assert colour(badge) == RED

    page.get_by_role("link", name=case.number).click()
    page.locator("summary", has_text="逐日查看").click()
    expect(page.locator(".day--late").first).to_be_visible()
    assert page.locator(".day--late").first.evaluate("day => getComputedStyle(day).borderTopColor") == RED
