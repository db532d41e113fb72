"""A language that nobody has translated is switched on: every public page stands, names it, and leads on in it.

Mongolian stands for any third language (docs/adr/0031-a-language-more.md). What its catalogue lacks reads Chinese.
"""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from tests.access.rows import Row
from tests.access.table import PUBLIC
from tests.access.test_table import ask
from tests.access.world import World, build
from tests.cast import assemble

THREE = [("zh-hans", "中文"), ("en", "English"), ("mn", "Монгол")]
NO_LANGUAGE = re.compile(r"/(static|theme|api|healthz|mn)/")  # files and machines, and what is in Mongolian
IN_ANOTHER = re.compile(r"<(a|link)[^>]*hreflang=[^>]*>")
# one sentence of the frame on each page, as it reads in English
ENGLISH = ("Skip to the content", "What are you looking for?", "Main navigation")

pytestmark = pytest.mark.django_db


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build(assemble())
        transaction.set_rollback(True)


def pages() -> list[str]:
    """Names of public addresses whose language is in the path."""
    return sorted(
        name for name, row in PUBLIC.items() if row.method == "GET" and not name.startswith(("api:", "heart"))
    )


def asked(world: World, name: str, row: Row, language: str) -> str:
    """The page as text; empty for what is no page."""
    with override_settings(LANGUAGES=THREE), translation.override(language), transaction.atomic():
        response = ask(Client(), row, name, row.args(world.here), "testserver")
        transaction.set_rollback(True)
    assert response.status_code in {200, 302, 303, 410}, (name, response.status_code)
    return response.body.decode() if response.get("Content-Type", "").startswith("text/html") else ""


@pytest.mark.parametrize("name", pages())
def test_every_page_stands_in_a_third_language(world, name):
    text = asked(world, name, PUBLIC[name], "mn")
    if "<html" not in text:
        return  # a fragment, a feed, a file
    assert re.search(r'<html lang="mn">', text)
    assert [said for said in ENGLISH if said in text] == []
    own = IN_ANOTHER.sub("", text)
    links = set(re.findall(r'(?:href|action|hx-get|hx-post)="(/[^"]*)"', own))
    assert sorted(link for link in links if not NO_LANGUAGE.match(link)) == []


def test_the_menu_offers_every_other_language(world):
    text = asked(world, "disclosure:item_list", PUBLIC["disclosure:item_list"], "mn")
    assert re.findall(r'<a href="([^"]*)" hreflang="([^"]*)" lang="[^"]*">([^<]*)<', text) == [
        ("/items/", "zh-CN", "中文"),
        ("/en/items/", "en", "English"),
    ]
    assert 'hreflang="mn" href="http://testserver/mn/items/"' in text


def test_what_was_found_is_opened_in_the_language_of_the_search(world):
    for name in ("disclosure:search", "disclosure:search_feed"):
        with override_settings(LANGUAGES=THREE), translation.override("mn"):
            address = reverse(name)
            assert address.startswith("/mn/")
            text = Client().get(address, {"q": world.here.item.title}).content.decode()
        assert f"/mn/items/{world.here.item.index_no}/" in text
        assert f'"/items/{world.here.item.index_no}/' not in text


def test_a_document_says_its_own_language(world):
    name = "disclosure:item_detail"
    text = asked(world, name, PUBLIC[name], "en")
    assert '<h1 lang="zh-CN">' in text
    assert re.search(r'<article [^>]*lang="zh-CN">', text)
    assert "<h1 lang" not in asked(world, name, PUBLIC[name], "zh-hans")
