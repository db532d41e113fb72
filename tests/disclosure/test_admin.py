"""The workbench: a clerk's three steps, a reviewer's three, and nobody else's."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.actions import add_entry
from disclosure import actions
from disclosure.models import Item, Kind
from disclosure.states import State

LIST = "/admin/disclosure/item/"
ADD = f"{LIST}add/"


def page_of(item):
    return f"{LIST}{item.pk}/change/"


def hidden(text, name):
    return re.search(rf'name="{name}" value="([^"]*)"', text).group(1)


def filled(cast, button="_submit", **fields):
    given = {"agency": cast.bureau.pk, "title": "关于发放补贴的通知", "body": "第一段\n第二段", "kind": "notice"}
    return given | {"attribute": "proactive", "audience": "everyone", button: "1"} | fields


def test_a_clerk_publishes_in_three_steps_and_a_reviewer_lets_through_in_three(cast, entry, client):
    client.force_login(cast.clerk)
    form = client.get(ADD).content.decode()
    assert "UNDEFINED" not in form
    assert f'<option value="{cast.bureau.pk}" selected>' in form  # the only agency they write for
    upload = SimpleUploadedFile("名单.txt", "附件".encode())
    answer = client.post(ADD, filled(cast, entry=entry.pk, file=upload, key=hidden(form, "key")))
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    item = Item.objects.get()
    assert (item.state, item.newest().attachments.count(), item.entry) == (State.IN_REVIEW, 1, entry)

    client.force_login(cast.reviewer)
    waiting = client.get(f"{LIST}?work=mine").content.decode()
    assert page_of(item) in waiting
    page = client.get(page_of(item)).content.decode()
    assert "UNDEFINED" not in page
    assert "<p>第二段</p>" in page
    assert "名单.txt" in page
    assert 'name="title"' not in page  # to read, not to write
    answer = client.post(f"{LIST}{item.pk}/approve-and-publish/", {"seen": hidden(page, "seen")})
    assert answer.status_code == 302
    client.logout()
    assert "关于发放补贴的通知" in client.get("/").content.decode()
    assert "关于发放<mark>补贴</mark>的通知" in client.get("/search/?q=补贴").content.decode()


def test_a_draft_is_saved_edited_and_submitted(cast, client):
    client.force_login(cast.clerk)
    answer = client.post(ADD, filled(cast, button="_continue"))
    item = Item.objects.get()
    assert (answer["Location"], item.state) == (page_of(item), State.DRAFT)
    form = client.get(page_of(item)).content.decode()
    assert "UNDEFINED" not in form
    given = filled(cast, title="改过的标题", seen=hidden(form, "seen"))
    answer = client.post(page_of(item), given)
    assert answer["Location"] == LIST
    item.refresh_from_db()
    assert (item.title, item.state, item.versions.count()) == ("改过的标题", State.IN_REVIEW, 1)


def test_an_attachment_is_taken_off(cast, with_file, client):
    item, _stored = with_file()
    client.force_login(cast.clerk)
    form = client.get(page_of(item)).content.decode()
    link = item.newest().attachments.get()
    assert "名单.txt" in form
    body = item.newest().body
    client.post(page_of(item), filled(cast, title=item.title, body=body, removed=[link.pk], seen=hidden(form, "seen")))
    assert not item.newest().attachments.exists()


def test_a_double_click_begins_one_item(cast, client):
    client.force_login(cast.clerk)
    key = hidden(client.get(ADD).content.decode(), "key")
    for _click in range(2):
        upload = SimpleUploadedFile("名单.txt", "附件".encode())
        assert client.post(ADD, filled(cast, key=key, file=upload)).status_code == 302
    item = Item.objects.get()
    assert (item.state, item.versions.count(), item.newest().attachments.count()) == (State.IN_REVIEW, 1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "长" * 201),
        ("title", ""),
        ("body", "<p></p>"),
        ("doc_date", "2999-01-01"),
        ("doc_date", "gestern"),
        ("attribute", ""),
        ("source_url", "javascript:alert(1)"),
        ("file", SimpleUploadedFile("leer.txt", b"")),
        ("file", SimpleUploadedFile("programm.exe", b"MZ\x90\x00" * 100)),
    ],
)
def test_what_will_not_do_is_said_beside_the_field_and_nothing_is_written(cast, client, field, value):
    client.force_login(cast.clerk)
    answer = client.post(ADD, filled(cast, **{field: value}))
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert set(errors) == {field}
    assert len(errors[field]) == 1
    assert not Item.objects.exists()
    if field != "body":
        assert "第二段" in answer.content.decode()  # what was typed is still there


def test_an_edit_over_somebody_elses_is_not_saved_and_not_lost(cast, drafted, client):
    item = drafted()
    client.force_login(cast.clerk)
    seen = hidden(client.get(page_of(item)).content.decode(), "seen")
    actions.revise(item, by=cast.clerk, body="别人先保存的。")
    answer = client.post(page_of(item), filled(cast, body="我的长篇大论", seen=seen))
    assert answer.status_code == 200
    assert "我的长篇大论" in answer.content.decode()
    assert "别人先保存的" in item.newest().body


def test_a_reviewer_sends_back_with_a_reason(cast, submitted, client):
    item = submitted()
    client.force_login(cast.reviewer)
    address = f"{LIST}{item.pk}/return/"
    assert "UNDEFINED" not in client.get(address).content.decode()
    refused = client.post(address, {"reason": " "})
    assert refused.status_code == 200
    assert refused.context["form"].errors["reason"]
    client.post(address, {"reason": "缺少依据"})
    item.refresh_from_db()
    assert item.state == State.RETURNED
    client.force_login(cast.clerk)
    assert "缺少依据" in client.get(page_of(item)).content.decode()


def test_withdrawal_asks_first(cast, published, client):
    item = published()
    client.force_login(cast.head)
    address = f"{LIST}{item.pk}/withdraw/"
    client.get(address)
    item.refresh_from_db()
    assert item.is_live
    client.post(address, {"reason": "数字有误"})
    item.refresh_from_db()
    assert item.is_withdrawn
    assert "UNDEFINED" not in client.get(page_of(item)).content.decode()


def test_what_replaces_a_public_notice_is_published_with_a_note(cast, published, client):
    item = published(kind=Kind.NOTICE)
    actions.submit(actions.revise(item, by=cast.clerk, body="改正的正文"), by=cast.clerk)
    client.force_login(cast.reviewer)
    address = f"{LIST}{item.pk}/approve-and-publish/"
    seen = hidden(client.get(page_of(item)).content.decode(), "seen")
    for note in ({}, {"note": " ", "weight": "major"}):
        page = client.post(address, {"seen": seen} | note)
        assert page.status_code == 200
        assert hidden(page.content.decode(), "seen") == seen
        item.refresh_from_db()
        assert item.state == State.IN_REVIEW
    client.post(address, {"seen": seen, "note": "标准由七百元改为八百元，原文有误", "weight": "major"})
    assert "标准由七百元改为八百元，原文有误" in client.get(item.get_absolute_url()).content.decode()


def test_a_text_that_changed_since_it_was_read_is_not_published(cast, submitted, client):
    item = submitted()
    client.force_login(cast.reviewer)
    seen = hidden(client.get(page_of(item)).content.decode(), "seen")
    actions.revise(item, by=cast.clerk, body="审查期间改了")
    actions.submit(item, by=cast.clerk)
    client.post(f"{LIST}{item.pk}/approve-and-publish/", {"seen": seen})
    item.refresh_from_db()
    assert item.state == State.IN_REVIEW


@pytest.mark.parametrize(
    "verb", ["submit", "approve", "approve-and-publish", "publish", "return", "withdraw", "difference"]
)
def test_what_one_may_not_see_is_not_there_and_what_one_may_not_do_is_forbidden(cast, submitted, client, verb):
    item = submitted()
    address = f"{LIST}{item.pk}/{verb}/"
    for stranger in (cast.sibling_clerk, cast.other_officer):
        client.force_login(stranger)
        assert client.get(address).status_code == client.post(address, {"reason": "理由"}).status_code == 404
        assert client.get(page_of(item)).status_code == 404
    client.force_login(cast.officer)  # reads all drafts of the city, decides about none
    if verb != "difference":
        assert client.get(address).status_code == client.post(address, {"reason": "理由"}).status_code == 403
    assert client.post(page_of(item), filled(cast)).status_code == 403
    item.refresh_from_db()
    assert item.state == State.IN_REVIEW


def test_the_page_offers_only_what_one_may_do(cast, submitted, client):
    item = submitted()
    for name, slugs in {
        "clerk": set(),
        "reviewer": {"approve", "approve-and-publish", "return"},
        "officer": set(),
    }.items():
        client.force_login(getattr(cast, name))
        text = client.get(page_of(item)).content.decode()
        found = set(re.findall(rf"{LIST}{item.pk}/(?:change/\.\./)?([a-z-]+)/\"", text)) - {
            "change",
            "history",
            "channels",
        }
        assert found == slugs, name


def test_choices_show_nothing_foreign(cast, entry, client):
    add_entry(cast.other_government, by=None, code="x", area=entry.area, level1="远山的条目")
    client.force_login(cast.clerk)
    form = client.get(ADD).content.decode()
    assert "低保标准" in form
    assert "远山" not in form
    assert "青田县教育局" not in form
    for field, value in {"agency": cast.sibling.pk, "entry": cast.other_government.catalog_entries.get().pk}.items():
        answer = client.post(ADD, filled(cast, **{field: value}))
        assert set(answer.context["adminform"].form.errors) == {field}
    assert not Item.objects.exists()


def test_the_list_shows_ones_own_and_costs_the_same(cast, submitted, client):
    submitted()
    client.force_login(cast.reviewer)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    submitted()
    submitted()
    with CaptureQueriesContext(connection) as three:
        text = client.get(LIST).content.decode()
    assert len(one) == len(three) <= 12
    assert text.count('class="field-title"') + text.count("field-title nowrap") == 3
    client.force_login(cast.sibling_clerk)
    assert "qt-mzj-" not in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    "query", ["work=mine", "work=draft", "work=live", "work=nonsense", "kind__exact=notice", "q=低保"]
)
def test_filters_of_the_list(cast, submitted, client, query):
    submitted()
    client.force_login(cast.reviewer)
    text = client.get(f"{LIST}?{query}").content.decode()
    assert ("qt-mzj-" in text) == (query not in {"work=draft", "work=live"})


def test_differences_are_shown(cast, published, client):
    item = published(body="第一段\n原来的第二段")
    actions.revise(item, by=cast.clerk, title="新标题", body="第一段\n改过的第二段")
    client.force_login(cast.reviewer)
    text = client.get(f"{LIST}{item.pk}/difference/").content.decode()
    assert "UNDEFINED" not in text
    assert re.search(r"旧.*<del>原来</del>的第二段", text, re.DOTALL)
    assert "<ins>改过</ins>的第二段" in text
    assert "<ins>新标题</ins>" in text
    assert "UNDEFINED" not in client.get(page_of(item)).content.decode()
