"""Public pages: what is on them, for whom, and at what cost."""

import datetime as dt

import pytest
from django.utils import timezone

from disclosure import actions
from disclosure.models import Kind
from tests.disclosure.conftest import downloaded, status_of
from tests.questions import Questions

LISTS = ["/", "/items/", "/items/?agency=qt-mzj&kind=notice&area=14&since=2020-01-01", "/agencies/",
         "/agencies/qt-mzj/", "/entries/14-01/items/", "/areas/14/items/", "/search/?q=低保"]  # fmt: skip


def text_of(client, address, **headers):
    page = client.get(address, **headers)
    assert page.status_code == 200, address
    text = page.content.decode()
    assert "UNDEFINED" not in text
    return text


@pytest.mark.parametrize("address", [*LISTS, "/en/", "/en/items/", "/en/agencies/", "/en/search/?q=低保"])
def test_pages_are_the_same_for_everybody(cast, entry, published, client, address):
    published(entry=entry)
    page = client.get(address, HTTP_HOST="qingtian.test")
    assert page.status_code == 200
    assert "UNDEFINED" not in page.content.decode()
    assert not page.cookies
    assert "Cookie" not in page.headers.get("Vary", "")
    assert "no-store" not in page.headers.get("Cache-Control", "")


@pytest.mark.parametrize("address", LISTS)
def test_lists_cost_the_same_with_one_row_and_with_three(cast, entry, published, client, address):
    published(entry=entry)
    client.get(address, HTTP_HOST="qingtian.test")
    with Questions() as one:
        text_of(client, address, HTTP_HOST="qingtian.test")
    published(entry=entry)
    published(entry=entry)
    with Questions() as three:
        text_of(client, address, HTTP_HOST="qingtian.test")
    assert len(one) == len(three) <= 12, [query["sql"] for query in three]


def test_the_page_of_an_item(cast, entry, with_file, client):
    item, stored = with_file(
        title="青田县低保标准",
        body="<h2>标准</h2><table><tr><td>每月</td></tr></table>",
        entry=entry,
        doc_number="青民发〔2026〕3号",
        doc_date=dt.date(2026, 1, 5),
        source_name="江河市民政局",
        source_url="https://mzj.example.test/1.html",
    )
    actions.submit(item, by=cast.clerk)
    item = actions.approve_and_publish(item, by=cast.reviewer)
    with Questions() as queries:
        text = text_of(client, f"/items/{item.index_no}/", HTTP_HOST="qingtian.test")
    assert len(queries) <= 6
    for shown in (
        item.index_no, "青田县民政局", "青民发〔2026〕3号", "2026-01-05", "江河市民政局", "https://mzj.example.test/1.html",
        "<td>每月</td>", stored.name, "低保标准", "/entries/14-01/",
        '<meta name="ArticleTitle" content="青田县低保标准">',
        '<meta name="ContentSource" content="江河市民政局">', 'name="PubDate"',
    ):  # fmt: skip
        assert shown in text, shown


def test_an_unchanged_page_is_not_sent_again(cast, published, client):
    item = published()
    first = client.get(f"/items/{item.index_no}/")
    again = client.get(f"/items/{item.index_no}/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    actions.revise(item, by=cast.clerk, body="更正。")
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)
    assert client.get(f"/items/{item.index_no}/", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_draft_has_no_public_page(cast, submitted, client):
    item = submitted(title="尚未公开的标题")
    assert client.get(f"/items/{item.index_no}/").status_code == 404
    client.force_login(cast.clerk)
    assert client.get(f"/items/{item.index_no}/").status_code == 404
    for address in LISTS:
        assert "尚未公开的标题" not in client.get(address).content.decode(), address


def test_one_government_shows_nothing_of_another(cast, published, client):
    item = published()
    assert client.get(f"/items/{item.index_no}/", HTTP_HOST="yuanshan.test").status_code == 404
    for address in ("/", "/items/", "/agencies/", "/search/?q=低保"):
        assert item.title not in client.get(address, HTTP_HOST="yuanshan.test").content.decode()
    assert client.get("/agencies/qt-mzj/", HTTP_HOST="yuanshan.test").status_code == 404
    assert item.title in client.get("/", HTTP_HOST="testserver").content.decode()  # the city above shows its county's


def test_filters(cast, entry, published, client):
    published(title="有目录的通知", entry=entry)
    published(title="没有目录的计划", kind=Kind.PLAN)
    today = timezone.localdate()
    for query, shown in {
        "area=14": {"有目录的通知"},
        "kind=plan": {"没有目录的计划"},
        "agency=qt-mzj": {"有目录的通知", "没有目录的计划"},
        "agency=qingtian": {"有目录的通知", "没有目录的计划"},
        "agency=qt-jyj": set(),
        f"since={today}": {"有目录的通知", "没有目录的计划"},
        f"until={today - dt.timedelta(days=1)}": set(),
    }.items():
        text = text_of(client, f"/items/?{query}", HTTP_HOST="qingtian.test")
        assert {title for title in ("有目录的通知", "没有目录的计划") if title in text} == shown, query


@pytest.mark.parametrize(
    "query",
    ["since=gestern", "agency=nowhere", "agency=ys-mzj", "kind=x", "since=2026-02-01&until=2026-01-01", "area=x"],
)
def test_a_filter_that_makes_no_sense_is_named_and_shows_a_page(cast, published, client, query):
    published()
    text = text_of(client, f"/items/?{query}")
    assert "field--error" in text


def test_the_search_page(cast, published, client):
    published(body="关于惊蛰的正文")
    text = text_of(client, "/search/?q=惊蛰")
    assert "<mark>惊蛰</mark>" in text
    assert "/items/qt-mzj-" in text
    assert 'href="/en/items/qt-mzj-' in text_of(client, "/en/search/?q=惊蛰")
    for query in ("q=惊蛰&agency=qt-jyj", "q=惊蛰&area=3", "q=惊蛰&until=2020-01-01", "q=没有这个词"):
        assert 'class="empty"' in text_of(client, f"/search/?{query}"), query
    assert "<mark>" in text_of(client, "/search/?q=惊蛰&order=newest&page=999999999999")
    assert "<script>" not in text_of(client, "/search/?q=<script>alert(1)</script>")


def test_the_tree_of_agencies(cast, client):
    text = text_of(client, "/agencies/")
    assert text.count('<ul class="tree">') == text.count('<ul class="tree">') == 3
    assert all(name in text for name in ("江河市人民政府", "青田县人民政府", "青田县民政局", "江河市自来水有限公司"))
    assert "远山县" not in text
    found = text_of(client, "/agencies/?q=民政")
    assert "青田县民政局" in found
    assert "青田县人民政府" in found
    assert "青田县教育局" not in found
    assert "自来水" not in found
    assert 'class="empty"' in text_of(client, "/agencies/?q=没有")


def test_the_page_of_an_agency(cast, published, client):
    guide = published(title="民政局信息公开指南", kind=Kind.DISCLOSURE_GUIDE)
    cast.bureau.phone = "0578-1234567"
    cast.bureau.save()
    text = text_of(client, "/agencies/qt-mzj/")
    assert guide.title in text
    assert "0578-1234567" in text
    assert client.get("/agencies/nowhere/").status_code == 404


def test_fragments(cast, entry, published, client):
    item = published(entry=entry)
    published(title="另一条")
    for address in ("/entries/14-01/items/", "/areas/14/items/"):
        text = text_of(client, address, HTTP_HOST="qingtian.test")
        assert item.title in text
        assert "另一条" not in text
        assert "<html" not in text
    assert client.get("/entries/none/items/").status_code == 404
    assert client.get("/areas/999/items/").status_code == 404


def test_files_are_served_only_as_what_is_public(cast, with_file, client):
    item, stored = with_file()
    assert status_of(client, stored) == 404
    for name, status in {"clerk": 200, "reviewer": 200, "officer": 200, "sibling_clerk": 404, "citizen": 404,
                         "other_clerk": 404, "admin": 404}.items():  # fmt: skip
        client.force_login(getattr(cast, name))
        answer = downloaded(client, stored)
        assert answer.status_code == status, name
        if status == 200:
            assert "no-store" in answer["Cache-Control"]
    client.logout()
    client.cookies.clear()
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)
    answer = downloaded(client, stored)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert not answer.cookies
    assert "霜降" in answer.text_read
    assert client.get(f"/files/{stored.public_id}/other.txt").status_code == 404
    assert status_of(client, stored, HTTP_HOST="yuanshan.test") == 404


@pytest.mark.parametrize("address", ["/", "/items/", "/search/", "/agencies/"])
def test_public_pages_take_no_post(cast, client, address):
    assert client.post(address).status_code == 405
