"""The fragment of an agency's page: what citizens want it to publish, the most wanted first."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from requests_app import actions
from requests_app.models import TopicRequest
from requests_app.views.hot import MOST


def fragment(client, agency, **more):
    return client.get(reverse("requests_app:topic_hot", args=[agency.code]), **more)


def titles(page):
    return re.findall(r'class="list-title"><a href="[^"]+">([^<]+)</a>', page.content.decode())


@pytest.fixture
def wanted(topic):
    """A topic that so many people want."""

    def wanted(title, supporters=0, agency=None):
        asked = topic(agency, title=title)
        for number in range(supporters):
            actions.support_topic(asked, mark=f"{title}{number}")
        return asked

    return wanted


def test_the_most_wanted_stand_first_and_equals_by_their_day(client, cast, wanted):
    for title, supporters in (("供暖安排", 1), ("公交线路", 3), ("食堂供应商", 0), ("学区划分", 1)):
        wanted(title, supporters)
    page = fragment(client, cast.bureau)
    assert titles(page) == ["公交线路", "学区划分", "供暖安排", "食堂供应商"]
    text = page.content.decode()
    asked = TopicRequest.objects.get(title="公交线路")
    assert f'href="{asked.get_absolute_url()}"' in text
    assert "3" in re.search(r"公交线路</a></h3>\s*<p class=\"meta\">(.*?)</p>", text)[1]
    assert asked.clock.due_on.isoformat() in text


def test_what_is_overdue_says_so_from_the_day_after(client, cast, wanted):
    due_on = wanted("公交线路").clock.due_on
    for days, badges in ((0, 0), (1, 1)):
        with time_machine.travel(dt.datetime.combine(due_on + dt.timedelta(days=days), dt.time(4), dt.UTC), tick=False):
            assert fragment(client, cast.bureau).content.decode().count("badge--overdue") == badges


def test_a_few_are_shown_and_the_way_to_all_of_them(client, cast, wanted):
    for number in range(MOST + 2):
        wanted(f"第{number}件事", number)
    page = fragment(client, cast.bureau)
    assert titles(page) == [f"第{number}件事" for number in range(MOST + 1, 1, -1)]
    way = re.search(r'<p><a href="([^"]+)">', page.content.decode())[1].replace("&amp;", "&")
    everything = client.get(way).content.decode()
    assert all(f"第{number}件事" in everything for number in range(MOST + 2))


def test_only_what_is_open_public_and_of_this_agency(client, cast, wanted, topic, item, ground):
    open_one = wanted("公交线路")
    actions.answer_topic(wanted("已答复的"), by=cast.clerk, item=item)
    actions.refuse_topic(wanted("不公开的"), by=cast.clerk, facts="事实", ground=ground)
    actions.merge_topic(wanted("相同的"), by=cast.clerk, into=open_one)
    TopicRequest.objects.filter(pk=wanted("收起来的").pk).update(is_public=False)
    wanted("兄弟单位的", agency=cast.sibling)
    wanted("外县的", agency=cast.other_bureau)
    assert titles(fragment(client, cast.bureau)) == ["公交线路"]
    assert titles(fragment(client, cast.sibling)) == ["兄弟单位的"]


def test_nothing_of_another_government_and_nothing_of_who_asked(client, cast, topic):
    topic(title="公交线路", email="someone@example.test")
    assert "someone@example.test" not in fragment(client, cast.bureau).content.decode()
    assert fragment(client, cast.other_bureau).status_code == 404
    assert fragment(client, cast.bureau, headers={"host": "yuanshan.test"}).status_code == 404
    assert client.get("/requests/topics/of/nobody/").status_code == 404
    assert client.post(reverse("requests_app:topic_hot", args=[cast.bureau.code])).status_code == 405


def test_an_agency_that_nobody_asked_says_so_and_still_leads_on(client, cast):
    text = fragment(client, cast.bureau).content.decode()
    assert titles(fragment(client, cast.bureau)) == []
    assert 'class="quiet"' in text
    assert f"?agency={cast.bureau.code}&amp;order=hot" in text


def test_the_agencys_page_loads_it_and_leads_to_it_without_scripts(client, cast):
    text = client.get(reverse("disclosure:agency_detail", args=[cast.bureau.code])).content.decode()
    address = reverse("requests_app:topic_hot", args=[cast.bureau.code])
    assert f'data-hx-get="{address}"' in text
    assert f'<a href="{address}">' in text


def test_asks_the_same_with_one_and_three_and_nothing_where_nothing_changed(
    client, cast, wanted, django_assert_max_num_queries
):
    counts = []
    for more in (1, 2):
        for number in range(more):
            wanted(f"第{more}{number}件事")
        fragment(client, cast.bureau)
        with django_assert_max_num_queries(6) as asked:
            page = fragment(client, cast.bureau)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert fragment(client, cast.bureau, headers={"if-none-match": page["ETag"]}).status_code == 304


def test_of_the_government_itself_those_of_its_whole_site(client, cast, wanted):
    wanted("公交线路", 1)
    wanted("学区划分", 2, agency=cast.sibling)
    page = fragment(client, cast.county, HTTP_HOST=cast.county.host)
    assert titles(page) == ["学区划分", "公交线路"]
    assert cast.sibling.name in page.content.decode()
    assert f"?agency={cast.county.code}" not in page.content.decode()
