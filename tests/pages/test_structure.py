"""What a page owes to somebody who moves through it by its parts: one title of its own, headings, landmarks, tables."""

from collections import defaultdict
from itertools import pairwise

from lxml.html import fromstring

from tests.pages.taking import Album, Taken


def whole(album: Album) -> list[Taken]:
    """Every page, once: not what comes back, and not in another language."""
    return [page for page in album.pages if not page.is_sent and not page.language]


def test_titles_tell_pages_apart(album):
    """Two pages of one person have one title only where they show one thing, at two addresses."""
    shown = defaultdict(set)
    for taken in whole(album):
        page = fromstring(taken.answer.html)
        (title,) = page.xpath("/html/head/title")
        assert title.text_content().strip(" –"), taken
        shown[taken.who, " ".join(title.text_content().split())].add(page.xpath("string(//h1)"))
    assert {key: heads for key, heads in shown.items() if len(heads) > 1} == {}


def test_headings_begin_with_one_of_the_first_order_and_leave_none_out(album):
    wrong = {}
    for taken in whole(album):
        found = fromstring(taken.answer.html).xpath("//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]")
        levels = [int(heading.tag[1]) for heading in found]
        skips = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        if levels.count(1) != 1 or skips or not all(heading.text_content().strip() for heading in found):
            wrong[str(taken)] = (levels.count(1), skips)
    assert wrong == {}


def test_every_page_has_its_landmarks(album):
    wrong = {}
    for taken in whole(album):
        page = fromstring(taken.answer.html)
        mains = page.xpath("//main | //*[@role='main']")
        skips = page.xpath("//a[starts-with(@href, '#')][1]/@href")
        unnamed = len(page.xpath("//nav")) > 1 and page.xpath("//nav[not(@aria-label) and not(@aria-labelledby)]")
        is_led = len(page.xpath("//header//a")) < 2 or (skips and page.xpath("//*[@id=$id]", id=skips[0][1:]))
        if len(mains) != 1 or unnamed or not is_led:
            wrong[str(taken)] = (len(mains), bool(unnamed), is_led)
    assert wrong == {}


def test_every_table_has_heads_and_a_name(album):
    wrong = set()
    for taken in whole(album):
        for table in fromstring(taken.answer.html).xpath("//table[not(@role='presentation')]"):
            heads = table.xpath(".//th")
            named = table.xpath("caption | @aria-label | @aria-labelledby | ancestor::section | ancestor::figure")
            if not heads or not (named or table.xpath("preceding::*[self::h1 or self::h2 or self::h3]")):
                wrong.add((taken.name, len(heads)))
    assert wrong == set()


def test_every_page_says_its_language(album):
    wrong = {}
    for taken in album.pages:
        page = fromstring(taken.answer.html)
        said = page.get("lang")
        expected = taken.language or ("en" if taken.name == "api:docs" else "zh-CN")
        if said != expected and not (said == "zh-hans" and not taken.is_public):
            wrong[str(taken)] = said
    assert wrong == {}
