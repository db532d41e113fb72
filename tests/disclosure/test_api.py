"""Items over the API: what is public, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import actions
from tests.disclosure.conftest import address_of, status_of

ITEMS = "/api/v1/items/"


def titles(client, query="", **headers):
    return [row["title"] for row in client.get(f"{ITEMS}{query}", **headers).json()["results"]]


def test_only_public_items_of_this_site(cast, published, submitted, client):
    public = published(title="公开的")
    submitted(title="未公开的")
    gone = published(title="撤回的")
    actions.withdraw(gone, by=cast.head, reason="有误")
    assert titles(client) == ["公开的"]
    assert titles(client, HTTP_HOST="yuanshan.test") == []
    assert client.get(f"{ITEMS}{public.index_no}/").status_code == 200
    assert client.get(f"{ITEMS}{public.index_no}/", HTTP_HOST="yuanshan.test").status_code == 404
    assert client.get(f"{ITEMS}{gone.index_no}/").status_code == 404


def test_an_item_in_full(cast, entry, with_file, client):
    item, stored = with_file(entry=entry, body="<p>正文</p>")
    actions.submit(item, by=cast.clerk)
    item = actions.approve_and_publish(item, by=cast.reviewer)
    answer = client.get(f"{ITEMS}{item.index_no}/")
    found = answer.json()
    assert (found["agency"], found["area"], found["entry"]) == ("qt-mzj", 14, "14-01")
    assert (found["body"], found["text"]) == ("<p>正文</p>", "正文")
    assert found["hash"] == item.live_version.hash
    assert [file["sha256"] for file in found["files"]] == [stored.sha256]
    assert found["files"][0]["url"] == address_of(stored)
    assert status_of(client, stored) == 200
    assert not answer.cookies


def test_a_draft_changes_nothing_of_what_is_public(cast, published, client):
    item = published(title="公开的标题")
    actions.revise(item, by=cast.clerk, title="草稿的标题", body="草稿的正文")
    answer = client.get(f"{ITEMS}{item.index_no}/").content.decode()
    assert "公开的标题" in answer
    assert "草稿" not in answer


@pytest.mark.parametrize(
    ("query", "count"),
    [("?agency=qt-mzj", 1), ("?agency=qt-jyj", 0), ("?area=14", 1), ("?area=3", 0), ("?entry=14-01", 1),
     ("?since=2020-01-01", 1), ("?until=2020-01-01", 0), ("?kind=notice", 1)],
)  # fmt: skip
def test_filters(cast, entry, published, client, query, count):
    published(entry=entry)
    assert len(titles(client, query)) == count


@pytest.mark.parametrize("query", ["?since=x", "?kind=x", "?area=x"])
def test_a_filter_that_makes_no_sense_is_named(cast, client, query):
    assert client.get(f"{ITEMS}{query}").status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(cast, published, client, method):
    item = published()
    client.force_login(cast.clerk)
    for address in (ITEMS, f"{ITEMS}{item.index_no}/"):
        assert getattr(client, method)(address).status_code == 405


def test_lists_cost_the_same(cast, entry, published, client):
    published(entry=entry)
    with CaptureQueriesContext(connection) as one:
        titles(client)
    published(entry=entry)
    published()
    with CaptureQueriesContext(connection) as three:
        assert len(titles(client)) == 3
    assert len(one) == len(three) <= 6
