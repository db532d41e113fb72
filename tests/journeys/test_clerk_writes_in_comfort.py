"""A new clerk writes in the editor, pastes from Word and attaches a file; a second person publishes it. Few clicks."""

import pytest
from playwright.sync_api import Page, expect

from disclosure import actions
from disclosure.body import plain
from disclosure.models import Autosave, Item
from portal.agencies.actions import grant
from portal.agencies.roles import ROLES
from tests.cast import PASSWORD
from tests.disclosure.test_difference import long_document

TITLE = "关于发放高龄津贴的通知"
FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<p class=MsoNormal style='text-indent:21pt'>　　各乡镇人民政府：<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.
<span>&nbsp;&nbsp;</span></span><![endif]>八十周岁以上</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.
<span>&nbsp;&nbsp;</span></span><![endif]>本县户籍</p>
<table class=MsoTableGrid><tr><td colspan=2><p class=MsoNormal>标准表<o:p></o:p></p></td></tr>
<tr><td>八十岁</td><td>五十元</td></tr></table></body></html>"""
PASTE = """(node, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  node.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


class Hand:
    """Presses for a person and counts how often; typing and choosing a file from the disk are no clicks."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, what) -> None:
        self.clicks += 1
        what.click()

    def sign_in(self, user: str, goal: str) -> None:
        self.page.goto(goal)
        self.page.get_by_label("用户名").or_(self.page.get_by_label("账号")).fill(user)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.click(self.page.get_by_role("button", name="登录"))


@pytest.fixture
def drafted_report():
    """A long report as Word puts it on the clipboard: every paragraph and cell in a class and a style."""
    report = long_document().replace("<p>", "<p class=MsoNormal style='text-indent:21pt'>　　")
    return report.replace("<td>", "<td width=90 style='border:solid windowtext 1.0pt'>")


def paste(page: Page, html: str) -> None:
    page.locator(".ProseMirror[role=textbox]").evaluate(PASTE, html)


def test_from_log_in_to_a_public_notice_in_eight_clicks(open_page, cast, tmp_path):
    attachment = tmp_path / "申请表.txt"
    attachment.write_text("申请人：")
    clerk = Hand(open_page())
    clerk.sign_in("clerk", "/admin/")
    clerk.click(clerk.page.locator(".model-item").get_by_role("link", name="增加"))
    clerk.page.get_by_label("标题", exact=False).fill(TITLE)
    paste(clerk.page, FROM_WORD)
    expect(clerk.page.locator(".ProseMirror ol > li")).to_have_count(2)
    clerk.page.get_by_label("添加附件", exact=False).set_input_files(attachment)
    clerk.click(clerk.page.get_by_role("button", name="保存并提交审查"))
    expect(clerk.page.locator(".messagelist")).to_contain_text("提交")

    second = Hand(open_page())
    second.sign_in("reviewer", "/admin/disclosure/item/?work=mine")
    second.click(second.page.get_by_role("link", name=TITLE))
    second.click(second.page.get_by_role("button", name="通过并发布"))
    expect(second.page.locator(".messagelist")).to_contain_text("发布")

    assert (clerk.clicks, second.clicks) == (3, 3)
    assert clerk.clicks + second.clicks <= 8
    item = Item.objects.get()
    assert item.live_version.body == (
        "<p>各乡镇人民政府：</p><ol><li>八十周岁以上</li><li>本县户籍</li></ol><table><tbody><tr>"
        '<td colspan="2">标准表</td></tr><tr><td>八十岁</td><td>五十元</td></tr></tbody></table>'
    )
    public = open_page()
    public.goto(item.get_absolute_url())
    expect(public.get_by_role("article").get_by_role("listitem")).to_have_count(2)
    expect(public.get_by_role("link", name="申请表.txt", exact=True)).to_be_visible()
    assert not Autosave.objects.exists()


def test_a_report_of_41_000_characters_with_thirty_tables(open_page, cast, drafted_report, tmp_path):
    page = open_page("clerk")
    page.goto("/admin/disclosure/item/add/")
    page.get_by_label("标题", exact=False).fill("二〇二六年度政府信息公开工作报告")
    paste(page, drafted_report)
    sheet = page.get_by_role("textbox", name="正文")
    expect(sheet.locator("table")).to_have_count(30)
    sheet.locator("p").first.click()
    page.keyboard.type("补充一句。")
    expect(sheet.locator("p").first).to_contain_text("补充一句。")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".messagelist")).to_contain_text("草稿")
    expect(page.get_by_role("textbox", name="正文").locator("table")).to_have_count(30)
    item = Item.objects.get()
    assert len(plain(item.newest().body)) >= 41_000
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)

    page.reload()
    page.get_by_role("textbox", name="正文").locator("td", has_text="项目7").first.click()
    page.keyboard.press("End")
    page.keyboard.type("（调整）")
    page.get_by_role("button", name="保存草稿").click()
    page.get_by_role("link", name="与已发布版本的差异").or_(page.get_by_role("link", name="比对")).first.click()
    expect(page.locator("ins", has_text="（调整）")).to_have_count(1)
    public = open_page()
    public.goto(item.get_absolute_url())
    expect(public.locator("article table")).to_have_count(30)


def test_text_is_still_there_after_the_session_has_ended(open_page, cast):
    page = open_page("clerk")
    page.goto("/admin/disclosure/item/add/")
    page.get_by_label("标题", exact=False).fill(TITLE)
    page.get_by_role("textbox", name="正文").fill("写了一个上午的内容")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("#editing")).to_contain_text("登录已失效")
    expect(page.get_by_role("textbox", name="正文")).to_have_text("写了一个上午的内容")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="重新登录").click()
    again = opened.value
    again.get_by_label("账号").fill("clerk")
    again.get_by_label("密码").fill(PASSWORD)
    again.get_by_role("button", name="登录").click()
    again.wait_for_url(lambda url: "/login/" not in url)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator(".messagelist")).to_contain_text("草稿")
    assert "写了一个上午的内容" in Item.objects.get().newest().body


def test_two_people_see_each_other(open_page, cast):
    grant(ROLES["clerk"], to=cast.sibling_clerk, on=cast.bureau, by=None)
    item = actions.draft(agency=cast.bureau, by=cast.clerk, title=TITLE, body="正文")
    address = f"/admin/disclosure/item/{item.pk}/change/"
    first = open_page("clerk")
    first.goto(address)
    expect(first.locator("[data-others]")).to_be_hidden()
    second = open_page("sibling")
    second.goto(address)
    expect(second.locator("[data-others]")).to_contain_text("李办事 正在编辑")
