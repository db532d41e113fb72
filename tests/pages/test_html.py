"""Every page is valid HTML, as the W3C's checker sees it."""

import pytest

from tests.pages.validator import complaints_about

pytestmark = pytest.mark.xdist_group("pages-html")


def test_every_page_is_valid_html(album, tmp_path):
    pages = {f"{number} {page}": page.answer.html for number, page in enumerate(album.pages)}
    assert complaints_about(pages, tmp_path) == []


def test_the_checker_sees_what_is_wrong(tmp_path):
    html = "<!doctype html><html lang=zh><title>x</title><p id=a><p id=a><label for=b>x</label>"
    (first, second) = complaints_about({"bad": html}, tmp_path)
    assert "Duplicate ID" in first
    assert "“for” attribute" in second
