"""The same asked again: by the same applicant, or as one more topic of the same wish."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.notices.models import Kind, Notice
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.models import TopicRequest
from requests_app.outcomes import Outcome
from requests_app.repeats import probable_repeats


def address(case, verb):
    return reverse(f"admin:requests_app_{case._meta.model_name}_{verb}", args=[case.pk])


def test_repeats_are_suggested_by_applicant_and_by_text(cast, received):
    same_person = received(subject="养老院名单", identity_number="A-1", identity_kind="other")
    same_text = received(subject="2025年低保资金分配明细表", identity_number="B-2", identity_kind="other")
    received(subject="敬老院消防整改", identity_number="C-3", identity_kind="other")
    received(subject="2024年低保资金分配表", identity_number="D-4", identity_kind="other")
    received(cast.sibling, subject="2025年低保资金分配表", identity_number="A-1", identity_kind="other")
    case = received(subject="2025年低保资金分配表", identity_number="A-1", identity_kind="other")
    later = received(subject="2025年低保资金分配表", identity_number="A-1", identity_kind="other")
    found = {suggestion.case: suggestion.is_same_applicant for suggestion in probable_repeats(case)}
    assert found == {same_person: True, same_text: False}
    assert case in {suggestion.case for suggestion in probable_repeats(later)}


def test_earlier_topics_in_other_words_are_suggested(topic):
    first = topic(title="公交线路什么时候调整")
    topic(title="供暖安排")
    assert [suggestion.case for suggestion in probable_repeats(topic(title="公交线路为何调整"))] == [first]


def test_a_repeat_is_linked_and_answered_as_one(cast, client, answered, processing):
    earlier, case = answered(), processing()
    actions.merge_repeat(case, by=cast.clerk, earlier=earlier)
    case.refresh_from_db()
    assert case.repeats == earlier
    assert earlier.number in case.searches.get().terms
    client.force_login(cast.clerk)
    form = client.get(address(case, "decide")).context["form"]
    assert form["outcome"].value() == Outcome.REPEATED
    page = client.get(address(case, "change")).content.decode()
    assert earlier.number in page
    assert "UNDEFINED" not in page
    grounds = f"本机关已就{earlier.number}作出答复。"
    actions.decide(case, by=cast.clerk, outcome=Outcome.REPEATED, text="不予重复处理。", grounds=grounds)
    actions.approve_decision(case, by=cast.head)
    assert case.decisions.get().outcome == "R3_5_2"


def test_only_an_answered_request_of_the_same_applicant_is_repeated(cast, received, answered, processing):
    case, open_case = processing(), processing()
    strange = answered(identity_number="B-2", identity_kind="other")
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        later = answered()
    for earlier in (None, case, open_case, strange, later):
        with pytest.raises(Refused) as refusal:
            actions.merge_repeat(case, by=cast.clerk, earlier=earlier)
        assert refusal.value.field == "earlier"
    for stranger in (cast.head, cast.officer, cast.sibling_clerk):
        with pytest.raises(NotAllowed):
            actions.merge_repeat(case, by=stranger, earlier=later)
    case.refresh_from_db()
    assert case.repeats is None
    case.repeats = case
    with pytest.raises(IntegrityError), transaction.atomic():
        case.save(update_fields=["repeats"])


def test_a_topic_is_merged_into_the_first(cast, client, topic):
    first = topic(email="first@example.test")
    later = topic(title="公交线路怎样调整", email="later@example.test")
    actions.support_topic(later, mark="m1")
    actions.support_topic(later, mark="m2")
    actions.merge_topic(later, by=cast.clerk, into=first)
    later.refresh_from_db()
    first.refresh_from_db()
    assert (later.state, later.merged_into, later.is_open) == ("merged", first, False)
    assert later.clock.stopped_at is not None
    assert first.supporters == 3  # two, and who asked
    told = Notice.objects.get(email="later@example.test")
    assert (told.kind, told.url) == (Kind.TOPIC_MERGED, first.get_absolute_url())
    page = client.get(later.get_absolute_url())
    assert (page.status_code, page.headers["Location"]) == (301, first.get_absolute_url())
    text = client.get(first.get_absolute_url()).content.decode()
    assert later.title in text
    assert "later@example.test" not in text
    assert client.post(later.get_absolute_url() + "support/").headers["Location"] == first.get_absolute_url()
    listed = client.get("/requests/").content.decode()
    assert first.number in listed
    assert later.number not in listed
    assert later.number not in client.get("/api/v1/topic-requests/").content.decode()


def test_who_asked_later_gets_the_answer_too(cast, topic, item):
    first, second, third = topic(), topic(email="b@example.test"), topic(email="c@example.test")
    actions.merge_topic(third, by=cast.clerk, into=second)
    actions.merge_topic(second, by=cast.clerk, into=first)
    third.refresh_from_db()
    assert third.merged_into == first  # no chains
    first.refresh_from_db()
    assert first.supporters == 2
    actions.answer_topic(first, by=cast.clerk, item=item)
    answered = Notice.objects.filter(kind=Kind.TOPIC_ANSWERED)
    assert {notice.email for notice in answered} == {"b@example.test", "c@example.test"}
    assert {notice.url for notice in answered} == {first.get_absolute_url()}


def test_what_cannot_be_merged(cast, topic, item):
    first, later, sibling = topic(), topic(), topic(cast.sibling)
    for into in (None, later, sibling):
        with pytest.raises(Refused) as refusal:
            actions.merge_topic(later, by=cast.clerk, into=into)
        assert refusal.value.field == "into"
    with pytest.raises(Refused):
        actions.merge_topic(first, by=cast.clerk, into=later)  # the younger one is no first
    for stranger in (cast.head, cast.sibling_clerk, cast.other_clerk):
        with pytest.raises(NotAllowed):
            actions.merge_topic(later, by=stranger, into=first)
    actions.answer_topic(later, by=cast.clerk, item=item)
    with pytest.raises(Refused):
        actions.merge_topic(later, by=cast.clerk, into=first)


@pytest.mark.parametrize("changes", [{"state": "merged"}, {"merged_into": True}])
def test_the_database_insists(topic, changes):
    first, later = topic(), topic()
    if "merged_into" in changes:
        changes = {"merged_into": first}
    with pytest.raises(IntegrityError), transaction.atomic():
        TopicRequest.objects.filter(pk=later.pk).update(**changes)


def test_by_buttons(cast, client, topic, answered, processing):
    first, later, earlier, case = topic(), topic(), answered(), processing()
    client.force_login(cast.clerk)
    assert "../merge-repeat/" in client.get(address(case, "change")).content.decode()
    assert client.post(address(case, "merge_repeat"), {"earlier": "0"}).context["form"].errors.keys() == {"earlier"}
    assert client.post(address(case, "merge_repeat"), {"earlier": earlier.pk}).status_code == 302
    assert "../merge/" not in client.get(address(first, "change")).content.decode()
    page = client.get(address(later, "change")).content.decode()
    assert "../merge/" in page
    assert first.number in page
    assert client.post(address(later, "merge"), {"into": first.pk}).status_code == 302
    for merged in (first, later):
        assert "UNDEFINED" not in client.get(address(merged, "change")).content.decode()
