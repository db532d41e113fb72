"""Pages about the site: they say what the government has entered, and name every page that there is."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.agencies.models import Agency, Kind
from portal.agencies.reception import Reception, receptions
from portal.config.accessibility import NEEDS_SCRIPT
from portal.config.sections import FEEDS, SECTIONS
from tests.access.rows import nothing
from tests.access.table import PUBLIC
from tests.cast import Cast

pytestmark = pytest.mark.django_db

# Pages that are a step of another one, a fragment, a file, or for machines.
NOT_ON_THE_MAP = {
    "disclosure:home", "styleguide", "site:tree", "accounts:badge", "heartbeat:health", "heartbeat:health_web",
    "api:schema", "api:api-root", "audit:anchor_file", "audit:anchor_json", "disclosure:robots",
    "disclosure:item_table", "disclosure:search_suggest",
    "disclosure:signup_withdraw", "oversight:home_figures", "oversight:complaint_follow_write",
    "requests_app:request_look", "requests_app:look_answered", "requests_app:topic_look",
}  # fmt: skip
STEPS = re.compile(r"^(api:.*-list|.*feed|requests_app:request_\w+|oversight:complaint_follow_\w+)$")


def page(client: Client, name: str) -> str:
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert not answer.cookies
    text = answer.content.decode()
    assert "UNDEFINED" not in text
    return text


def test_the_site_map_names_every_page_that_one_can_begin_at() -> None:
    named = {name for section in SECTIONS for _label, name in section.pages}
    pages = {name for name, row in PUBLIC.items() if row.args is nothing and row.method == "GET"}
    missing = {name for name in pages - named - NOT_ON_THE_MAP if not STEPS.match(name)}
    assert sorted(missing) == []


def test_the_site_map_shows_sections_columns_and_the_tree(client: Client, cast: Cast) -> None:
    text = page(client, "site:tree")
    assert reverse("disclosure:gazette_list") in text
    assert f'href="{reverse("disclosure:agency_detail", args=[cast.bureau.code])}"' in text
    assert cast.other_government.name not in text


def test_contact_says_what_the_government_entered_and_makes_nothing_up(client: Client, cast: Cast) -> None:
    assert "tel:" not in page(client, "site:contact")
    Agency.objects.filter(pk=cast.city.pk).update(
        phone="0900-1", hotline="12345", supervision_phone="0900-9", reception="每月15日 | 市长 | 来访接待中心"
    )
    text = page(client, "site:contact")
    assert [f"tel:{number}" in text for number in ("0900-1", "12345", "0900-9")] == [True] * 3
    assert "每月15日" in text
    assert "来访接待中心" in text


def test_contact_names_the_office_in_charge(client: Client, cast: Cast) -> None:
    Agency.objects.filter(pk=cast.bureau.pk).update(kind=Kind.OFFICE, phone="0900-77")
    is_direct = cast.bureau.depth == cast.city.depth + 1
    assert ("0900-77" in page(client, "site:contact")) == is_direct


def test_a_line_of_the_reception_may_lack_its_end() -> None:
    assert receptions("每月15日｜市长 | 一楼\n\n 周三 ") == [Reception("每月15日", "市长", "一楼"), Reception("周三")]


def test_the_accessibility_statement_names_the_pages_that_need_scripts(client: Client, cast: Cast) -> None:
    text = page(client, "site:accessibility")
    assert NEEDS_SCRIPT
    addresses = [*NEEDS_SCRIPT, *(page.instead for page in NEEDS_SCRIPT.values())]
    assert [name for name in addresses if f'href="{reverse(name)}"' not in text] == []
    assert "不在本站自动检查范围之内" in text
    assert "第四十三条" in text


def test_privacy_names_years_only_where_a_plan_is_in_force(client: Client, cast: Cast) -> None:
    assert "17" not in re.sub(r"<[^>]+>", "", page(client, "site:privacy"))


@pytest.mark.parametrize(
    ("name", "most"),
    [("site:tree", 5), ("site:contact", 3), ("site:privacy", 2), ("site:about", 3), ("site:participate", 8)],
)
def test_pages_ask_little(name: str, most: int, client: Client, cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(name))
    assert len(queries) <= most, [query["sql"][:80] for query in queries]


def test_every_feed_on_the_page_is_a_feed_of_this_site(client: Client, cast: Cast) -> None:
    text = page(client, "site:feeds")
    addresses = set(re.findall(r'href="(/[^"]*\.atom[^"]*)"', text.split("<main", 1)[1]))
    assert {reverse(name) for _label, name in FEEDS} <= addresses
    assert f"/agencies/{cast.bureau.code}/feed.atom" in addresses
    for address in sorted(addresses)[::8] + [reverse(name) for _label, name in FEEDS]:
        answer = client.get(address.replace("&amp;", "&"))
        assert answer["Content-Type"].startswith("application/atom+xml"), address
        assert "江河市" in answer.content.decode() or "/areas/" in address or "/agencies/" in address


def test_who_shares_a_page_finds_its_title_and_address(client: Client, cast: Cast) -> None:
    text = client.get("/items/?kind=notice").content.decode()
    assert '<meta property="og:url" content="http://testserver/items/">' in text
    assert '<meta property="og:site_name" content="江河市政务公开">' in text
    assert re.search(r'<meta property="og:title" content="[^"]+">', text)
