"""Finding: every two characters of a real text find it, and nothing is found that the reader may not see."""

import datetime as dt
import json
import random
import re
from pathlib import Path

import pytest

from portal.agencies.models import Agency
from portal.search import queries
from portal.search.actions import Document, index, rebuild, remove
from portal.search.engine import engine
from portal.search.folding import HAN
from portal.search.models import SearchRow
from portal.search.queries import find
from tests.questions import Questions

DOCUMENTS = Path(__file__).parents[2] / "data" / "documents"
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def put(cast):
    engine().clear()  # tests that commit leave lexemes behind: the flush after them knows tables of models alone

    def put(key: str, title: str = "公告", text: str = "", **fields: object) -> SearchRow:
        given = {"kind": "item", "agency": cast.bureau, "date": TODAY, "url": f"/items/{key}/"}
        return index(Document(key=key, title=title, text=text, **(given | fields)))

    return put


@pytest.fixture
def keys(cast):
    def keys(query: str, **options: object) -> list[str]:
        given = {"under": cast.city} | options
        return [hit.key for hit in find(query, **given).hits]

    return keys


@pytest.fixture
def documents(put):
    texts = {}
    for fact in json.loads((DOCUMENTS / "index.json").read_text("utf-8")):
        texts[fact["file"]] = (DOCUMENTS / fact["file"]).read_text("utf-8")
        put(fact["file"], fact["title"], texts[fact["file"]], date=dt.date(fact["year"], 5, 1))
    return texts


def test_every_two_characters_of_a_real_text_find_it(documents, keys):
    windows = {(name, pair) for name, text in documents.items() for pair in re.findall(f"(?=([{HAN}]{{2}}))", text)}
    for name, pair in random.Random(7).sample(sorted(windows), 400):
        assert name in keys(pair), pair


def test_every_phrase_of_a_real_text_finds_it(documents, keys):
    phrases = {(name, run) for name, text in documents.items() for run in re.findall(r"\w{3,30}", text)}
    for name, phrase in random.Random(7).sample(sorted(phrases), 150):
        assert name in keys(phrase), phrase


def test_document_numbers_are_found_in_any_brackets(documents, keys):
    for number in (
        "内政办发[2007]59号",
        "内政办发（2007）59号",
        "内政办发【2007】 59 号",
        "〔2007〕第59号",
        "政办发 (2007)59号",
    ):
        assert keys(number) == ["ulanqab-2007.txt"], number
    assert keys("内政办发〔2007〕5号") == []
    assert keys("内政办发〔2008〕59号") == []


def test_a_phrase_is_not_its_pieces(put, keys):
    put("whole", text="市民政府务必公开政务")
    put("other", text="政务公开")
    assert keys("政务公开") == ["other"]


def test_words_are_broken_by_lines_of_a_pdf_but_not_by_punctuation(put, keys):
    put("pdf", text="推进政务\n公开，完善制\n\n 度。2008年 9月")
    assert keys("政务公开") == keys("制度") == keys("2008年9月") == ["pdf"]
    assert keys("公开完善") == []


def test_several_words_must_all_be_there(put, keys):
    put("both", text="城市低保标准")
    put("one", text="城市规划")
    assert keys("城市 低保") == keys("低保　城市") == ["both"]
    assert set(keys("城市")) == {"both", "one"}


def test_widths_and_cases_are_alike(put, keys):
    put("latin", text="ＰＤＦ版本 Covid-19 ﾊﾝｶｸ １２３号 Straße")
    for query in ("pdf", "Pdf版本", "COVID", "19", "123号", "ＣＯＶＩＤ－１９", "STRASSE"):
        assert keys(query) == ["latin"], query
    assert keys("12") == keys("Covi") == []


def test_a_single_character_asks_for_titles(put, keys):
    put("title", "水价公告")
    put("text", "公告", "水价")
    assert keys("水") == ["title"]


def test_titles_come_before_texts_and_newer_before_older(put, keys):
    put("old text", text="供水", date=TODAY - dt.timedelta(days=40))
    put("new text", text="供水", date=TODAY)
    put("old title", "供水公告", date=TODAY - dt.timedelta(days=900))
    put("new title", "供水通知", date=TODAY - dt.timedelta(days=800))
    assert keys("供水") == ["new title", "old title", "new text", "old text"]
    assert keys("供水", order="newest") == ["new text", "old text", "new title", "old title"]


def test_filters_narrow(put, keys, cast):
    put("a", text="供水", kind="item", area="16", date=dt.date(2025, 1, 1))
    put("b", text="供水", kind="topic", agency=cast.sibling, date=dt.date(2026, 1, 1))
    assert keys("供水", kind="topic") == ["b"]
    assert keys("供水", area="16") == ["a"]
    assert keys("供水", agency=cast.sibling) == ["b"]
    assert keys("供水", agency=cast.county) == ["b", "a"]
    assert keys("供水", agency=cast.other_government) == []
    assert keys("供水", since=dt.date(2025, 1, 2)) == keys("供水", since=dt.date(2026, 1, 1)) == ["b"]
    assert keys("供水", until=dt.date(2025, 1, 1)) == ["a"]
    assert keys("供水", since=dt.date(2025, 1, 2), until=dt.date(2025, 12, 31)) == []


def test_nothing_of_another_government_is_found(put, keys, cast):
    put("mine", text="供水")
    put("theirs", "供水公告", "供水", agency=cast.other_government)
    assert keys("供水") == ["mine"]
    assert keys("供水", under=cast.other_government) == ["theirs"]
    assert find("供水", under=cast.city).count == 1


def test_only_the_labels_of_the_reader_are_found(put, keys):
    put("public", text="供水")
    put("internal", "供水公告", "供水", audience="internal")
    put("group", text="供水", audience="group:1")
    put("similar", text="供水", audience="group_1")
    assert keys("供水") == ["public"]
    assert set(keys("供水", labels=frozenset({"public", "internal"}))) == {"public", "internal"}
    assert keys("供水", labels=frozenset({"group:1"})) == ["group"]
    assert keys("供水", labels=frozenset({"Public"})) == []
    assert keys("供水", labels=frozenset()) == []


def test_a_row_is_replaced_and_removed(put, keys):
    put("a", text="供水")
    put("a", text="供气")
    assert keys("供水") == []
    assert keys("供气") == ["a"]
    put("b", text="供气", kind="topic")
    remove(kind="item", key="a")
    remove(kind="item", key="never")
    assert keys("供气") == ["b"]


def test_an_agency_that_moved_is_found_in_its_new_place_only_after_a_rebuild_and_never_in_the_old(put, keys, cast):
    put("a", text="供水", agency=cast.water)
    Agency.objects.move(cast.water, cast.other_government, pos="last-child")
    cast.other_government.refresh_from_db()
    assert keys("供水") == []
    assert rebuild() == 1
    assert keys("供水", under=cast.other_government) == ["a"]
    assert find("供水", under=cast.city).count == 0


def test_counts_are_capped_and_pages_hold_together(put, cast, monkeypatch):
    monkeypatch.setattr(queries, "COUNT_CAP", 25)
    for number in range(30):
        put(f"{number:02d}", text="供水", date=TODAY - dt.timedelta(days=number))
    results = find("供水", under=cast.city, per_page=10)
    assert (results.count, results.is_capped, results.pages) == (25, True, 3)
    pages = [[hit.key for hit in find("供水", under=cast.city, per_page=10, page=page).hits] for page in (1, 2, 3)]
    assert [key for page in pages for key in page] == [f"{number:02d}" for number in range(25)]
    assert find("供水", under=cast.city, page=99, per_page=10).page == 3
    assert find("供水", under=cast.city, page=-1, per_page=10).page == 1
    exact = find("供水", under=cast.city, since=TODAY - dt.timedelta(days=24), per_page=10)
    assert (exact.count, exact.is_capped) == (25, False)


def test_a_phrase_is_found_behind_many_that_only_have_its_pieces(put, cast, monkeypatch):
    monkeypatch.setattr(queries, "COUNT_CAP", 3)
    put("whole", text="政务公开", date=TODAY - dt.timedelta(days=400))
    for number in range(9):
        put(f"pieces {number}", text="政务、务公、公开")
    assert [hit.key for hit in find("政务公开", under=cast.city).hits] == ["whole"]


@pytest.mark.parametrize("days", [0, 1, 100, 500, 3000, -5])
def test_any_date_is_within_reach(put, keys, days):
    put("a", text="供水", date=TODAY - dt.timedelta(days=days))
    assert keys("供水") == ["a"]


@pytest.mark.parametrize(
    "query",
    ["", " ", "%", "_", "'", '"', "\\", "()", "供水 AND", "a* OR b", "NEAR(a b)", "供水:*", "& | !", "t:供", "\0",
     "供\0水", "😀", "供水😀", "\ud800", "\u202e", "-- ;drop", "〔〕号", "供" * 10_000, "a" * 10_000, "' " * 5000,
     "供 " * 5000, "1" * 300, "〔" * 200, "{}", "%s", "%(query)s", "row.id", "\u2028", "a\u0301\u0301", "\ufdfd"],
)  # fmt: skip
def test_nothing_that_can_be_typed_breaks_it(put, cast, query):
    put("a", "供水", "供水 ' \" % _ \\ 😀")
    find(query, under=cast.city)
    find(query, under=cast.city, kind=query or None, area=query or None, order="newest")


def test_like_signs_are_no_wildcards(put, keys):
    put("a", text="政务公开")
    assert keys("%") == keys("政%开") == keys("政_开") == []


@pytest.mark.parametrize(
    "text", ["\0", "\ud800公开", "供" * 300_000, " " * 300_000, "x" * 100_000, "😀" * 1000, "〔(" * 9999]
)
def test_any_text_can_be_made_findable(put, keys, text):
    put("a", "供水", text)
    assert keys("供水") == ["a"]


def test_a_table_of_a_hundred_thousand_numbers_can_be_made_findable(put, keys):
    put("a", "台账", "\n".join(str(number) for number in range(10**9, 10**9 + 100_000)))
    assert keys("台账") == ["a"]
    assert keys("1000000001") == ["a"]


def test_hits_are_escaped_and_marked(put, cast):
    put("a", "<b>供水</b> & 供气", "<script>alert('x')</script>" + "前" * 200 + "本月供\n水价格" + "后" * 300)
    hit = find("供水", under=cast.city).hits[0]
    assert hit.title_html == "&lt;b&gt;<mark>供水</mark>&lt;/b&gt; &amp; 供气"
    assert "<mark>供 水</mark>价格" in hit.snippet_html
    assert hit.snippet_html.startswith("…前")
    assert hit.snippet_html.endswith("后…")
    assert len(hit.snippet_html) < 200
    assert (hit.url, hit.date, hit.agency_name) == ("/items/a/", TODAY, "青田县民政局")


def test_a_mark_never_opens_markup(put, cast):
    put("a", "mark lt amp script", "<script>lt & amp; mark</script>")
    for query in ("lt", "amp", "script", "mark", "x27"):
        for hit in find(query, under=cast.city).hits:
            rest = (hit.title_html + hit.snippet_html).replace("<mark>", "").replace("</mark>", "")
            assert "<" not in rest


def test_a_snippet_without_a_mark_is_the_beginning(put, cast):
    put("a", "供水公告", "自来水有限公司通知")
    assert find("供水", under=cast.city).hits[0].snippet_html == "自来水有限公司通知"


def test_document_numbers_and_phrases_are_marked(put, cast):
    put("a", "关于转发国办发〔2016〕8号的通知", "按照（国办发［2016］ 8号）２０１６年要点")
    hit = find("国办发(2016)8号", under=cast.city).hits[0]
    assert "<mark>国办发〔2016〕8号</mark>" in hit.title_html
    assert "<mark>国办发［2016］ 8号</mark>" in hit.snippet_html
    assert "<mark>２０１６年</mark>要点" in find("2016年", under=cast.city).hits[0].snippet_html


def test_the_number_of_queries_does_not_grow(put, cast):
    def count() -> int:
        with Questions() as context:
            find("供水公告 供水", under=cast.city)
        return len(context)

    put("0", "供水公告", "供水公告")
    count()  # from here on the names of the agencies are known
    one = count()
    for number in range(1, 12):
        put(str(number), "供水公告", "供水公告")
    assert count() == one <= 10
