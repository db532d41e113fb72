"""A clerk draws a box over a name with the mouse, has the file blackened and looks at what the applicant will get."""

import uuid

from playwright.sync_api import expect

from requests_app import actions
from requests_app.models import ReleasedFile
from requests_app.tasks import blacken_ordered
from tests.journeys.steps import press
from tests.requests_app.conftest import WANTED
from tests.requests_app.papers import PAGE, paper


def test_a_box_is_drawn_and_burned_in(open_page, cast):
    case = actions.submit_request(cast.bureau, by=None, key=uuid.uuid4().hex, **WANTED).case
    case = actions.process(actions.register(case, by=cast.clerk), by=cast.clerk)
    page = open_page("clerk")
    page.goto(f"/admin/requests_app/disclosurerequest/{case.pk}/change/")
    page.get_by_role("link", name="上传文件").click()
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "分配表.pdf", "mimeType": "application/pdf", "buffer": paper(PAGE)}
    )
    press(page, "上传")
    draw(page)
    expect(page.get_by_role("status")).to_contain_text("1")
    page.get_by_role("button", name="撤销上一处框选").click()
    draw(page)
    page.get_by_label("不予公开的理由").select_option(index=1)
    press(page, "保存遮盖区域")
    expect(page.locator("#boxes li")).to_have_count(1)
    press(page, "遮盖并核验")
    expect(page.locator("#content")).to_contain_text("正在遮盖和核验")
    blacken_ordered()
    page.get_by_role("link", name="刷新查看").click()
    page.get_by_role("link", name="查看遮盖后的文件").click()
    expect(page.get_by_role("img", name="遮盖后第1页")).to_be_visible()
    box = ReleasedFile.objects.get().boxes.get()
    assert 1900 < box.left < 2100
    assert 1900 < box.width < 2100


def draw(page) -> None:
    """A box from a fifth to two fifths of the width."""
    sheet = page.locator(".sheet svg")
    sheet.scroll_into_view_if_needed()
    expect(page.locator(".sheet img")).to_have_js_property("complete", value=True)
    page.evaluate("window.scrollTo(0, 0)")
    place = sheet.bounding_box()
    page.mouse.move(place["x"] + place["width"] * 0.2, place["y"] + 60)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.4, place["y"] + 120, steps=4)
    page.mouse.up()
