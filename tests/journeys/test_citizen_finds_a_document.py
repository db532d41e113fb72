"""A citizen with a phone finds a document by a word of two characters that stands only in its text."""

from playwright.sync_api import expect

from tests.journeys.steps import published


def test_a_citizen_finds_a_document_by_a_word_of_its_text(open_page, cast):
    published(cast, title="关于调整低保标准的通知", body="城乡低保标准自七月起提高。申请人可持残联证明到柳溪镇办理。")
    published(cast, title="关于公布养老机构名单的公告", body="全县共有养老机构十二家,名单见附件。")
    page = open_page(phone=True)
    page.goto("/")

    page.get_by_role("combobox", name="请输入要查找的内容").fill("残联")
    page.get_by_role("main").get_by_role("button", name="搜索").click()

    hits = page.locator("main .list > li")
    expect(hits).to_have_count(1)
    expect(hits.locator("mark")).to_have_text("残联")
    assert hits.first.bounding_box()["y"] < page.viewport_size["height"], "the first hit is on the first screen"

    hits.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("关于调整低保标准的通知")
    expect(page.get_by_role("article")).to_contain_text("残联证明")


def test_what_is_not_there_leads_on_to_asking_for_it(open_page, cast):
    page = open_page(phone=True)
    page.goto("/search/?q=残联")

    expect(page.locator(".empty")).to_contain_text("残联")
    page.locator(".empty").get_by_role("link").click()

    page.wait_for_url("**/requests/topics/new/")


def test_filters_are_folded_on_a_phone_and_open_once_used(open_page, cast):
    published(cast, title="关于调整低保标准的通知", body="城乡低保标准自七月起提高。")
    phone, desktop = open_page(phone=True), open_page()
    for page in (phone, desktop):
        page.goto("/items/")

    expect(phone.get_by_label("单位")).to_be_hidden()
    expect(desktop.get_by_label("单位")).to_be_visible()
    phone.locator("summary").click()
    phone.get_by_label("单位").select_option("qt-jyj")
    phone.get_by_role("button", name="筛选").click()

    expect(phone.locator(".empty")).to_be_visible()
    expect(phone.get_by_label("单位")).to_have_value("qt-jyj")
