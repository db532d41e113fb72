"""The list of service guides: time, cost and telephone at a glance, asked for with one query more than its page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure import actions as items
from disclosure.models import Attribute, Item, Kind
from disclosure.parts import steps_from
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PARTS = {
    "name": "临时救助", "basis": "《社会救助暂行办法》", "office": "县民政局窗口", "materials": "申请书",
    "fees": "不收费",
    "limit": "10个工作日", "phone": "0900-8632001", "steps": steps_from("受理 | 窗口 | 1个工作日"),
}  # fmt: skip


def guide(cast: Cast, title: str) -> Item:
    item = items.draft(
        agency=cast.bureau, by=cast.clerk, title=title, body="见下。", kind=Kind.GUIDE, attribute=Attribute.PROACTIVE,
        parts=PARTS,
    )  # fmt: skip
    items.submit(item, by=cast.clerk)
    return items.approve_and_publish(item, by=cast.reviewer)


def test_a_guide_tells_time_cost_and_telephone(client: Client, cast: Cast) -> None:
    item = guide(cast, "临时救助办事指南")
    text = client.get("/guides/").content.decode()
    assert item.get_absolute_url() in text
    assert [PARTS[part] for part in ("limit", "fees", "phone") if PARTS[part] not in text] == []


@pytest.mark.parametrize(
    ("query", "shown"), [("q=救助", True), ("q=养老", False), ("agency=qt-mzj", True), ("agency=qt-jyj", False)]
)
def test_it_is_found_by_name_and_agency(client: Client, cast: Cast, query: str, shown: bool) -> None:
    item = guide(cast, "临时救助办事指南")
    assert (item.index_no in client.get(f"/guides/?{query}").content.decode()) == shown


def test_other_sites_and_drafts_are_not_in_it(client: Client, cast: Cast) -> None:
    item = guide(cast, "临时救助办事指南")
    assert item.index_no not in client.get("/guides/", headers={"host": "yuanshan.test"}).content.decode()


def test_many_guides_ask_as_little_as_one(client: Client, cast: Cast) -> None:
    asked = []
    for number in (1, 2):
        guide(cast, f"第{number}项办事指南")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/guides/?q=办事&n={number}")
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 6, asked
