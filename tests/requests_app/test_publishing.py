"""From an answer to a publication: drafts made of decisions and topics, and both verbs in one."""

import pytest
from django.urls import reverse

from disclosure import actions as items
from disclosure.models import Attribute
from portal.agencies.actions import grant
from portal.agencies.roles import ROLES
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.public_text import without_applicant
from tests.cast import person
from tests.requests_app.conftest import ID_NUMBER


@pytest.fixture
def both(cast):
    """Answers topics and publishes items."""
    both = person("both", "段双职")
    for role in ("clerk", "reviewer"):
        grant(ROLES[role], to=both, on=cast.bureau, by=None)
    return both


def address(case, verb):
    return reverse(f"admin:requests_app_{case._meta.model_name}_{verb}", args=[case.pk])


def test_nothing_of_the_applicant_is_left(received):
    case = received(address="青田县和平路8号", email="zhang@example.test")
    text = f"张三(证件{ID_NUMBER},电话13800000000,青田县和平路8号)的{case.number}:联系人李四13911112222。"
    left = without_applicant(text, case)
    for told in ("张三", ID_NUMBER, "13800000000", "和平路", case.number, "13911112222"):
        assert told not in left
    assert "联系人李四" in left


def test_an_answer_becomes_a_draft_that_is_reviewed_as_any(cast, answered):
    case = answered(text="张三:现将低保资金分配表予以公开。")
    item = actions.publish_request_answer(
        case, by=cast.clerk, title=case.subject, body="张三:现将低保资金分配表予以公开。"
    )
    decision = case.decisions.get()
    assert decision.released_as == item
    assert (item.state, item.is_live, item.attribute) == ("draft", False, Attribute.PROACTIVE)
    assert "张三" not in item.newest().body
    assert "低保资金分配表" in item.newest().body
    with pytest.raises(Refused):
        actions.publish_request_answer(case, by=cast.clerk, title="再来一次", body="正文")
    items.submit(item, by=cast.clerk)
    items.approve_and_publish(item, by=cast.reviewer)
    item.refresh_from_db()
    assert item.is_live


def test_who_releases_what(cast, answered, reviewing):
    case, refused = answered(), answered(outcome="R3_3_5", text="不予公开。", grounds="属于内部事务信息。")
    for stranger in (cast.head, cast.officer, cast.sibling_clerk, cast.other_clerk):
        with pytest.raises(NotAllowed):
            actions.publish_request_answer(case, by=stranger, title="标题", body="正文")
    with pytest.raises(Refused):
        actions.publish_request_answer(refused, by=cast.clerk, title="标题", body="正文")
    with pytest.raises(Refused):
        actions.publish_request_answer(reviewing(), by=cast.clerk, title="标题", body="正文")
    with pytest.raises(Refused) as refusal:
        actions.publish_request_answer(case, by=cast.clerk, title="", body="正文")
    assert refusal.value.field == "title"


def test_release_by_button(cast, client, answered):
    case = answered(text="张三:现予以公开。")
    client.force_login(cast.clerk)
    assert "../publish/" in client.get(address(case, "change")).content.decode()
    form = client.get(address(case, "publish")).context["form"]
    assert "张三" not in form["body"].value()
    sent = {"title": form["title"].value(), "body": form["body"].value()}
    assert client.post(address(case, "publish"), sent).status_code == 302
    page = client.get(address(case, "change")).content.decode()
    assert case.decisions.get().released_as.index_no in page
    assert "../publish/" not in page
    assert "UNDEFINED" not in page
    client.force_login(cast.head)
    assert client.get(address(case, "publish")).status_code == 403


def test_a_topic_is_prepared_published_and_answered(cast, both, topic):
    asked = topic()
    item = actions.prepare_answer(asked, by=cast.clerk, title=asked.title, body="方案全文。")
    asked.refresh_from_db()
    assert (asked.prepared, asked.state) == (item, "received")
    with pytest.raises(Refused):
        actions.publish_and_answer(asked, by=both)  # a draft has not been submitted
    items.submit(item, by=cast.clerk)
    asked.refresh_from_db()
    for lacking in (cast.clerk, cast.reviewer, cast.head):
        with pytest.raises(NotAllowed):
            actions.publish_and_answer(asked, by=lacking)
    actions.publish_and_answer(asked, by=both, answer="已经公开。")
    asked.refresh_from_db()
    item.refresh_from_db()
    assert item.is_live
    assert (asked.state, asked.item, asked.answer) == ("answered", item, "已经公开。")


def test_who_wrote_it_cannot_let_it_through(cast, both, topic):
    asked = topic()
    item = actions.prepare_answer(asked, by=both, title=asked.title, body="方案全文。")
    items.submit(item, by=both)
    asked.refresh_from_db()
    with pytest.raises(Refused):
        actions.publish_and_answer(asked, by=both)
    asked.refresh_from_db()
    item.refresh_from_db()
    assert (asked.state, item.is_live) == ("received", False)


def test_a_topic_is_prepared_once_and_while_it_is_open(cast, topic, item):
    asked, answered = topic(), topic()
    actions.prepare_answer(asked, by=cast.clerk, title="标题", body="正文")
    asked.refresh_from_db()
    with pytest.raises(Refused):
        actions.prepare_answer(asked, by=cast.clerk, title="标题", body="正文")
    actions.answer_topic(answered, by=cast.clerk, item=item)
    with pytest.raises(Refused):
        actions.prepare_answer(answered, by=cast.clerk, title="标题", body="正文")
    with pytest.raises(Refused) as refusal:
        actions.prepare_answer(topic(), by=cast.clerk, title="", body="正文")
    assert refusal.value.field == "title"


def test_topics_by_buttons(cast, both, client, topic):
    asked = topic()
    client.force_login(cast.clerk)
    form = client.get(address(asked, "prepare")).context["form"]
    assert form["title"].value() == asked.title
    assert client.post(address(asked, "prepare"), {"title": asked.title, "body": "方案全文。"}).status_code == 302
    asked.refresh_from_db()
    page = client.get(address(asked, "change")).content.decode()
    assert asked.prepared.index_no in page
    assert "../publish-answer/" not in page
    assert client.get(address(asked, "publish_answer")).status_code == 403
    assert client.get(address(asked, "answer")).context["form"]["item"].value() == asked.prepared.index_no
    items.submit(asked.prepared, by=cast.clerk)
    client.force_login(both)
    assert "../publish-answer/" in client.get(address(asked, "change")).content.decode()
    assert client.post(address(asked, "publish_answer"), {"answer": ""}).status_code == 302
    asked.refresh_from_db()
    assert asked.state == "answered"
    assert "UNDEFINED" not in client.get(address(asked, "change")).content.decode()
