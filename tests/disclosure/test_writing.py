"""Drafting and revising: what is refused, what is kept, and what an edit does to what came before."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from catalog.actions import add_entry
from disclosure import actions
from disclosure.models import Item, Version
from disclosure.states import State
from portal.audit.models import AuditEvent, Event
from portal.audit.verification import broken_links
from portal.notices.models import Kind, Notice
from portal.refusals import NotAllowed, Refused
from portal.uploads.models import StoredFile
from tests.cast import assemble


def test_an_item_begins_with_number_version_and_trace(cast, drafted):
    with time_machine.travel(dt.datetime(2026, 3, 5, 9, tzinfo=dt.UTC), tick=False):
        item, second = drafted(), drafted()
    assert (item.index_no, second.index_no) == ("qt-mzj-2026-00001", "qt-mzj-2026-00002")
    assert item.state == State.DRAFT
    assert not Item.objects.public().exists()
    assert item.newest().body == "<p>自七月起执行新的标准。</p>"
    assert AuditEvent.objects.filter(event=Event.ITEM_DRAFTED).count() == 2
    assert list(broken_links()) == []


def test_numbers_begin_anew_each_year(cast, drafted):
    with time_machine.travel(dt.datetime(2026, 12, 31, 15, 59, tzinfo=dt.UTC), tick=False):
        assert drafted().index_no == "qt-mzj-2026-00001"
    with time_machine.travel(dt.datetime(2026, 12, 31, 16, 0, tzinfo=dt.UTC), tick=False):  # midnight in Shanghai
        assert drafted().index_no == "qt-mzj-2027-00001"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"body": "<p>\n</p>"}, "body"),
        ({"doc_number": "号" * 61}, "doc_number"),
        ({"attribute": ""}, "attribute"),
        ({"kind": "poem"}, "kind"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
    ],
)
def test_what_will_not_do_is_refused_beside_its_field(cast, drafted, content, field):
    with pytest.raises(Refused) as refusal:
        drafted(**content)
    assert refusal.value.field == field
    assert not Item.objects.exists()
    assert not AuditEvent.objects.filter(event=Event.ITEM_DRAFTED).exists()


def test_the_longest_title_is_possible(cast, drafted):
    assert len(drafted(title="长" * 200).title) == 200


def test_a_document_of_tomorrow_is_refused_and_one_of_today_is_not(cast, drafted):
    with time_machine.travel(dt.datetime(2026, 3, 5, 15, 59, tzinfo=dt.UTC), tick=False):  # still the 5th in Shanghai
        assert drafted(doc_date=dt.date(2026, 3, 5)).doc_date == dt.date(2026, 3, 5)
        with pytest.raises(Refused) as refusal:
            drafted(doc_date=dt.date(2026, 3, 6))
    assert refusal.value.field == "doc_date"


def test_the_catalog_of_another_government_does_not_hold(cast, drafted, entry):
    foreign = add_entry(cast.other_government, by=None, code="14-01", area=entry.area, level1="别处")
    with pytest.raises(Refused) as refusal:
        drafted(entry=foreign)
    assert refusal.value.field == "entry"
    assert drafted(entry=entry).entry == entry


@pytest.mark.parametrize("name", ["sibling_clerk", "reviewer", "head", "officer", "supervisor", "admin", "other_clerk"])
def test_only_the_agencys_own_clerk_writes(cast, drafted, name):
    with pytest.raises(NotAllowed):
        drafted(by=getattr(cast, name))
    item = drafted()
    with pytest.raises(NotAllowed):
        actions.revise(item, by=getattr(cast, name), title="改了")
    with pytest.raises(NotAllowed):
        actions.attach(item, SimpleUploadedFile("a.txt", b"x"), by=getattr(cast, name))
    with pytest.raises(NotAllowed):
        actions.submit(item, by=getattr(cast, name))
    assert not StoredFile.objects.exists()


def test_a_form_sent_twice_begins_one_item(cast, drafted):
    key = uuid.uuid4()
    first, second, other = drafted(key=key), drafted(key=key), drafted(key=uuid.uuid4())
    assert first.pk == second.pk != other.pk
    assert Version.objects.count() == 2


def test_a_draft_is_edited_in_place_and_everything_else_begins_a_version(cast, drafted, submitted):
    draft = drafted()
    before = draft.newest()
    actions.revise(draft, by=cast.clerk, body="改过一次。")
    assert draft.versions.count() == 1
    assert draft.newest().hash != before.hash
    item = submitted()
    first = item.newest()
    item = actions.revise(item, by=cast.clerk, title="新标题")
    assert (item.state, item.newest().number) == (State.DRAFT, 2)
    first.refresh_from_db()
    assert first.title == "关于调整低保标准的通知"


def test_saving_without_a_change_changes_nothing(cast, published):
    item = published()
    version = item.newest()
    item = actions.revise(item, by=cast.clerk, title=version.title, body=version.body)
    assert (item.state, item.versions.count()) == (State.PUBLISHED, 1)
    assert not AuditEvent.objects.filter(event=Event.ITEM_REVISED).exists()


def test_what_is_public_stays_while_a_draft_is_written(cast, published):
    item = published()
    item = actions.revise(item, by=cast.clerk, title="草稿的标题", body="草稿的正文", doc_number="新1号")
    assert item.state == State.DRAFT
    item.refresh_from_db()
    assert (item.title, item.doc_number, item.live_version.number) == ("关于调整低保标准的通知", "", 1)
    assert item.newest().title == "草稿的标题"
    assert Item.objects.public().get() == item


def test_two_people_edit_the_same_text_and_the_second_is_told(cast, drafted):
    item = drafted()
    opened = item.newest().hash
    actions.revise(item, by=cast.clerk, body="第一个人的正文", seen=opened)
    with pytest.raises(Refused):
        actions.revise(item, by=cast.clerk, body="第二个人的正文", seen=opened)
    assert "第一个人" in item.newest().body


def test_the_hash_covers_text_metadata_and_files(cast, drafted):
    item = drafted()
    seen = {item.newest().hash}
    for change in ({"title": "另一标题"}, {"body": "另一正文"}, {"doc_number": "3号"}, {"source_name": "某机关"}):
        actions.revise(item, by=cast.clerk, **change)
        seen.add(item.newest().hash)
    stored = actions.attach(item, SimpleUploadedFile("一.txt", "内容".encode()), by=cast.clerk)
    seen.add(item.newest().hash)
    assert len(seen) == 6
    actions.detach(item, stored, by=cast.clerk)
    assert item.newest().hash in seen
    assert not item.newest().attachments.exists()


def test_the_same_file_is_attached_once(cast, drafted):
    item = drafted()
    first = actions.attach(item, SimpleUploadedFile("一.txt", b"content"), by=cast.clerk)
    again = actions.attach(item, SimpleUploadedFile("一.txt", b"content"), by=cast.clerk)
    assert first == again
    assert StoredFile.objects.count() == 1


def test_a_new_version_keeps_the_files_and_the_old_one_its_own(cast, with_file):
    item, stored = with_file()
    item = actions.submit(item, by=cast.clerk)
    actions.detach(item, stored, by=cast.clerk)
    assert [version.attachments.count() for version in item.versions.order_by("number")] == [1, 0]


def test_a_refused_file_leaves_the_draft_as_it_was(cast, drafted):
    item = drafted()
    before = item.newest().hash
    with pytest.raises(Refused) as refusal:
        actions.attach(item, SimpleUploadedFile("a.txt", b""), by=cast.clerk)
    assert refusal.value.field == "file"
    assert item.newest().hash == before


def test_submitting_tells_the_nearest_reviewers_once(cast, drafted):
    item = drafted()
    actions.submit(item, by=cast.clerk)
    with pytest.raises(Refused):
        actions.submit(item, by=cast.clerk)
    told = Notice.objects.filter(kind=Kind.ITEM_SUBMITTED)
    assert {notice.recipient for notice in told} == {cast.reviewer, cast.head}
    assert told.count() == 2


@pytest.mark.django_db(transaction=True)
def test_drafts_begun_at_once_get_different_numbers():
    cast = assemble()

    def begin(turn):
        try:
            return actions.draft(agency=cast.bureau, by=cast.clerk, title=f"通知{turn}", body="正文").index_no
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(begin, range(24)))
    assert sorted(number[-5:] for number in numbers) == [f"{serial:05d}" for serial in range(1, 25)]


@pytest.mark.django_db(transaction=True)
def test_one_item_published_by_many_at_once_is_published_once():
    cast = assemble()
    item = actions.draft(agency=cast.bureau, by=cast.clerk, title="通知", body="正文")
    actions.submit(item, by=cast.clerk)

    def let_through(_turn):
        try:
            actions.approve_and_publish(item, by=cast.reviewer)
        except Refused:
            return "refused"
        finally:
            connections.close_all()
        return "published"

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(let_through, range(6)))
    assert sorted(outcomes) == ["published", *["refused"] * 5]
    assert AuditEvent.objects.filter(event=Event.ITEM_PUBLISHED).count() == 1
    assert list(broken_links()) == []
