"""What comes first: the title, then words that stand together, then the date."""

import datetime as dt

import pytest

from portal.search import ranking
from portal.search.actions import Document, index
from portal.search.queries import find

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def keys(cast):
    def put(key: str, title: str, text: str = "", days: int = 0) -> None:
        date = TODAY - dt.timedelta(days=days)
        index(Document(kind="item", key=key, title=title, text=text, agency=cast.bureau, date=date, url="/"))

    put("far", "公告", "供水" + "甲" * 300 + "价格", days=1)
    put("close", "公告", "供水的收费标准和价格", days=2)
    put("together", "公告", "供水价格", days=3)
    put("other order", "公告", "价格、供水", days=4)
    put("in title", "供水公司公布本年度的价格", days=5)
    put("together in title", "关于供水价格的公告", days=6)
    put("is title", "供水价格", days=7)

    def keys(query: str, **options: object) -> list[str]:
        return [hit.key for hit in find(query, under=cast.city, **options).hits]

    return keys


def test_words_that_stand_together_come_before_words_far_apart(keys):
    titles = ["is title", "together in title", "in title"]
    assert keys("供水 价格") == [*titles, "together", "other order", "close", "far"]


def test_a_title_that_is_the_word_comes_before_titles_that_hold_it(keys):
    assert keys("供水价格") == ["is title", "together in title", "together"]


def test_only_so_many_texts_are_looked_at(keys, monkeypatch):
    monkeypatch.setattr(ranking, "HEAD", 5)
    titles = ["is title", "together in title", "in title"]
    assert keys("供水 价格") == [*titles, "close", "far", "together", "other order"]


@pytest.mark.parametrize(
    ("text", "phrases", "gap"),
    [
        ("供水价格", ["供水", "价格"], 0),
        ("价格供水", ["供水", "价格"], 0),
        ("供水一二三价格", ["供水", "价格"], 3),
        ("供水一二三四价格一供水", ["供水", "价格"], 1),
        ("供水一价格二低保", ["供水", "价格", "低保"], 2),
        ("供水供水一价格", ["供水", "价格"], 1),
    ],
)
def test_the_gap_is_where_the_words_stand_closest(text, phrases, gap):
    assert ranking._gap(text, phrases) == gap


def test_words_that_do_not_all_stand_there_are_far_apart():
    assert ranking._gap("供水", ["供水", "价格"]) > ranking.NEAR
