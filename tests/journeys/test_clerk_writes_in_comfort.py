"""A new clerk writes in the editor, pastes from Word and attaches a file; a second person publishes it. Few clicks."""

from playwright.sync_api import Page, expect

from disclosure.models import Autosave, Item
from tests.cast import PASSWORD

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
    expect(public.get_by_role("link", name="申请表.txt")).to_be_visible()
    assert not Autosave.objects.exists()
