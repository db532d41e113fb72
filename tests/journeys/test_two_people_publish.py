"""A clerk writes, another person approves, and at once everybody can read, find and download it."""

import re
from pathlib import Path

from playwright.sync_api import expect

from disclosure.models import Item
from tests.journeys.steps import press

TITLE = "关于调整残疾人两项补贴标准的通知"
SAID = "自八月一日起,困难残疾人生活补贴每月提高二十元。"


def test_one_writes_another_publishes_and_everybody_reads(open_page, cast, tmp_path):
    write(open_page("clerk"), tmp_path)
    item = Item.objects.get(title=TITLE)
    the_author_cannot_review(open_page("clerk"), item)
    publish(open_page("reviewer"))
    the_public_reads(open_page(), item)


def write(page, folder: Path) -> None:
    attachment = folder / "补贴标准表.txt"
    attachment.write_text("一级:每月一百二十元")
    page.goto("/accounts/")
    page.get_by_role("main").get_by_role("link", name="业务后台").click()
    page.locator(".model-item").get_by_role("link", name="增加").click()
    page.get_by_label("标题", exact=False).fill(TITLE)
    page.get_by_role("textbox", name="正文").fill(SAID)
    page.get_by_label("添加附件", exact=False).set_input_files(attachment)
    page.get_by_role("button", name="保存并提交审查").click()
    expect(page.locator(".messagelist")).to_contain_text("提交")


def the_author_cannot_review(page, item: Item) -> None:
    address = f"/admin/disclosure/item/{item.pk}"
    page.goto(f"{address}/change/")
    expect(page.locator("#content")).to_contain_text("审核中")
    expect(page.get_by_role("button", name=re.compile("通过"))).to_have_count(0)
    for verb in ("approve", "approve-and-publish"):
        assert page.goto(f"{address}/{verb}/").status == 403
        assert page.request.post(f"{address}/{verb}/").status == 403
    assert page.request.get(item.get_absolute_url()).status == 404, "nothing is public before the approval"


def publish(page) -> None:
    page.goto("/admin/disclosure/item/")
    page.get_by_role("link", name="待我审查").click()
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("article")).to_contain_text("每月提高二十元")
    page.get_by_role("button", name="通过并发布").click()
    expect(page.locator(".messagelist")).to_contain_text("已发布")


def the_public_reads(page, item: Item) -> None:
    page.goto("/items/")
    page.get_by_role("link", name=TITLE).click()
    assert page.url.endswith(item.get_absolute_url())
    expect(page.get_by_role("article")).to_have_text(SAID)
    with page.expect_download() as download:
        page.get_by_role("link", name="补贴标准表.txt", exact=True).click()
    assert Path(download.value.path()).read_text() == "一级:每月一百二十元"
    page.get_by_role("combobox", name="请输入要查找的内容").fill("困难残疾人")
    page.get_by_role("button", name="搜索").click()
    expect(page.locator("main .list-title")).to_have_text(TITLE)


def test_what_is_sent_back_says_why_and_is_mended(open_page, cast):
    clerk, reviewer = open_page("clerk"), open_page("reviewer")
    clerk.goto("/admin/disclosure/item/add/")
    clerk.get_by_label("标题", exact=False).fill(TITLE)
    clerk.get_by_role("button", name="保存并提交审查").click()
    expect(clerk.locator(".field-body .errorlist")).to_be_visible()
    expect(clerk.get_by_label("标题", exact=False)).to_have_value(TITLE)
    clerk.get_by_role("textbox", name="正文").fill(SAID)
    clerk.get_by_role("button", name="保存并提交审查").click()
    expect(clerk.locator(".messagelist")).to_contain_text("提交")

    reviewer.goto("/admin/disclosure/item/?work=mine")
    reviewer.get_by_role("link", name=TITLE).click()
    reviewer.get_by_role("link", name="退回").click()
    reviewer.get_by_label("理由", exact=False).fill("请写明文号。")
    press(reviewer, "退回")
    expect(reviewer.locator(".messagelist")).to_contain_text("已退回")

    clerk.goto("/admin/disclosure/item/")
    clerk.get_by_role("link", name=TITLE).click()
    expect(clerk.locator("#content")).to_contain_text("请写明文号。")
