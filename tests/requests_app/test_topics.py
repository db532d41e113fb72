"""Topic requests end published or refused with facts, ground and article; there is no third way."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from disclosure import actions as items
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.models import TopicRequest


def test_answered_by_publishing(cast, topic, item):
    answered = actions.answer_topic(topic(), by=cast.clerk, item=item, answer="已经公开。")
    answered.refresh_from_db()
    assert (answered.state, answered.item, answered.answered_by) == ("answered", item, cast.clerk)
    assert answered.clock.stopped_at is not None


def test_answer_needs_an_item_that_is_public(cast, topic):
    asked = topic()
    draft = items.draft(agency=cast.bureau, by=cast.clerk, title="草稿", body="正文")
    for item in (None, draft):
        with pytest.raises(Refused) as refused:
            actions.answer_topic(asked, by=cast.clerk, item=item)
        assert refused.value.field == "item"
    asked.refresh_from_db()
    assert asked.state == "received"


@pytest.mark.parametrize("field", ["facts", "ground"])
def test_refusal_needs_facts_and_ground(cast, topic, ground, field):
    asked, said = topic(), {"facts": "涉及两家企业的报价。", "ground": ground}
    with pytest.raises(Refused) as refused:
        actions.refuse_topic(asked, by=cast.clerk, **said | {field: None})
    assert refused.value.field == field
    refused_topic = actions.refuse_topic(asked, by=cast.clerk, **said)
    assert (refused_topic.state, refused_topic.refusal_article) == ("refused", ground.article)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "answered"},
        {"state": "refused"},
        {"state": "refused", "refusal_facts": "事实"},
        {"state": "received", "refusal_facts": "事实"},
    ],
)
def test_the_database_insists(cast, topic, changes):
    asked = topic()
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicRequest.objects.filter(pk=asked.pk).update(
            answered_at=timezone.now(), answered_by=cast.clerk if changes["state"] != "received" else None, **changes
        )


def test_answered_topic_takes_no_refusal_beside_the_item(cast, topic, item, ground):
    asked = actions.answer_topic(topic(), by=cast.clerk, item=item)
    with pytest.raises(Refused):
        actions.refuse_topic(asked, by=cast.clerk, facts="事实", ground=ground)
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicRequest.objects.filter(pk=asked.pk).update(refusal_facts="事实")


@pytest.mark.parametrize("who", ["sibling_clerk", "other_clerk", "head", "officer", "citizen"])
def test_only_its_clerk_answers(cast, topic, item, ground, who):
    asked = topic()
    with pytest.raises(NotAllowed):
        actions.answer_topic(asked, by=getattr(cast, who), item=item)
    with pytest.raises(NotAllowed):
        actions.refuse_topic(asked, by=getattr(cast, who), facts="事实", ground=ground)


def test_an_item_of_another_tree_is_no_answer(cast, topic, item):
    there = topic(cast.other_bureau)
    with pytest.raises(Refused) as refused:
        actions.answer_topic(there, by=cast.other_clerk, item=item)
    assert refused.value.field == "item"


def test_support_counts_once_per_mark(cast, topic, item):
    asked = topic()
    assert [actions.support_topic(asked, mark=mark) for mark in ("a", "a", "b")] == [True, False, True]
    asked.refresh_from_db()
    assert asked.supporters == 2
    actions.answer_topic(asked, by=cast.clerk, item=item)
    with pytest.raises(Refused):
        actions.support_topic(asked, mark="c")
