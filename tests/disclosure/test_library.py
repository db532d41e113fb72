"""The library: each facet narrows, a count is what a click would give, and table and feed hold the selection."""

import csv
import io
import re

import pytest
import time_machine
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure import actions as items
from disclosure.actions.interpreting import plan_interpretation
from disclosure.actions.normative import register_normative
from disclosure.models import Attribute, Item, Kind, Subject
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def published(cast: Cast, title: str, *, at: str = "2026-05-04T02:00:00Z", by: str = "clerk", **content) -> Item:
    with time_machine.travel(at, tick=False):
        given = {"body": "正文", "kind": Kind.NOTICE, "attribute": Attribute.PROACTIVE} | content
        item = items.draft(agency=cast.bureau, by=cast.clerk, title=title, **given)
        if item.kind == Kind.NORMATIVE:
            plan_interpretation(item, by=cast.clerk, forms=["text"], responsible="救助科")
        items.submit(item, by=cast.clerk)
        return items.approve_and_publish(item, by=cast.reviewer)


@pytest.fixture
def library(cast: Cast) -> dict[str, Item]:
    """Three documents, each the only one of something."""
    return {
        "notice": published(cast, "低保标准通知", doc_number="青民发〔2026〕3号", subject=Subject.CIVIL),
        "plan": published(cast, "养老服务规划", kind=Kind.PLAN, at="2025-03-01T02:00:00Z"),
        "rule": published(cast, "临时救助办法", kind=Kind.NORMATIVE, valid_until="2026-08-31"),
    }


def found(client: Client, query: str) -> set[str]:
    text = client.get(f"/items/?{query}").content.decode()
    return set(re.findall(r'href="/items/([^"/?]+)/"', text))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"notice", "plan", "rule"}),
        ("kind=plan", {"plan"}),
        ("year=2025", {"plan"}),
        ("year=2026", {"notice", "rule"}),
        ("subject=civil", {"notice"}),
        ("q=救助", {"rule"}),
        ("number=〔2026〕3号", {"notice"}),
        ("agency=qt-jyj", set()),
        ("kind=plan&year=2026", set()),
        ("year=2026&since=2026-06-01", set()),
        ("kind=nonsense", {"notice", "plan", "rule"}),
    ],
)
def test_each_facet_narrows(client: Client, library: dict[str, Item], query: str, names: set[str]) -> None:
    assert found(client, query) == {library[name].index_no for name in names}
    assert client.get(f"/items/?{query}").context["page"].paginator.count == len(names)


def test_validity_is_that_of_the_register_today(client: Client, library: dict[str, Item], cast: Cast) -> None:
    with time_machine.travel("2026-05-05T02:00:00Z", tick=False):
        register_normative(library["rule"], by=cast.officer)
        assert found(client, "validity=in_force") == {library["rule"].index_no}
        assert found(client, "validity=expired") == set()
    with time_machine.travel("2026-09-02T02:00:00Z", tick=False):
        assert found(client, "validity=in_force&order=oldest") == set()
        assert found(client, "validity=expired") == {library["rule"].index_no}


def counts(client: Client, query: str, field: str) -> dict[str, int]:
    text = client.get(f"/items/?{query}").content.decode()
    select = re.search(rf'<select name="{field}".*?</select>', text, re.DOTALL).group()
    return {value: int(number) for value, number in re.findall(r'value="(\w+)"[^>]*>[^<]*\((\d+)\)', select)}


def test_a_count_is_what_choosing_it_shows(client: Client, library: dict[str, Item]) -> None:
    for query in ("", "year=2026", "subject=civil"):
        for kind, number in counts(client, query, "kind").items():
            assert len(found(client, f"{query}&kind={kind}")) == number, (query, kind)
    assert counts(client, "", "year") == {"2026": 2, "2025": 1}
    assert counts(client, "kind=plan", "year") == {"2025": 1}
    assert counts(client, "kind=plan&year=2026", "kind") == {"notice": 1, "normative": 1, "plan": 0}


def test_it_is_sorted_as_asked(client: Client, library: dict[str, Item]) -> None:
    def order(query: str) -> list[str]:
        text = client.get(f"/items/?{query}").content.decode()
        return list(dict.fromkeys(re.findall(r'href="/items/([^"/?]+)/"', text)))

    assert order("order=oldest")[0] == library["plan"].index_no
    assert order("")[-1] == library["plan"].index_no
    assert len(order("order=title")) == 3


def test_the_table_and_the_feed_hold_the_selection(client: Client, library: dict[str, Item]) -> None:
    answer = client.get("/items.csv?kind=plan")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [library["plan"].index_no]
    assert rows[1][-1] == f"http://testserver/items/{library['plan'].index_no}/"
    feed = fromstring(client.get("/items.atom?agency=qt-mzj&year=2026").content)
    assert {entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")} == {"低保标准通知", "临时救助办法"}
    text = client.get("/items/?kind=plan&page=1").content.decode()
    assert 'href="/items.csv?kind=plan"' in text
    assert 'href="/items.atom?kind=plan"' in text


def test_a_formula_in_a_title_stays_text(client: Client, cast: Cast) -> None:
    published(cast, "=HYPERLINK(1)")
    rows = list(csv.reader(io.StringIO(client.get("/items.csv").content.decode("utf-8-sig"))))
    assert rows[1][1] == "'=HYPERLINK(1)"


def test_the_list_asks_little(client: Client, library: dict[str, Item]) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/items/?year=2026&kind=notice")
    assert len(queries) <= 7, [query["sql"][:90] for query in queries]
