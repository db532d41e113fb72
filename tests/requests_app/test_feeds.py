"""The feed of answered topics: what waits is not in it, nor what was taken off the site."""

import pytest
from defusedxml.ElementTree import fromstring

from requests_app import actions
from requests_app.models import TopicRequest

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, address="/requests/topics/feed.atom", **extra):
    feed = fromstring(client.get(address, **extra).content)
    return [(e.find(f"{ATOM}title").text, e.find(f"{ATOM}link").get("href")) for e in feed.iter(f"{ATOM}entry")]


def test_answers_and_refusals_are_told_and_nothing_else(client, cast, topic, item, ground):
    answered, refused, _waiting = topic(title="公开低保名单"), topic(title="公开谈话记录"), topic(title="公开预算")
    assert entries(client) == []
    actions.answer_topic(answered, by=cast.clerk, item=item)
    actions.refuse_topic(refused, by=cast.clerk, facts="属于过程性信息。", ground=ground)
    told = dict(entries(client))
    assert set(told) == {"公开低保名单", "公开谈话记录"}
    assert told["公开低保名单"] == f"http://testserver/requests/topics/{answered.number}/"
    TopicRequest.objects.filter(pk=refused.pk).update(is_public=False)
    assert [title for title, _ in entries(client)] == ["公开低保名单"]


def test_another_site_tells_its_own(client, cast, topic, item):
    actions.answer_topic(topic(), by=cast.clerk, item=item)
    assert entries(client, headers={"host": "yuanshan.test"}) == []
