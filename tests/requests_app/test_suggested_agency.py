"""While a question is typed, the page names who is probably responsible, and keeps what was chosen."""

import re

import pytest
from django.utils import translation

from catalog.actions import add_entry, assign_duty
from catalog.models import Area
from requests_app import actions
from requests_app.models import DisclosureRequest
from tests.requests_app.conftest import key

QUESTION = "我想知道公交线路怎么调整"


def typed(client, text=QUESTION, address="/requests/look/", field="subject", **more):
    return client.post(address, {field: text, "key": key()} | more)


def offered(page):
    """The agencies offered, in their order, and the one that is checked ("" for none of these, None for nothing)."""
    text = page.content.decode()
    radios = re.findall(r'name="likely" value="([^"]*)"( checked)?', text)
    return [code for code, _checked in radios if code], next((code for code, checked in radios if checked), None)


@pytest.fixture
def entry(cast):
    """The sibling has to publish it."""
    found = add_entry(cast.city, by=None, code="14-01", area=Area.objects.get(number=14), level1="公交线路补贴")
    assign_duty(found, agency=cast.sibling, by=None)
    return found


def test_who_published_the_like_is_checked_and_who_must_publish_is_offered(client, cast, item, entry):
    page = typed(client)
    assert offered(page) == ([cast.bureau.code, cast.sibling.code], cast.bureau.code)
    text = page.content.decode()
    assert '<div id="likely" data-hx-swap-oob="true">' in text  # it goes where the form is, and the results above it
    assert text.index(item.title) < text.index('id="likely"')


@pytest.mark.parametrize(("address", "field"), [("/requests/look/", "subject"), ("/requests/topics/look/", "title")])
def test_an_agency_that_is_named_comes_first(client, cast, item, address, field):
    page = typed(client, f"{cast.sibling.name}的公交线路怎么调整", address, field)
    assert offered(page) == ([cast.sibling.code, cast.bureau.code], cast.sibling.code)


def test_what_was_chosen_stays_chosen_while_typing_goes_on(client, cast, item, entry):
    assert offered(typed(client, likely=cast.sibling.code))[1] == cast.sibling.code
    assert offered(typed(client, likely=""))[1] == ""  # none of these
    assert offered(typed(client, likely="nowhere"))[1] is None


def test_an_answered_topic_speaks_for_its_agency(client, cast, item, topic):
    with translation.override("zh-hans"):
        actions.answer_topic(topic(title="公交线路什么时候调整"), by=cast.clerk, item=item)
    assert offered(typed(client, "公交线路什么时候调整", "/requests/topics/look/", "title"))[0] == [cast.bureau.code]


@pytest.mark.parametrize("text", ["", "的", "月球背面的岩石"])
def test_where_nothing_speaks_for_anybody_nobody_is_offered(client, cast, item, text):
    page = typed(client, text)
    assert offered(page) == ([], None)
    assert '<div id="likely" data-hx-swap-oob="true">' in page.content.decode()  # what stood there before goes


def test_nobody_of_another_government_and_nobody_closed(client, cast, item):
    assert offered(typed(client, f"{cast.other_bureau.name}的公交线路"))[0] == [cast.bureau.code]
    type(cast.sibling).objects.filter(pk=cast.sibling.pk).update(is_active=False)
    assert cast.sibling.code not in offered(typed(client, f"{cast.sibling.name}的公交线路"))[0]
    there = client.post("/requests/look/", {"subject": QUESTION, "key": key()}, headers={"host": "yuanshan.test"})
    assert offered(there) == ([], None)


def test_looking_files_nothing_and_sets_no_cookie(client, cast, item):
    page = typed(client, name="张三", identity_number="11010519491231002X")
    assert page.cookies == {}
    assert "张三" not in page.content.decode()
    assert DisclosureRequest.objects.count() == 0
    assert client.get("/requests/look/", {"subject": QUESTION}).status_code == 405
