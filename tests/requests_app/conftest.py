"""Requests of the cast's bureau, at every stage, made by the actions that make them in earnest."""

import uuid

import pytest

from catalog.models import NegativeGround
from disclosure import actions as items
from requests_app import actions, suggestions
from requests_app.actions.matters import Part
from requests_app.tasks import blacken_ordered
from tests.requests_app.papers import PAGE, SECRET, areas_of, paper, upload

ID_NUMBER = "11010519491231002X"
WANTED = {
    "name": "张三",
    "identity_kind": "id_card",
    "identity_number": ID_NUMBER,
    "phone": "13800000000",
    "subject": "2025年低保资金分配表",
}


def key():
    return uuid.uuid4().hex


@pytest.fixture
def filed(cast):
    """A request just received, with its receipt code."""

    def filed(agency=None, *, by=None, **content):
        return actions.submit_request(agency or cast.bureau, by=by, key=key(), **WANTED | content)

    return filed


@pytest.fixture
def received(filed):
    return lambda *args, **content: filed(*args, **content).case


@pytest.fixture
def processing(cast, received):
    """A request that the clerk has taken charge of."""

    def processing(*args, **content):
        case = actions.register(received(*args, **content), by=cast.clerk)
        return actions.process(case, by=cast.clerk)

    return processing


@pytest.fixture
def reviewing(cast, processing):
    """A request whose answer waits for review; disclosed, unless told otherwise."""

    def reviewing(outcome="R3_1", text="现将低保资金分配表予以公开。", grounds="", **content):
        case = processing(**content)
        actions.record_search(case, by=cast.clerk, places="档案室", terms="低保资金", result="查到一份")
        withheld = [Part("身份证号码", NegativeGround.objects.get(code="R3_3_4"))] if outcome == "R3_2" else []
        actions.decide(case, by=cast.clerk, outcome=outcome, text=text, grounds=grounds, withheld=withheld)
        case.refresh_from_db()
        return case

    return reviewing


@pytest.fixture
def answered(cast, reviewing):
    def answered(**content):
        case = reviewing(**content)
        actions.approve_decision(case, by=cast.head)
        case.refresh_from_db()
        return case

    return answered


@pytest.fixture
def topic(cast):
    def topic(agency=None, **content):
        content = {"title": "公交线路调整方案", "body": "希望公开听证记录。"} | content
        return actions.submit_topic(agency or cast.bureau, by=None, key=key(), **content).case

    return topic


@pytest.fixture
def item(cast):
    """A published item of the bureau."""
    drafted = items.draft(agency=cast.bureau, by=cast.clerk, title="公交线路调整方案", body="方案全文。")
    items.submit(drafted, by=cast.clerk)
    return items.approve_and_publish(drafted, by=cast.reviewer)


@pytest.fixture
def ground(db):
    return NegativeGround.objects.get(code="R3_3_4")


@pytest.fixture
def added(cast, processing):
    """A file of a request that is being processed."""

    def added(content=None, name="分配表.pdf", case=None):
        return actions.add_file(case or processing(), upload(content or paper(PAGE), name), by=cast.clerk)

    return added


@pytest.fixture
def proved(cast, added, ground):
    """A file on which the name and the numbers are blackened."""

    def proved(**content):
        file = added(**content)
        found = suggestions.personal_data(file) + suggestions.occurrences(file, SECRET)
        if found:
            actions.draw_boxes(file, by=cast.clerk, areas=areas_of(found), ground=ground)
        actions.order_blackening(file, by=cast.clerk)
        blacken_ordered()
        file.refresh_from_db()
        return file

    return proved
