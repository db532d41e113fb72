"""Where the table of a file begins, and what stands in it, whoever filled it in."""

import io

import pytest
from openpyxl import Workbook

from disclosure.headed_table import find_table, named, read_table
from disclosure.item_columns import COLUMNS
from disclosure.row_export import INSTRUCTIONS_TITLE
from portal.refusals import Refused

FIELDS = {"标题": "title", "名称": "title", "日期": "day", "文号": "number"}


def workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_of_two_columns_of_one_meaning_the_first_counts_and_the_other_is_told():
    table = find_table(io.BytesIO("标题,名称,日期\n甲,乙,2026-01-05\n".encode()), FIELDS, most_rows=10)
    assert table.places == {"title": 0, "day": 2}
    assert table.headers == {"title": "标题", "day": "日期"}
    assert table.ignored == ["名称"]
    assert [row.cells[table.places["title"]] for row in table.rows] == ["甲"]


def test_the_sheet_and_row_with_most_headers_hold_the_table():
    file = workbook(
        **{INSTRUCTIONS_TITLE: [["标题", "日期", "文号"]], "旧表": [["标题", "日期"], ["旧", "1"]]},
        新表=[["本局目录"], ["标 题 *", "日期", "文号"], ["新", "2", "3"]],
    )
    table = find_table(file, FIELDS, most_rows=10)
    assert (table.sheet.title, table.first) == ("新表", 2)
    assert [sheet.title for sheet in table.others] == ["旧表"]
    assert [row.cells for row in table.rows] == [["新", "2", "3"]]


def test_one_header_alone_may_be_chance():
    one = "标题,其他\n甲,乙\n".encode()
    assert find_table(io.BytesIO(one), FIELDS, most_rows=10) is None
    assert find_table(io.BytesIO(one), FIELDS, most_rows=10, fewest=1).places == {"title": 0}


def test_headers_are_compared_without_width_blanks_case_or_stars():
    assert named(" Ｎo． *") == named("no.")


@pytest.mark.parametrize(
    ("text", "said"),
    [("甲,乙\n1,2\n", "没有表头"), ("标题,日期\n", "有表头"), ("文号,日期\n1,2\n", "标题")],
)
def test_what_is_no_table_is_refused_beside_the_file(text, said):
    title = next(column for column in COLUMNS if column.field == "title")
    with pytest.raises(Refused) as refusal:
        read_table(io.BytesIO(text.encode()), [title], FIELDS, most_rows=10, absent="没有表头")
    assert refusal.value.field == "file"
    assert said in str(refusal.value)
