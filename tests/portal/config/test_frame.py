"""The frame of every page: shared by all visitors, in two languages, sound without JavaScript and under the CSP."""

import gzip
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from portal.config.templatetags.frame import navigation, neighbours
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/styleguide/", **extra: str) -> str:
    return client.get(address, **extra).content.decode()


def test_public_frame_is_the_same_for_everybody(client: Client, cast: Cast) -> None:
    answer = client.get("/styleguide/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    anonymous = answer.content
    client.force_login(cast.clerk)
    assert re.sub(rb"<time.*?</time>", b"", client.get("/styleguide/").content) == re.sub(
        rb"<time.*?</time>", b"", anonymous
    )


def test_nothing_inline_and_nothing_undefined(client: Client, cast: Cast) -> None:
    text = page(client)
    assert "UNDEFINED" not in text
    assert " style=" not in text
    assert "<style" not in text
    assert re.search(r"\son\w+=", text) is None
    assert re.search(r"<script(?![^>]*\bsrc=)", text) is None


def test_government_names_itself_in_the_head_and_at_the_foot(client: Client, cast: Cast) -> None:
    cast.city.site_id_code, cast.city.phone = "1500000001", "0500-8321000"
    cast.city.save()
    text = page(client)
    assert '<meta name="SiteName" content="江河市政务公开">' in text
    assert '<meta name="SiteIDCode" content="1500000001">' in text
    assert "0500-8321000" in text
    assert "远山县" not in text


def test_tenant_colour_comes_as_a_stylesheet(client: Client, cast: Cast) -> None:
    assert "/theme/" not in page(client)
    cast.city.theme = "#F0C000"
    cast.city.save()
    assert 'href="/theme/f0c000.css"' in page(client)


def test_language_switch_leads_to_the_same_page(client: Client, cast: Cast) -> None:
    assert '<html lang="zh-CN">' in page(client)
    english = page(client, "/en/styleguide/")
    assert '<html lang="en">' in english
    assert "Style guide" in english
    assert 'href="/en/styleguide/?q=1" hreflang="en" lang="en">English</a>' in page(client, "/styleguide/?q=1")
    assert 'href="/styleguide/?q=1" hreflang="zh-CN" lang="zh-CN">中文</a>' in page(client, "/en/styleguide/?q=1")


def test_search_engines_are_told_the_one_address_of_a_page_and_its_translations(client: Client, cast: Cast) -> None:
    text = page(client, "/en/items/?kind=notice&page=2")
    assert '<link rel="canonical" href="http://testserver/en/items/?page=2">' in text
    assert '<link rel="alternate" hreflang="zh-CN" href="http://testserver/items/?page=2">' in text
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/items/?page=2">' in text
    assert "canonical" not in page(client, "/nowhere/")


@pytest.mark.parametrize(("address", "current"), [("/", ["/"]), ("/items/", ["/items/"]), ("/items/x/", ["/items/"])])
def test_navigation_marks_the_section_one_is_in(address: str, current: list[str]) -> None:
    entries = navigation(Context({"request": RequestFactory().get(address)}))
    assert [entry.address for entry in entries if entry.current] == current
    assert len(entries) == 7


def test_pages_around_the_current_one() -> None:
    assert list(neighbours(Paginator(range(240), 20).page(5))) == [1, 2, 3, 4, 5, 6, 7, "…", 12]


def test_a_field_tells_its_help_and_its_error(client: Client, cast: Cast) -> None:
    text = page(client)
    described = re.search(r'<input[^>]*name="title"[^>]*>', text).group()
    assert 'aria-describedby="id_title_helptext"' in described
    assert 'id="id_title_helptext"' in text


def test_a_wrong_form_names_each_fault_and_leads_to_it(client: Client, cast: Cast) -> None:
    text = page(client)
    summary = re.search(r'<div class="notice notice--error" role="alert".*?</div>', text, re.DOTALL).group()
    assert re.findall(r'href="#(\w+)"', summary) == ["id_title", "id_day"]


def test_unknown_host_gets_a_page_with_a_neutral_frame(client: Client, cast: Cast, settings) -> None:
    settings.FALLBACK_HOST = ""
    answer = client.get("/items/", headers={"host": "nobody.test"})
    assert answer.status_code == 404
    assert "江河市" not in answer.content.decode()
    assert 'class="masthead"' in answer.content.decode()


def test_not_found_page_offers_the_search(client: Client, cast: Cast) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert not answer.cookies
    assert answer.content.decode().count('role="search"') == 2


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_bare_pages_need_neither_request_nor_database(name: str) -> None:
    text = render_to_string(name)
    assert "<h1>" in text
    assert "UNDEFINED" not in text


def test_own_styles_and_scripts_stay_small() -> None:
    static = Path(settings.BASE_DIR) / "static"
    styles = [static / "css" / f"{name}.css" for name in ("base", "layout", "components", "content", "reader")]
    together = b"".join(file.read_bytes() for file in styles)
    assert len(together) <= 47_000  # four schemes and the elder mode are in it
    assert len(gzip.compress(together)) <= 10_000
    assert all(len(file.read_text().splitlines()) <= 250 for file in (static / "css").glob("*.css"))
    assert sum(len(file.read_text().splitlines()) for file in (static / "js").glob("*.js")) < 560


def test_every_page_leads_to_the_report_of_an_error_on_it(cast, client):
    for path in ("/", "/en/agencies/", f"/agencies/{cast.bureau.code}/", "/no/such/page/"):
        page = client.get(path).content.decode()
        assert f"/page-reports/new/?page={quote(path, safe='')}" in page, path
    assert '/page-reports/new/"' in client.get("/accounts/login/").content.decode()  # who logs in where is nobody's


def test_the_address_of_a_personal_letter_is_not_handed_on(cast, client):
    page = client.get("/alerts/secret-token/confirm/").content.decode()
    assert "/page-reports/new/" in page
    assert "page=%2Falerts" not in page
