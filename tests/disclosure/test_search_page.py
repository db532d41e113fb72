"""The search page: what is found, where it stands, what it can be narrowed to, and what helps where nothing is."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalog.actions import add_entry
from catalog.models import Area
from disclosure import actions as items
from disclosure.actions.indexing import index_again
from portal.search import checking
from portal.search.actions import Document, index
from portal.search.directory import directory
from portal.uploads.models import TextState
from tests.questions import Questions

pytestmark = pytest.mark.django_db


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_hit_in_an_attachment_says_in_which_and_leads_to_it(cast, published, client):
    item = published(title="低保名单公示", body="名单见附件。")
    items.revise(item, by=cast.clerk)
    items.attach(item, SimpleUploadedFile("名单.txt", "本季度新增张家湾村".encode(), "text/plain"), by=cast.clerk)
    items.submit(item, by=cast.clerk)
    item = items.approve_and_publish(item, by=cast.reviewer)
    file = item.live_version.links()[0].file
    file.text, file.text_state = "本季度新增张家湾村", TextState.DONE
    file.text_extracted_at = timezone.now()
    file.save()
    index_again(item)
    text = text_of(client, "/search/?q=张家湾")
    assert "附件：名单.txt" in text
    assert 'href="/files/' in text
    assert "附件：" not in text_of(client, "/search/?q=公示")


def test_what_was_found_can_be_narrowed_by_agency_area_and_year(cast, published, client):
    published(title="供水公告")
    day = timezone.localdate()
    index(Document(kind="item", key="x", title="供水通知", text="", agency=cast.sibling, date=day, url="/items/x/"))
    text = text_of(client, "/search/?q=供水")
    assert "青田县民政局 (1)" in text
    assert "青田县教育局 (1)" in text
    assert "agency=qt-jyj" in text
    narrowed = text_of(client, "/search/?q=供水&agency=qt-jyj")
    assert "供水公告" not in narrowed.replace("<mark>", "").replace("</mark>", "")
    assert "agency=qt-mzj" not in narrowed


def test_what_nobody_counted_to_the_end_is_at_least_so_much(cast, client, monkeypatch):
    day, title = timezone.localdate(), "住房申请办法"
    for key in "abc":
        index(Document(kind="item", key=key, title=title, text="", agency=cast.bureau, date=day, url=f"/items/{key}/"))
    monkeypatch.setattr(checking, "SOME", 1)
    monkeypatch.setattr(checking, "AT_ONCE", 1)  # one text at a time, and one that holds the phrase is enough
    assert ">至少3条结果" in text_of(client, "/search/?q=房申请办法")


def test_an_agency_is_found_by_its_name_its_sound_and_its_initials(cast, published, client):
    published(title="关于冬至的通知", body="正文")
    for query in ("民政局", "minzhengju", "mzj"):
        text = text_of(client, f"/search/?q={query}")
        assert 'href="/agencies/qt-mzj/">青田县民政局</a>' in text, query
        assert "关于冬至的通知" in text, query


def test_a_number_that_was_asked_for_stands_above_all(cast, published, client):
    published(title="关于冬至的通知", doc_number="青政发〔2024〕7号")
    published(title="关于落实青政发〔2024〕7号的意见")
    text = text_of(client, "/search/?q=青政发2024 7号")
    assert '<strong>青政发〔2024〕7号</strong> <a href="/items/' in text
    assert text.index("关于冬至的通知") < text.index("关于落实")


def test_a_slip_is_read_as_what_was_meant_and_says_so(cast, published, client):
    published(title="政府工作规则")
    text = text_of(client, "/search/?q=政府工做规则")
    assert "<strong>政府工作规则</strong>" in text
    assert "没有找到" in text


def test_what_holds_only_some_of_the_words_says_so(cast, published, client):
    published(title="供水价格公告")
    text = text_of(client, "/search/?q=供水价格 长颈鹿")
    assert "没有同时包含" in text
    assert "长颈鹿" in text_of(client, "/search/?q=长颈鹿")


def test_a_search_leads_to_its_alert_and_its_feed(cast, published, client):
    published(title="供水公告")
    text = text_of(client, "/search/?q=供水")
    assert "/alerts/?query=%E4%BE%9B%E6%B0%B4" in text
    assert "/search/feed.atom?q=%E4%BE%9B%E6%B0%B4" in text
    assert 'value="供水"' in text_of(client, "/alerts/?query=供水")
    empty = text_of(client, "/search/?q=长颈鹿&agency=qt-mzj")
    assert "/alerts/?query=" in empty
    assert 'href="?q=%E9%95%BF%E9%A2%88%E9%B9%BF"' in empty


def test_the_number_of_queries_does_not_grow(cast, published, client):
    def count() -> int:
        with Questions() as context:
            client.get("/search/?q=供水")
        return len(context)

    directory(cast.city)
    published(title="供水公告")
    one = count()
    for number in range(10):
        published(title=f"供水公告第{number}号")
    assert count() <= one <= 30


def test_what_may_be_typed_next(cast, published, client):
    area = Area.objects.get(number=14)
    add_entry(cast.city, by=None, code="14-01", area=area, level1="最低生活保障", level2="低保标准")
    published(title="低保标准公示")
    assert client.get("/search/suggest/?q=民").json()[0] == "青田县民政局"
    assert client.get("/search/suggest/?q=minzhengj").json() == ["青田县民政局"]
    found = client.get("/search/suggest/?q=低保").json()
    assert found == ["低保标准", "低保", "低保标准公示"]  # of the catalog, a synonym, a title
    for typed in ("", " ", "%", "长颈鹿", "<script>", "a" * 500):
        assert client.get("/search/suggest/", {"q": typed}).json() == [], typed


def test_nothing_that_is_not_public_is_suggested(cast, submitted, client):
    submitted(title="尚未公开的标题")
    assert client.get("/search/suggest/?q=尚未公开").json() == []
    assert client.get("/search/suggest/?q=远山").json() == []
