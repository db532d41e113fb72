"""A topic request is public, another citizen supports it once, and the agency answers by publishing."""

from playwright.sync_api import expect

from requests_app.models import TopicRequest
from tests.journeys.steps import press, published, take_the_time, verb_link

TITLE = "公开全县养老助餐点的地址"


def test_a_topic_is_supported_and_answered_by_publishing(open_page, cast):
    propose(open_page(phone=True))
    topic = TopicRequest.objects.get(title=TITLE)
    support(open_page(phone=True), topic)
    item = published(cast, title="青田县养老助餐点一览", body="城关镇文化路3号。")
    answer(open_page("clerk"), topic, item)
    page = open_page(phone=True)
    page.goto("/requests/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator(".badge--ok")).to_have_text("已公开")
    expect(page.get_by_role("button", name="我要附议")).to_have_count(0)
    page.get_by_role("link", name=item.title).click()
    expect(page.get_by_role("article")).to_contain_text("城关镇文化路3号")


def propose(page) -> None:
    page.goto("/requests/")
    page.get_by_role("link", name="我要点题").first.click()
    page.get_by_label("向哪个行政机关申请").select_option("qt-mzj")
    page.get_by_label("您希望公开什么").fill(TITLE)
    take_the_time(page)
    press(page, "预览")
    expect(page.get_by_role("article")).to_contain_text(TITLE)
    press(page, "提交点题")
    expect(page.get_by_role("button", name="提交点题")).to_have_count(0)


def support(page, topic: TopicRequest) -> None:
    page.goto("/requests/")
    page.get_by_role("link", name=TITLE).click()
    press(page, "我要附议")
    expect(page.locator("main .meta").first).to_contain_text("附议1人")
    press(page, "我要附议")
    expect(page.locator("main .meta").first).to_contain_text("附议1人")


def answer(page, topic: TopicRequest, item) -> None:
    page.goto("/admin/requests_app/topicrequest/")
    page.get_by_role("link", name=topic.number).click()
    verb_link(page, "公开答复").click()
    page.get_by_label("已公开信息的索引号").fill("QT-MZJ-1900-00001")
    press(page, "公开答复")
    expect(page.locator(".field--error .errorlist")).to_be_visible()
    page.get_by_label("已公开信息的索引号").fill(item.index_no)
    press(page, "公开答复")
    expect(page.locator(".messagelist")).to_contain_text("公开答复")
