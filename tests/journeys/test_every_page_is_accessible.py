"""Every page, on a phone and on a desk, by day and by night: WCAG 2.2 AA as far as axe can tell, nothing to scroll
sideways, and nothing that the browser complains about (conftest). By night nothing changes but the colours.
"""

import datetime as dt

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from catalog.actions import add_entry, assign_duty
from catalog.models import Area
from disclosure import actions
from disclosure.actions import gazette, surveying
from oversight.actions import correct_cell, publish_report, submit_complaint
from tests.disclosure import surveys
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.rooms import furnished
from tests.journeys.steps import published
from tests.oversight.cases import answered_request, key, request_of, topic_of
from tests.oversight.test_annual_reports import frozen, opened

OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    "preload": False,  # it would add style elements, which the Content-Security-Policy rightly refuses
}
COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# what stands in a closed fold is not drawn, and its transitions never end
SETTLED = """() => Promise.all(
  document.getAnimations().filter(one => one.effect.target.checkVisibility()).map(one => one.finished)
)"""
WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def scenery(cast):
    """Something on every page."""
    entry = add_entry(cast.city, by=None, code="14-01", area=Area.objects.get(number=14), level1="最低生活保障")
    assign_duty(entry, agency=cast.bureau, by=None)
    body = "<h2>一、范围</h2><p>自七月起执行。</p><table><tr><th>类别</th><td>标准</td></tr></table>"
    item = published(cast, title="关于调整城乡居民最低生活保障标准的通知", body=body, entry=entry, file="名单")
    waiting = actions.draft(agency=cast.bureau, by=cast.clerk, title="待审的通知", body="正文")
    actions.submit(waiting, by=cast.clerk)
    late = request_of(cast.bureau, days=60)
    answered = answered_request(cast.bureau, cast.clerk, cast.head, days=30, taken=10)
    topic = topic_of(cast.bureau, days=3)
    complaint, _code = submit_complaint(
        cast.bureau, key=key(), kind="late", identity="confidential", text="三个月没有更新。", name="张", contact="139"
    )
    return {
        "entry": entry, "item": item, "waiting": waiting, "late": late, "answered": answered, "topic": topic,
        "complaint": complaint,
    }  # fmt: skip


def faults_of(page, address: str) -> list[str]:
    """What is wrong with a page in any of its four looks."""
    answer = page.goto(address)
    found = [f"{address}: {answer.status}"] if answer.status != (404 if address == "/nowhere/" else 200) else []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        if (overhang := page.evaluate(WIDTH)) > 0:
            found.append(f"{address} {size['width']}px: {overhang}px too wide")
        for scheme, options in (("light", OPTIONS), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.evaluate(SETTLED)
            for fault in Axe().run(page, options=options).response["violations"]:
                places = [node["target"] for node in fault["nodes"][:3]]
                found.append(f"{address} {size['width']}px {scheme}: {fault['id']} {places}")
    return found


def test_public_pages(open_page, cast, scenery):
    page = open_page()
    addresses = [
        "/", "/items/", scenery["item"].get_absolute_url(), "/search/", "/search/?q=保障", "/search/?q=查无此词",
        "/areas/", "/areas/14/", "/entries/14-01/", "/agencies/", "/agencies/qt-mzj/", "/requests/", "/requests/new/",
        "/requests/follow/", "/requests/topics/new/", scenery["topic"].get_absolute_url(), "/complaints/new/",
        "/complaints/follow/", "/performance/", "/accounts/login/", "/nowhere/", "/en/",
        "/en/requests/new/",
    ]  # fmt: skip
    assert [fault for address in addresses for fault in faults_of(page, address)] == []


def test_pages_of_the_office(open_page, cast, scenery):
    page = open_page("officer")
    addresses = [
        "/accounts/", "/inbox/", "/office/", "/office/overdue/", "/office/agencies/qt-mzj/",
        f"/office/requests/{scenery['late'].number}/", "/admin/", "/admin/oversight/complaint/",
        reverse("admin:oversight_complaint_change", args=[scenery["complaint"].pk]), "/admin/catalog/catalogentry/",
    ]  # fmt: skip
    assert [fault for address in addresses for fault in faults_of(page, address)] == []


def test_rooms_of_oversight(open_page, cast):
    found = []
    for person, addresses in furnished(cast).items():
        page = open_page(person)
        found += [fault for address in addresses for fault in faults_of(page, address)]
    assert found == []


def test_pages_of_the_clerk(open_page, cast, scenery):
    page = open_page("clerk")
    cases = "/admin/requests_app/disclosurerequest/"
    addresses = [
        "/admin/disclosure/item/", "/admin/disclosure/item/add/", cases, f"{cases}{scenery['late'].pk}/change/",
        f"{cases}{scenery['answered'].pk}/change/", f"{cases}{scenery['late'].pk}/register/", f"{cases}add/",
        reverse("admin:disclosure_item_change", args=[scenery["waiting"].pk]),
        reverse("admin:requests_app_topicrequest_change", args=[scenery["topic"].pk]),
    ]  # fmt: skip
    assert [fault for address in addresses for fault in faults_of(page, address)] == []


def test_pages_of_a_survey(open_page, cast):
    first = timezone.localdate() - dt.timedelta(days=5)
    with time_machine.travel(timezone.now() - dt.timedelta(days=5)):
        over = surveys.opened(cast, first=first, last=first)
        for number in range(5):
            surveys.answer(over, number)
    surveying.conclude(over, by=cast.reviewer, statement="据此改进服务。")
    window = {"first": first, "last": first + dt.timedelta(days=30)}
    running, draft = surveys.opened(cast, **window), surveys.draft_of(cast, **window)
    page = open_page("clerk")
    addresses = [
        "/surveys/", over.get_absolute_url(), running.get_absolute_url(), f"{running.get_absolute_url()}answer/",
        f"{running.get_absolute_url()}thanks/", reverse("admin:disclosure_survey_change", args=[over.pk]),
        reverse("admin:disclosure_survey_moderate", args=[over.pk]),
        reverse("admin:disclosure_survey_questions", args=[draft.pk]),
        reverse("admin:disclosure_survey_preview", args=[draft.pk]),
    ]  # fmt: skip
    assert [fault for address in addresses for fault in faults_of(page, address)] == []


def test_the_gazette_to_read_and_to_make(open_page, cast, scenery):
    day = timezone.localdate()
    issues = [gazette.begin_issue(government, by=cast.officer, cover_on=day) for government in (cast.city, cast.county)]
    for issue in issues:
        gazette.add_items(issue, by=cast.officer, items=[scenery["item"]], section=issue.sections.all()[0])
    out = gazette.publish_issue(issues[0], by=cast.officer)
    place = f"/admin/disclosure/gazetteissue/{issues[1].pk}/"
    ways = ["/gazette/", out.get_absolute_url(), f"{out.get_absolute_url()}?columns=2"]
    assert [fault for address in ways for fault in faults_of(open_page(), address)] == []
    page, pages = open_page("officer"), ("change", "contents", "preview", "publish")
    assert [fault for name in pages for fault in faults_of(page, f"{place}{name}/")] == []


def test_an_annual_report_at_the_desk_and_for_everybody(open_page, cast):
    drafted = opened(cast.bureau, 2023, cast.clerk)
    correct_cell(drafted, by=cast.clerk, cell="R1.c1", value=3, reason="漏登记三件")
    report = frozen(opened(cast.bureau, 2022, cast.clerk), cast.clerk, cast.officer, cast.head)
    publish_report(report, by=cast.head, confirms=True)
    ways = ["/reports/", report.get_absolute_url()]
    assert [fault for address in ways for fault in faults_of(open_page(), address)] == []
    desk = drafted.desk_address()
    pages = {
        "clerk": ["/office/reports/?year=2023", desk, f"{desk}cells/R1.c1/"],
        "officer": ["/office/reports/import/"],
    }
    for name, ways in pages.items():
        page = open_page(name)
        assert [fault for address in ways for fault in faults_of(page, address)] == []
