"""What addresses say of languages, and what a text says of its own."""

import re

import pytest
from django.contrib import admin
from django.utils import translation
from pytest_django import Settings

from portal.languages import current, in_language, languages, named_by, tag_of


@pytest.fixture
def with_uyghur(settings: Settings) -> None:
    """Three languages, one of which is written from right to left."""
    settings.LANGUAGES = [("zh-hans", "中文"), ("en", "English"), ("ug", "ئۇيغۇرچە")]


@pytest.mark.parametrize(
    ("path", "code"),
    [("/", "zh-hans"), ("/en/", "en"), ("/en/items/", "en"), ("/entries/", "zh-hans"), ("/ug/", "ug"), ("", "zh-hans")],
)
def test_the_first_part_of_an_address_names_the_language(path: str, code: str, with_uyghur: None) -> None:
    assert named_by(path) == code


def test_a_language_that_is_not_offered_is_no_language() -> None:
    assert named_by("/ug/items/") == "zh-hans"
    assert named_by("/zh-hans/items/") == "zh-hans"


@pytest.mark.parametrize(
    ("address", "code", "there"),
    [
        ("/items/?q=1", "en", "/en/items/?q=1"),
        ("/en/items/?q=1", "zh-hans", "/items/?q=1"),
        ("/en/", "ug", "/ug/"),
        ("/ug/en/", "en", "/en/en/"),
    ],
)
def test_the_same_page_in_another_language(address: str, code: str, there: str, with_uyghur: None) -> None:
    assert in_language(address, code) == there


def test_a_language_knows_its_direction(with_uyghur: None) -> None:
    assert [(spoken.tag, spoken.is_rtl) for spoken in languages()] == [("zh-CN", False), ("en", False), ("ug", True)]
    assert current().prefix == ""


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("关于印发《5G 应用实施方案》的通知", "zh-CN"),
        ("Notice of the People's Government", "en"),
        ("WTO 规则 SPS/TBT 通报", "zh-CN"),
        ("Хотын захиргааны мэдэгдэл", "mn-Cyrl"),
        ("ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ", "mn-Mong"),
        ("2026-01-01 (3)", ""),
    ],
)
def test_a_text_is_known_by_its_script(text: str, tag: str) -> None:
    assert tag_of(text) == tag


def test_every_heading_of_the_workbench_is_chinese() -> None:
    with translation.override("zh-hans"):
        headings = {str(model._meta.app_config.verbose_name) for model in admin.site._registry}
    assert len(headings) > 5
    assert [heading for heading in headings if not re.search("[\u4e00-\u9fff]", heading)] == []
