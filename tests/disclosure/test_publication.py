"""Publication and withdrawal: duty, search, files, tombstone."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalog.actions import assign_duty
from catalog.models import NegativeGround
from disclosure import actions
from disclosure.models import Attribute, Item
from disclosure.states import State
from disclosure.tasks import index_attachment_texts
from portal.audit.models import AuditEvent, Event
from portal.audit.verification import broken_links
from portal.refusals import Refused
from portal.search.queries import find
from portal.uploads.actions import extract_text
from tests.disclosure.conftest import status_of


def found(cast, word):
    return [hit.title for hit in find(word, under=cast.city).hits]


def test_publishing_fulfils_the_duty(cast, entry, published):
    duty = assign_duty(entry, agency=cast.bureau, by=None, first_due_on=dt.date(2026, 1, 31), cadence="quarterly")
    with time_machine.travel(dt.datetime(2026, 1, 20, 2, tzinfo=dt.UTC), tick=False):
        published(entry=entry)
    duty.refresh_from_db()
    assert duty.last_fulfilled_on == dt.date(2026, 1, 20)
    assert duty.next_due_on > dt.date(2026, 1, 31)


def test_it_is_found_at_once_by_two_characters_of_its_body(cast, submitted):
    item = submitted(body="惊蛰以后开始发放。")
    assert found(cast, "惊蛰") == []
    actions.approve_and_publish(item, by=cast.reviewer)
    assert found(cast, "惊蛰") == ["关于调整低保标准的通知"]
    assert [hit.url for hit in find("惊蛰", under=cast.city).hits] == [f"/items/{item.index_no}/"]
    assert found(cast, "发放。") == found(cast, "低保") == ["关于调整低保标准的通知"]
    assert find("惊蛰", under=cast.other_government).hits == []


def test_an_attachment_is_found_as_soon_as_it_was_read(cast, with_file):
    item, stored = with_file()
    actions.submit(item, by=cast.clerk)
    item = actions.approve_and_publish(item, by=cast.reviewer)
    assert found(cast, "霜降") == []
    index_attachment_texts()
    assert found(cast, "霜降") == []
    extract_text(stored)
    index_attachment_texts()
    assert found(cast, "霜降") == ["关于调整低保标准的通知"]
    assert not Item.objects.with_texts_to_index().exists()


def test_text_read_before_publication_is_found_with_it(cast, with_file):
    item, stored = with_file()
    extract_text(stored)
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)
    assert found(cast, "霜降") == ["关于调整低保标准的通知"]


def test_a_draft_of_something_public_is_not_found(cast, published):
    item = published(body="公开的正文提到谷雨。")
    actions.revise(item, by=cast.clerk, body="草稿提到白露。")
    actions.index_again(item)
    assert found(cast, "谷雨")
    assert not found(cast, "白露")
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)
    assert found(cast, "白露")
    assert not found(cast, "谷雨")


@pytest.mark.parametrize("attribute", [Attribute.ON_REQUEST, Attribute.WITHHELD])
def test_only_what_is_proactive_is_published(cast, submitted, attribute):
    item = submitted(attribute=attribute, ground=NegativeGround.objects.first())
    with pytest.raises(Refused) as refusal:
        actions.approve_and_publish(item, by=cast.reviewer)
    assert refusal.value.field == "attribute"
    item.refresh_from_db()
    assert item.state == State.IN_REVIEW  # the approval was rolled back with it


def test_the_time_may_lie_in_the_past_and_not_in_the_future(cast, submitted):
    item = actions.approve(submitted(), by=cast.reviewer)
    with pytest.raises(Refused) as refusal:
        actions.publish(item, by=cast.reviewer, at=timezone.now() + dt.timedelta(minutes=1))
    assert refusal.value.field == "at"
    past = timezone.now() - dt.timedelta(days=30)
    assert actions.publish(item, by=cast.reviewer, at=past).published_at == past


def test_a_correction_keeps_the_day_of_publication(cast, published):
    item = published()
    first = item.published_at
    actions.revise(item, by=cast.clerk, body="更正后的正文。")
    actions.submit(item, by=cast.clerk)
    item = actions.approve_and_publish(item, by=cast.reviewer)
    assert (item.published_at, item.live_number) == (first, 2)
    assert item.live_version.published_at > first


def test_withdrawal_leaves_a_tombstone_and_nothing_else(cast, with_file, client):
    item, stored = with_file(body="正文里有小满。")
    extract_text(stored)
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)
    assert status_of(client, stored) == 200
    assert found(cast, "小满") == found(cast, "霜降") != []
    item = actions.withdraw(item, by=cast.head, reason="内容有误")
    assert found(cast, "小满") == found(cast, "霜降") == []
    assert status_of(client, stored) == 404
    page = client.get(f"/items/{item.index_no}/")
    assert page.status_code == 410
    text = page.content.decode()
    assert "内容有误" in text
    assert item.title in text
    assert "小满" not in text
    assert stored.name not in text
    assert item.index_no not in client.get("/items/").content.decode()
    event = AuditEvent.objects.get(event=Event.ITEM_WITHDRAWN)
    assert event.after["reason"] == "内容有误"
    assert list(broken_links()) == []


def test_withdrawal_takes_a_reason(cast, published):
    item = published()
    for reason in ("", "长" * 301):
        with pytest.raises(Refused) as refusal:
            actions.withdraw(item, by=cast.head, reason=reason)
        assert refusal.value.field == "reason"
    item.refresh_from_db()
    assert item.is_live


def test_what_was_withdrawn_can_be_corrected_and_published_again(cast, published, client):
    item = actions.withdraw(published(), by=cast.head, reason="数字有误")
    item = actions.revise(item, by=cast.clerk, title="更正后的标题", body="更正后的数字。")
    page = client.get(f"/items/{item.index_no}/")
    assert page.status_code == 410
    assert "更正后的标题" not in page.content.decode()
    actions.submit(item, by=cast.clerk)
    item = actions.approve_and_publish(item, by=cast.reviewer)
    assert (item.withdrawn_at, item.withdrawal_reason) == (None, "")
    assert client.get(f"/items/{item.index_no}/").status_code == 200


def test_withdrawal_while_a_draft_is_written_keeps_the_draft(cast, published):
    item = published()
    actions.revise(item, by=cast.clerk, body="写到一半的草稿。")
    item = actions.withdraw(item, by=cast.head, reason="有误")
    assert item.newest().body == "<p>写到一半的草稿。</p>"
    item = actions.revise(item, by=cast.clerk, title="继续写")
    assert item.newest().body == "<p>写到一半的草稿。</p>"


def test_a_failed_publication_leaves_everything_as_it_was(cast, published):
    item = published()
    actions.revise(item, by=cast.clerk, attribute=Attribute.ON_REQUEST, body="不能公开的正文。")
    item = actions.submit(item, by=cast.clerk)
    with pytest.raises(Refused):
        actions.approve_and_publish(item, by=cast.reviewer)
    item.refresh_from_db()
    assert item.live_version.number == 1
    assert found(cast, "七月") == [item.title]


def test_a_file_added_to_a_draft_is_private(cast, published, client):
    item = published()
    stored = actions.attach(item, SimpleUploadedFile("新.txt", "草稿附件".encode()), by=cast.clerk)
    assert status_of(client, stored) == 404
    client.force_login(cast.clerk)
    assert status_of(client, stored) == 200
    client.force_login(cast.sibling_clerk)
    assert status_of(client, stored) == 404
