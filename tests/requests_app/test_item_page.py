"""The page of an item names the topic requests that it answers."""

from django.test import Client

from portal.editions.actions import changed_everywhere
from requests_app import actions
from requests_app.item_page import MOST
from requests_app.models import TopicRequest
from tests.questions import Questions


def page(client: Client, item, **more) -> str:
    return client.get(f"/items/{item.index_no}/", **more).content.decode()


def test_an_item_that_was_asked_for_says_so(client, cast, topic, item):
    assert "应群众点题公开" not in page(client, item)
    asked = actions.answer_topic(topic(title="公交线路"), by=cast.clerk, item=item)
    assert f'<a href="{asked.get_absolute_url()}">应群众点题公开：公交线路</a>' in page(client, item)
    TopicRequest.objects.filter(pk=asked.pk).update(is_public=False)
    other = actions.answer_topic(topic(title="<b>校车"), by=cast.clerk, item=item)
    text = page(client, item)
    assert "公开：公交线路" not in text
    assert f'<a href="{other.get_absolute_url()}">应群众点题公开：&lt;b&gt;校车</a>' in text


def test_the_most_wanted_are_named_in_one_question(client, cast, topic, item):
    counts = []
    for number in range(MOST + 2):
        asked = topic(title=f"第{number}件事")
        for supporter in range(number):
            actions.support_topic(asked, mark=f"{number}{supporter}")
        actions.answer_topic(asked, by=cast.clerk, item=item)
        client.get("/items/")  # the parts that last
        with Questions() as counted:
            text = page(client, item)
        counts.append(len(counted))
    assert [f"第{number}件事" in text for number in range(MOST + 2)] == [False, False, *[True] * MOST]
    assert len(set(counts[1:])) == 1
    assert counts[-1] <= 6


def test_a_topic_that_the_site_does_not_have_is_not_named(client, cast, topic, item):
    asked = actions.answer_topic(topic(title="全市校车"), by=cast.clerk, item=item)
    TopicRequest.objects.filter(pk=asked.pk).update(agency=cast.city)
    changed_everywhere()
    assert "全市校车" in page(client, item)
    assert "全市校车" not in page(client, item, headers={"host": "qingtian.test"})
