"""The report on paper and on screen: the desk with its steps, the public page, and the files of it."""

import datetime as dt
import io
import json

import pytest
from docx import Document
from openpyxl import load_workbook

from oversight import actions
from oversight.models import AnnualReport
from oversight.report.doubts import UNFILLED
from oversight.report.reading import read_reports
from oversight.report.scheme import names, read, shown
from oversight.report.sheet import import_template
from requests_app.actions import record_remedy
from tests.oversight.test_annual_reports import TEXTS, answered, filed, frozen, opened


@pytest.fixture
def report(cast):
    answered(filed(cast.bureau, "2023-03-06"), "2023-03-20", cast.clerk, cast.head)
    filed(cast.bureau, "2023-12-25", "c2")
    return opened(cast.bureau, 2023, cast.clerk)


@pytest.fixture
def published(cast, report):
    actions.correct_cell(report, by=cast.clerk, cell="T2.fees.yuan", value=123_456, reason="财务科统计")
    return actions.publish_report(frozen(report, cast.clerk, cast.officer, cast.head), by=cast.head, confirms=True)


def test_the_desk_shows_what_does_not_agree_and_lets_each_do_their_step(client, cast, report):
    address = report.desk_address()
    client.force_login(cast.clerk)
    page = client.get(address).content.decode()
    assert "文字部分还有" in page
    assert f"{address}cells/R4.c2/" in page
    client.post(f"{address}write/", TEXTS | {"overview": "全年收到政府信息公开申请5件。"})
    page = client.get(address).content.decode()
    assert "文字与表格不一致" in page
    assert client.post(f"{address}submit/").status_code == 302
    assert "报政务公开办审核" not in client.get(address).content.decode()
    client.force_login(cast.officer)
    client.post(f"{address}return/", {"reason": "请核对申请数量"})
    assert AnnualReport.objects.get().state == "draft"
    client.force_login(cast.clerk)
    client.post(f"{address}submit/")
    client.force_login(cast.officer)
    client.post(f"{address}check/")
    client.force_login(cast.head)
    client.post(f"{address}freeze/")
    assert AnnualReport.objects.get().state == "checked"
    client.post(f"{address}freeze/", {"confirms": "on"})
    client.post(f"{address}publish/", {"confirms": "on"})
    assert AnnualReport.objects.get().state == "published"


def test_a_cell_shows_its_cases_and_takes_a_correction(client, cast, report):
    address = f"{report.desk_address()}cells/R4.c2/"
    client.force_login(cast.clerk)
    page = client.get(address)
    assert [case.category for case in page.context["page"].object_list] == ["c2"]
    assert client.post(f"{address}correct/", {"value": "一", "reason": "理由"}).status_code == 200
    assert client.post(f"{address}correct/", {"value": "2", "reason": "漏登记一件"}).status_code == 302
    page = client.get(report.desk_address()).content.decode()
    assert "漏登记一件" in page
    assert "人工填报，计算值1" in page
    client.post(f"{address}correct/", {"value": "", "reason": "已补登记"})
    assert AnnualReport.objects.get().cells()["R4.c2"] == 1
    client.force_login(cast.supervisor)
    assert list(client.get(address).context["page"].object_list) == []
    assert client.get(f"{report.desk_address()}cells/R9.c9/").status_code == 404


def test_a_cell_of_table_4_shows_its_proceedings(client, cast, report):
    facts = {"kind": "reconsideration", "body": "青田县人民政府", "filed_on": dt.date(2023, 6, 1)}
    for place, by, number in (
        (cast.bureau, cast.clerk, "青政复〔2023〕1号"), (cast.sibling, cast.sibling_clerk, "青政复〔2023〕2号")
    ):  # fmt: skip
        record_remedy(place, by=by, reference_number=number, earlier_number="旧1", **facts)
    report = actions.recompute_report(report, by=cast.clerk)
    client.force_login(cast.clerk)
    for result, number in (("pending", 1), ("total", 1), ("upheld", 0)):
        page = client.get(f"{report.desk_address()}cells/T4.reconsideration.{result}/")
        assert len(page.context["proceedings"].object_list) == number == report.cells()[f"T4.reconsideration.{result}"]
        assert ("青政复〔2023〕1号" in page.content.decode()) == bool(number)
        assert "青政复〔2023〕2号" not in page.content.decode()
    client.force_login(cast.supervisor)
    page = client.get(f"{report.desk_address()}cells/T4.reconsideration.total/")
    assert list(page.context["proceedings"].object_list) == []
    assert client.get(f"{report.desk_address()}cells/T2.fees.yuan/").context["proceedings"] is None


def test_the_register_says_who_is_late_and_begins_reports(client, cast):
    client.force_login(cast.clerk)
    (line,) = client.get("/office/reports/", {"year": 2023}).context["page"].object_list
    assert (line.agency, line.is_late, line.may_open) == (cast.bureau, True, True)
    client.post("/office/reports/2023/qt-mzj/open/")
    assert AnnualReport.objects.get().year == 2023
    client.force_login(cast.officer)
    lines = client.get("/office/reports/", {"year": 2023}).context["page"].object_list
    assert [line.agency.code for line in lines] == ["jianghe", "qingtian", "qt-mzj", "qt-jyj", "qt-liuxi"]
    assert [(line.due_on.month, line.due_on.day) for line in lines[1:3]] == [(3, 31), (1, 31)]
    client.force_login(cast.citizen)
    assert client.get("/office/reports/").status_code == 404


def test_nothing_is_public_before_it_is_published(client, cast, report):
    frozen(report, cast.clerk, cast.officer, cast.head)
    assert client.get("/reports/2023/qt-mzj/").status_code == 404
    assert client.get("/reports/2023/qt-mzj/report.json").status_code == 404
    assert "青田县民政局" not in client.get("/reports/").content.decode().split("<main")[1]


def test_the_public_page_the_list_and_the_files_say_the_same(client, cast, published):
    page = client.get(published.get_absolute_url()).content.decode()
    assert "青田县民政局2023年政府信息公开工作年度报告" in page
    assert "12.3456" in page
    assert published.sha256 in page
    assert published.get_absolute_url() in client.get("/reports/").content.decode()
    assert published.get_absolute_url() in client.get("/reports/?agency=qt-mzj").content.decode()
    facts = json.loads(client.get("/reports/2023/qt-mzj/report.json").content)
    assert facts["cells"] == published.document["cells"]
    word = Document(io.BytesIO(client.get("/reports/2023/qt-mzj/report.docx").content))
    assert [p.text for p in word.paragraphs if p.text[:2] in {"一、", "二、", "三、", "四、", "五、", "六、"}] != []
    third = word.tables[-2]
    assert [cell.text for cell in third.rows[1].cells] == [
        "一、本年新收政府信息公开申请数量",
        "1",
        "1",
        "0",
        "0",
        "0",
        "0",
        "2",
    ]
    book = load_workbook(io.BytesIO(client.get("/reports/2023/qt-mzj/report.xlsx").content))
    assert [cell.value for cell in book["申请办理"][3]][1:] == [1, 1, 0, 0, 0, 0, 2]
    assert client.get("/reports/2023/qt-mzj/report.exe").status_code == 404


def test_what_was_exported_can_be_taken_over(client, published):
    (again,) = read_reports(io.BytesIO(client.get("/reports/2023/qt-mzj/report.json").content))
    assert (again.faults, again.agency, again.year) == ([], "qt-mzj", 2023)
    assert again.cells == published.document["cells"]
    assert again.texts == TEXTS


def test_the_workbook_is_read_as_it_is_filled_in():
    book = load_workbook(io.BytesIO(import_template()))
    sheet = book["2021年格式"]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    filled = {"机关": "qt-mzj", "年度": 2023, "R1.c1": 3, "R1.c7": 3, "T2.fees.yuan": 1.5}
    for code, value in filled.items():
        sheet.cell(rows[code], 3).value = value
    sheet.cell(rows["机关"], 4).value, sheet.cell(rows["年度"], 4).value = "qt-jyj", "二三"
    stream = io.BytesIO()
    book.save(stream)
    first, second = read_reports(io.BytesIO(stream.getvalue()))
    assert (first.agency, first.year, first.faults) == ("qt-mzj", 2023, [])
    assert {cell: number for cell, number in first.cells.items() if number} == {
        "R1.c1": 3, "R1.c7": 3, "T2.fees.yuan": 15_000
    }  # fmt: skip
    assert set(first.cells) == set(names("2021"))
    assert len(second.faults) == 1


@pytest.mark.parametrize(("typed", "number"), [("59237.2449", 592_372_449), ("0.5", 5_000), ("12", 120_000), ("", 0)])
def test_amounts_are_kept_in_yuan_and_shown_in_ten_thousands(typed, number):
    assert read("T2.fees.yuan", typed) == number
    assert shown("T2.fees.yuan", number) == (typed or "0")


@pytest.mark.parametrize(
    ("cell", "typed"), [("R1.c1", "1.5"), ("R1.c1", "-1"), ("R1.c1", "x"), ("T2.fees.yuan", "1.23456")]
)
def test_what_is_no_number_of_a_report(cell, typed):
    with pytest.raises(ValueError):
        read(cell, typed)


def test_drafted_sentences_agree_with_the_tables_they_are_drafted_from(report):
    assert UNFILLED in report.problems
    assert "2023年新收政府信息公开申请2件" in report.overview
