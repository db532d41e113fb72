"""While somebody writes: kept for them alone, no version, nothing lost; who else is at it is told and never blocks."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from disclosure import actions
from disclosure.actions import editing
from disclosure.models import Autosave, Editing, Item, Version
from portal.audit.models import AuditEvent
from portal.refusals import NotAllowed
from tests.disclosure.test_admin import ADD, LIST, filled, hidden, page_of
from tests.disclosure.test_pasting import document

KEY = "6f0c2c0e-6f5e-4d39-8a53-6a6f5b3a1c11"


def test_what_is_typed_is_kept_restored_and_gone_after_saving(cast, drafted, client):
    item = drafted()
    client.force_login(cast.clerk)
    form = client.get(page_of(item)).content.decode()
    events = AuditEvent.objects.count()
    for body in ("写到一半", "写到一半，又写了一句"):
        typed = filled(cast, body=body, salience=["a", "b"], seen=hidden(form, "seen"), junk="x")
        assert client.post(f"{LIST}{item.pk}/autosave/", typed).status_code == 200
    kept = Autosave.objects.get()
    assert (kept.person, kept.content["body"], kept.content["salience"]) == (cast.clerk, typed["body"], ["a", "b"])
    assert "junk" not in kept.content
    assert (Version.objects.count(), AuditEvent.objects.count()) == (1, events)  # no version, no event

    page = client.get(page_of(item)).content.decode()
    assert f"?restore={kept.pk}" in page
    assert "又写了一句" not in page
    restored = client.get(page_of(item), {"restore": kept.pk}).content.decode()
    assert "又写了一句" in restored
    saved = filled(cast, button="_continue", body=kept.content["body"], seen=hidden(restored, "seen"))
    client.post(page_of(item), saved)
    assert "又写了一句" in item.newest().body
    assert not Autosave.objects.exists()


def test_a_new_item_is_kept_by_the_key_of_its_form(cast, client):
    client.force_login(cast.clerk)
    typed = filled(cast, body="新的信息", key=KEY)
    client.post(f"{LIST}autosave/", typed)
    kept = Autosave.objects.get()
    restored = client.get(ADD, {"restore": kept.pk}).content.decode()
    assert "新的信息" in restored
    assert hidden(restored, "key") == KEY
    client.post(ADD, typed)
    assert Item.objects.count() == 1
    assert not Autosave.objects.exists()


def test_nobody_else_reads_restores_or_discards_it(cast, drafted, client):
    item = drafted()
    kept = editing.keep({"title": "只有我知道", "body": "只有我知道"}, by=cast.clerk, item=item)
    for name in ("sibling_clerk", "reviewer", "head", "officer", "admin"):
        client.force_login(getattr(cast, name))
        for address in (page_of(item), ADD, LIST):
            assert "只有我知道" not in client.get(address, {"restore": kept.pk}).content.decode()
        assert client.post(f"{LIST}unsaved/{kept.pk}/discard/").status_code == 404
    client.force_login(cast.sibling_clerk)
    assert client.post(f"{LIST}{item.pk}/autosave/", {"body": "x"}).status_code == 404
    with pytest.raises(NotAllowed):
        editing.keep({"body": "x"}, by=cast.reviewer, item=item)
    client.force_login(cast.clerk)
    assert client.post(f"{LIST}unsaved/{kept.pk}/discard/")["Location"] == page_of(item)
    assert not Autosave.objects.exists()


def test_a_conflict_shows_both_texts_and_lets_one_take_over(cast, drafted, client):
    item = drafted(body="共同的第一段\n原来的一句")
    client.force_login(cast.clerk)
    seen = hidden(client.get(page_of(item)).content.decode(), "seen")
    actions.revise(item, by=cast.clerk, body="共同的第一段\n别人改的一句")
    mine = filled(cast, button="_continue", title=item.title, body="共同的第一段\n我改的一句", seen=seen)
    page = client.post(page_of(item), mine).content.decode()
    assert "别人改的一句" in page
    assert re.search(r"<ins>我</ins>改的一句", page)
    assert "别人改的一句" in item.newest().body
    stored = re.search(r'name="_take_over" value="(\w+)"', page).group(1)
    actions.revise(item, by=cast.clerk, body="第三个人又改了")  # not what was shown beside mine: once more
    assert client.post(page_of(item), mine | {"_take_over": stored}).status_code == 200
    assert client.post(page_of(item), mine | {"_take_over": item.newest().hash}).status_code == 302
    assert "我改的一句" in item.newest().body


def test_who_else_is_at_it_is_told_for_a_minute_and_blocks_nobody(cast, drafted, client):
    item = drafted()
    address = f"{LIST}{item.pk}/presence/"
    client.force_login(cast.clerk)
    assert client.post(address, {"dirty": "1"}).json() == {"others": []}
    another = cast.other_clerk
    Editing.objects.create(item=item, person=another, is_dirty=True)
    [sentence] = client.post(address).json()["others"]
    assert sentence.startswith("钱办事 正在编辑")
    Editing.objects.filter(person=another).update(seen_at=timezone.now() - dt.timedelta(seconds=61))
    assert client.post(address).json() == {"others": []}
    assert Editing.objects.count() == 2  # one row for each person, however often they ping


def test_pasting_and_importing_store_nothing(cast, client):
    client.force_login(cast.clerk)
    answer = client.post(f"{LIST}paste/", "<p class=MsoNormal>　　甲<script>x</script></p>", content_type="text/plain")
    assert answer.json() == {"body": "<p>甲</p>"}
    assert client.post(f"{LIST}word/").status_code == 400
    assert not Item.objects.exists()


def test_a_word_file_sent_with_the_form_becomes_title_and_text(cast, client):
    def fill(made):
        made.add_heading("关于防汛的通知", 1)
        made.add_paragraph("值班", style="List Bullet")

    client.force_login(cast.clerk)
    client.post(ADD, filled(cast, title="", body="", word=document(fill)))
    item = Item.objects.get()
    assert (item.title, item.newest().body) == ("关于防汛的通知", "<h2>关于防汛的通知</h2><ul><li>值班</li></ul>")
    assert not item.newest().attachments.exists()

    hostile = SimpleUploadedFile("假.docx", b"MZ\x90\x00" * 99)
    answer = client.post(ADD, filled(cast, word=hostile))
    assert set(answer.context["adminform"].form.errors) == {"word"}
    assert "第二段" in answer.content.decode()  # what was typed is still there
    assert Item.objects.count() == 1
