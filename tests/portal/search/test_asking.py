"""What was typed is understood: numbers, days, traditional characters, sounds, synonyms, slips, no blanks."""

import datetime as dt

import pytest

from portal.audit.models import AuditEvent
from portal.refusals import NotAllowed, Refused
from portal.search.actions import Document, FileText, index
from portal.search.asking import ask
from portal.search.directory import directory, named
from portal.search.pinyin import spelled
from portal.search.queries import find
from portal.search.synonym_lists import save_synonyms
from portal.search.synonyms import read_groups, shipped
from portal.search.words import phrase_way, words_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def put(cast):
    def put(key: str, title: str = "公告", text: str = "", **fields: object) -> None:
        given = {"kind": "item", "agency": cast.bureau, "date": TODAY, "url": f"/items/{key}/"} | fields
        index(Document(key=key, title=title, text=text, **given))

    return put


@pytest.fixture
def answer(cast):
    return lambda query, **scope: ask(query, **({"under": cast.city} | scope))


@pytest.fixture
def keys(answer):
    return lambda query, **scope: [hit.key for hit in answer(query, **scope).results.hits]


@pytest.mark.parametrize(
    "typed",
    ["国办发〔2016〕8号", "国办发2016 8号", "国办发（2016）8号", "国办发[2016]8", "国办发 2016 8", "国办发2016年第8号",
     "國辦發2016 8號"],
)  # fmt: skip
def test_a_number_is_read_in_every_form(typed):
    assert [word.number for word in words_of(typed)] == [("国办发", "2016", "8")]


@pytest.mark.parametrize("typed", ["印发2024年第3期", "令2022年6月1日", "公告2024", "第8号", "2016年8月"])
def test_what_is_no_number_is_not_read_as_one(typed):
    assert [word for word in words_of(typed) if word.number] == []


def test_a_guessed_number_that_finds_nothing_is_looked_for_as_it_stands(put, keys):
    put("a", text="公告2024年40号令")
    assert keys("公告令2024年40号") == []
    put("b", text="政府令2024年40号")
    assert keys("政府令2024年40号") == ["b"]


def test_days_and_months_are_found_written_and_by_the_date_of_the_row(put, keys):
    put("written", text="截至2024年3月15日")
    put("document", written_on=dt.date(2024, 3, 15))
    put("published", date=dt.date(2024, 3, 2))
    put("other", text="2024年13月", date=dt.date(2024, 4, 1))
    assert set(keys("2024-03-15")) == set(keys("2024年3月15日")) == {"written", "document"}
    assert set(keys("2024年3月")) == set(keys("2024.3")) == {"written", "document", "published"}
    assert set(keys("2024年")) == {"written", "document", "published", "other"}
    assert keys("2024-02-30") == []


def test_traditional_and_simplified_find_each_other(put, keys, answer):
    put("simplified", "义务教育")
    put("traditional", "義務教育")
    assert set(keys("義務教育")) == set(keys("义务教育")) == {"simplified", "traditional"}
    assert {hit.title_html for hit in answer("义务教育").results.hits} == {
        "<mark>义务教育</mark>", "<mark>義務教育</mark>",
    }  # fmt: skip


def test_the_items_of_an_agency_are_found_by_its_name_and_its_sound(put, keys, cast):
    put("own", agency=cast.bureau)
    put("named", text="由民政局负责", agency=cast.sibling)
    put("neither", agency=cast.sibling)
    for query in ("民政局", "minzhengju", "mzj", "青田县民政局"):
        assert "own" in keys(query), query
        assert "neither" not in keys(query), query
    assert set(keys("民政局")) == {"own", "named"}
    assert keys("mz") == []


def test_a_place_and_a_matter_find_what_the_place_says_of_it(put, keys, cast):
    put("here", "低保标准", agency=cast.bureau)
    put("elsewhere", "低保标准", agency=cast.water)
    assert keys("青田县 低保") == ["here"]


@pytest.mark.parametrize(
    ("letters", "name", "part"),
    [("minzhengju", "青田县民政局", "民政局"), ("mzj", "青田县民政局", "民政局"), ("zhengju", "民政局", "政局"),
     ("minzheng", "民政局", "民政"), ("chongqing", "重庆市", "重庆"), ("zhongqing", "重庆市", "重庆"),
     ("pdf", "民政局", ""),
     ("minzh", "民政局", "")],
)  # fmt: skip
def test_letters_spell_a_part_of_a_name(letters, name, part):
    assert spelled(letters, name, is_whole=True) == part


def test_letters_may_be_unfinished_and_mixed_while_somebody_types():
    assert spelled("minzh", "民政局", is_whole=False) == "民政"
    assert spelled("mzhengj", "民政局", is_whole=False) == "民政局"
    assert spelled("xyz", "民政局", is_whole=False) == ""


def test_a_name_that_most_have_in_common_names_nobody(cast):
    assert named("人民政府", directory(cast.city)) == []
    assert [agency.code for agency in named("民政局", directory(cast.city))] == ["qt-mzj"]
    assert [agency.code for agency in named("青田", directory(cast.city))] == ["qingtian"]


def test_synonyms_find_each_other_and_one_way_only_where_it_leads_one_way(put, keys):
    put("official", "最低生活保障标准")
    put("fees", "停车收费")
    put("asked", "多少钱")
    assert keys("低保标准") == ["official"]
    assert {"asked", "fees"} <= set(keys("多少钱"))
    assert keys("收费") == ["fees"]


def test_what_another_way_finds_as_well_is_not_looked_for():
    def groups(*phrases):
        word = words_of(phrases[0])[0]
        return word.also(list(map(phrase_way, phrases[1:]))).groups

    assert groups("公积金", "住房公积金") == groups("公积金")
    assert groups("住房公积金", "公积金") == groups("公积金")
    for phrases in (("低保", "最低生活保障"), ("g", "5g"), ("县", "县城")):
        assert groups(*phrases) != groups(phrases[0]), phrases


def test_a_government_has_the_last_word_on_synonyms(put, keys, cast):
    put("a", "最低生活保障标准")
    put("b", "雨露补助")
    assert keys("低保") == ["a"]
    save_synonyms(cast.city, by=cast.officer, groups="低保\n雨露=春雨")
    assert keys("低保", kind="item") == []
    assert keys("春雨补助") == ["b"]
    save_synonyms(cast.county, by=cast.officer, groups="低保=雨露")
    assert keys("低保") == []
    assert keys("低保", under=cast.county) == ["b"]


def test_who_keeps_synonyms_and_what_is_no_list(cast):
    kept = save_synonyms(cast.city, by=cast.officer, groups="低保=最低生活保障\n\n低保=最低生活保障\n 春雨 > 雨露 ")
    assert kept.groups == "低保=最低生活保障\n春雨 > 雨露"
    event = AuditEvent.objects.get(event="synonyms_changed")
    assert event.after["added"] == ["低保=最低生活保障", "春雨 > 雨露"]
    for by in (cast.clerk, cast.other_officer):
        with pytest.raises(NotAllowed):
            save_synonyms(cast.city, by=by, groups="")
    for nonsense in ("低", "=", "一=二", "=".join(f"词语{n}" for n in range(9)), "长" * 31):
        with pytest.raises(Refused):
            save_synonyms(cast.city, by=cast.officer, groups=nonsense)
    with pytest.raises(Refused):
        save_synonyms(cast.bureau, by=cast.officer, groups="低保=最低生活保障")


def test_the_shipped_list_can_be_read_and_no_group_says_the_same_as_another():
    said = [word for group in shipped() for word in group.said]
    assert len(shipped()) > 50
    assert all(len(group.words) > 1 for group in shipped())
    assert sorted(said) == sorted(set(said))
    assert [str(group) for group in read_groups("a＝b、c\nd→e")] == ["a=b=c", "d>e"]


def test_a_slip_is_put_right_only_if_it_then_finds_something(put, answer):
    put("a", "政府工作规则")
    assert answer("政府工做规则").read_as == "政府工作规则"
    assert answer("政府工作规则").read_as == ""
    assert answer("斑马工做").results.hits == []


def test_words_without_blanks_are_found_apart_behind_what_was_typed(put, keys, answer):
    put("apart", "食品安全监督抽检通告")
    put("typed", text="食品抽检")
    assert keys("食品抽检") == ["typed", "apart"]
    assert not answer("食品抽检").is_loose


def test_most_of_the_words_are_better_than_nothing_and_it_is_said(put, keys, answer):
    put("a", "供水价格公告")
    assert keys("供水价格 长颈鹿") == ["a"]
    assert answer("供水价格 长颈鹿").is_loose
    assert keys("长颈鹿 斑马") == []
    assert not answer("长颈鹿 斑马").is_loose


def test_a_word_of_the_language_comes_before_the_same_characters_across_words(put, keys):
    put("across", "新媒体检查情况", date=TODAY)
    put("word", "老年人体检公告", date=TODAY - dt.timedelta(days=300))
    assert keys("体检") == ["word", "across"]


def test_the_document_of_a_number_comes_before_what_cites_it(put, keys):
    put("cites", "关于落实国办函〔2020〕109号的通知")
    put("own", "信息处理费管理办法", number="国办函〔2020〕109号", date=TODAY - dt.timedelta(days=900))
    assert keys("国办函2020 109号") == ["own", "cites"]


def test_a_hit_tells_in_which_file_it_stands(put, cast):
    files = [FileText("一.txt", "/f/1", "甲村"), FileText("二.txt", "/f/2", "乙村"), FileText("三.png", "/f/3", "")]
    put("a", text="正文", files=files)
    for query, file in (("甲村", ("一.txt", "/f/1")), ("乙村", ("二.txt", "/f/2")), ("正文", None), ("公告", None)):
        assert find(query, under=cast.city).hits[0].file == file, query
