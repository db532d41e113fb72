"""Importing: the real catalog whole, good files twice, bad files not at all."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from catalog import spreadsheet
from catalog.importer import import_catalog
from catalog.limits import Cadence, Reading
from catalog.models import CatalogEntry, Mode
from portal.audit.models import AuditEvent, Event
from portal.refusals import NotAllowed
from tests.catalog.sheets import HEADERS, REAL, csv_file, merged_workbook, row, xlsx_file

FACTS = [field.attname for field in CatalogEntry._meta.concrete_fields]


def _stored() -> list[dict]:
    return list(CatalogEntry.objects.order_by("pk").values(*FACTS))


def _real(government, **options):
    with REAL.open("rb") as file:
        return import_catalog(file, government=government, by=None, **options)


def test_the_real_catalog_goes_in_whole_and_a_second_run_changes_nothing(cast, django_assert_max_num_queries):
    first = _real(cast.city)
    assert (first.rows, first.created, first.lost, first.errors) == (158, 158, 0, [])
    before = _stored()
    assert len(before) == 158
    with django_assert_max_num_queries(8):
        second = _real(cast.city)
    assert (second.created, second.changed, second.unchanged, second.lost) == (0, 0, 158, 0)
    assert _stored() == before
    assert AuditEvent.objects.filter(event=Event.CATALOG_IMPORTED).count() == 1


def test_every_cell_of_the_real_catalog_is_kept_as_it_was_written(cast):
    _real(cast.city)
    entry = CatalogEntry.objects.get(level2="下基层辅导、演出、展览和指导基层群众文化活动")
    assert entry.area.number == 12
    flow = CatalogEntry.objects.get(level2="行政处罚流程")
    assert (flow.mode, flow.audience, flow.channels) == (Mode.ON_REQUEST, "特定群体", "精准推送")
    assert CatalogEntry.objects.get(level2="机关简介").area.name == "机关通用"
    blank = CatalogEntry.objects.get(level2="公租房租赁补贴资格确认")
    assert (blank.level1, blank.levels, blank.note[:9]) == ("", "县级", "non-gov.c")
    assert not CatalogEntry.objects.filter(limit_reading=Reading.NOT_UNDERSTOOD).exists()


def test_a_dry_run_tells_the_same_and_changes_nothing(cast):
    report = _real(cast.city, dry_run=True)
    assert (report.rows, report.created, report.lost) == (158, 158, 0)
    assert not CatalogEntry.objects.exists()
    assert not AuditEvent.objects.filter(event=Event.CATALOG_IMPORTED).exists()


def test_three_bad_rows_change_nothing_and_are_named(cast):
    bad = [row("甲"), row("乙", area=""), row("丙"), row("丁", area="天文"), row("戊" * 201), row("己")]
    report = import_catalog(csv_file([HEADERS, *bad]), government=cast.city, by=None)
    assert report.bad_rows == [3, 5, 6]
    assert [problem.row for problem in report.errors] == [3, 5, 6]
    assert not CatalogEntry.objects.exists()


def test_a_changed_cell_is_one_change(cast):
    import_catalog(csv_file([HEADERS, row("甲"), row("乙")]), government=cast.city, by=None)
    report = import_catalog(csv_file([HEADERS, row("甲", limit="每年"), row("乙")]), government=cast.city, by=None)
    assert (report.created, report.changed, report.unchanged) == (0, 1, 1)
    assert CatalogEntry.objects.get(level2="甲").cadence == Cadence.YEARLY


def test_rows_in_another_order_keep_their_codes_and_take_the_new_order(cast):
    import_catalog(csv_file([HEADERS, row("甲"), row("乙")]), government=cast.city, by=None)
    codes = dict(CatalogEntry.objects.values_list("level2", "code"))
    file = csv_file([HEADERS, row("丙"), row("乙"), row("甲")])
    report = import_catalog(file, government=cast.city, by=None)
    assert (report.created, report.changed, report.unchanged) == (1, 0, 2)
    assert list(CatalogEntry.objects.in_order().values_list("level2", flat=True)) == ["丙", "乙", "甲"]
    assert codes.items() <= dict(CatalogEntry.objects.values_list("level2", "code")).items()


def test_entries_that_the_file_does_not_mention_stay_and_are_named(cast):
    import_catalog(csv_file([HEADERS, row("甲"), row("乙")]), government=cast.city, by=None)
    code = CatalogEntry.objects.get(level2="甲").code
    report = import_catalog(csv_file([HEADERS, row("乙")]), government=cast.city, by=None)
    assert report.absent == [code]
    assert CatalogEntry.objects.count() == 2


def test_columns_that_the_file_lacks_stay_as_they_are(cast):
    import_catalog(csv_file([[*HEADERS, "备注"], [*row("甲"), "重点"]]), government=cast.city, by=None)
    report = import_catalog(csv_file([HEADERS, row("甲")]), government=cast.city, by=None)
    assert (report.changed, CatalogEntry.objects.get().note) == (0, "重点")


def test_codes_of_the_file_are_honoured_and_one_given_twice_is_refused(cast):
    rows = [["编码", *HEADERS], ["115001003", *row("甲")], ["", *row("乙")]]
    assert import_catalog(csv_file(rows), government=cast.city, by=None).created == 2
    assert CatalogEntry.objects.get(level2="甲").code == "115001003"
    twice = [*rows, ["115001003", *row("丙")], ["a/b", *row("丁")]]
    report = import_catalog(csv_file(twice), government=cast.city, by=None)
    assert report.bad_rows == [4, 5]
    assert "115001003" in str([problem.sentence for problem in report.errors])
    assert CatalogEntry.objects.count() == 2


def test_the_same_row_twice_is_refused_and_the_same_item_of_two_units_is_not(cast):
    units = [row("甲", subject="县级政府"), row("甲", subject="乡镇政府")]
    assert import_catalog(csv_file([HEADERS, *units]), government=cast.city, by=None).created == 2
    report = import_catalog(csv_file([HEADERS, *units, units[0], units[1]]), government=cast.city, by=None)
    assert report.bad_rows == [4, 5]


def test_reads_the_layout_of_the_national_template(cast):
    report = import_catalog(xlsx_file(merged_workbook()), government=cast.county, by=None)
    assert (report.errors, report.created, report.extras) == ([], 3, ["咨询电话"])
    policy, review, relief = CatalogEntry.objects.in_order()
    assert [entry.level1 for entry in (policy, review, relief)] == ["最低生活保障", "最低生活保障", "临时救助"]
    assert {entry.area.number for entry in (policy, review, relief)} == {20}
    assert (policy.audience, policy.mode, policy.levels) == ("全社会", Mode.PROACTIVE, "县级;乡级")
    assert (policy.channels, policy.extras) == ("政府网站;政务服务中心", {"咨询电话": "2221", "□": "政府公报"})
    assert (review.audience, review.mode, review.levels) == ("特定群体(申请人)", Mode.ON_REQUEST, "县级")
    assert (review.legal_basis, review.subject, review.extras) == ("条例", "民政局", {"咨询电话": "=1+1"})
    assert (relief.mode, relief.levels, relief.limit_reading) == (Mode.BOTH, "乡级", Reading.NOT_UNDERSTOOD)
    assert {problem.row for problem in report.warnings} == {4, 6, 7}
    again = import_catalog(xlsx_file(merged_workbook()), government=cast.county, by=None)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 3)


def test_a_word_in_a_tick_column_is_named(cast):
    book = merged_workbook()
    book.active["K4"] = "可能"
    report = import_catalog(xlsx_file(book), government=cast.county, by=None)
    assert report.bad_rows == [4]
    assert "可能" in report.errors[0].sentence


def test_every_visible_sheet_is_read_and_errors_name_theirs(cast):
    book = merged_workbook()
    other = book.create_sheet("养老服务")
    other.append(HEADERS[1:])
    other.append(row("机构名录")[1:])
    hidden = book.create_sheet("旧")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    assert import_catalog(xlsx_file(book), government=cast.county, by=None).created == 4
    assert CatalogEntry.objects.get(level2="机构名录").area.number == 21
    other.append(["", "", "内容"])
    report = import_catalog(xlsx_file(book), government=cast.county, by=None)
    assert [(problem.sheet, problem.row) for problem in report.errors] == [("养老服务", 3)]


def test_reads_gb18030_and_a_byte_order_mark(cast):
    for encoding in ("gb18030", "utf-8-sig"):
        report = import_catalog(csv_file([HEADERS, row("甲")], encoding=encoding), government=cast.city, by=None)
        assert (report.errors, report.rows) == ([], 1)
    assert CatalogEntry.objects.get().level2 == "甲"


@pytest.mark.parametrize("missing", ["领域", "公开内容(要素)", "公开时限"])
def test_a_missing_column_is_named(cast, missing):
    place = HEADERS.index(missing)
    rows = [[cell for i, cell in enumerate(cells) if i != place] for cells in (HEADERS, row("甲"))]
    report = import_catalog(csv_file(rows), government=cast.city, by=None)
    assert [problem.row for problem in report.errors] == [None]
    assert missing[:4] in report.errors[0].sentence
    assert not CatalogEntry.objects.exists()


def _broken_xlsx() -> bytes:
    return xlsx_file(merged_workbook()).getvalue()[:2000]


def _other_archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return file.getvalue()


WRONG_FILES = {
    "empty": b"",
    "blank": b" \n \n",
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "pdf": b"%PDF-1.7\n\x00\x01\x02",
    "old xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "broken xlsx": _broken_xlsx(),
    "another archive": _other_archive(),
    "unclosed quotation": '领域,一级事项,公开内容\n"社会救助,甲,乙\n'.encode(),
    "prose": "这是一封信。\n没有表格。\n".encode(),
    "headers alone": ",".join(HEADERS).encode(),
}


@pytest.mark.parametrize("kind", WRONG_FILES)
def test_a_wrong_file_is_one_sentence(cast, kind):
    report = import_catalog(io.BytesIO(WRONG_FILES[kind]), government=cast.city, by=None)
    assert [problem.row for problem in report.errors] == [None]
    assert (report.created, report.lost) == (0, 0)


def test_files_beyond_the_limits_are_refused(cast, monkeypatch):
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 3)
    report = import_catalog(csv_file([HEADERS, *[row(str(i)) for i in range(3)]]), government=cast.city, by=None)
    assert len(report.errors) == 1
    monkeypatch.setattr(spreadsheet, "MAX_BYTES", 50)
    assert len(import_catalog(csv_file([HEADERS, row()]), government=cast.city, by=None).errors) == 1
    assert not CatalogEntry.objects.exists()


def test_a_merged_range_over_the_whole_sheet_is_refused_before_it_is_built(cast):
    book = Workbook()
    book.active.append(HEADERS)
    file = xlsx_file(book)
    hostile = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(hostile, "w") as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                merged = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells><pageMargins'
                content = content.replace(b"<pageMargins", merged)
                assert b"XFD1048576" in content
            target.writestr(part, content)
    hostile.seek(0)
    report = import_catalog(hostile, government=cast.city, by=None)
    assert [problem.row for problem in report.errors] == [None]


def test_unknown_publishing_units_are_remarks_and_known_ones_are_not(cast):
    file = csv_file([HEADERS, row("甲"), row("乙", subject="无名局"), row("丙", subject="无名局")])
    report = import_catalog(file, government=cast.city, by=None)
    assert [(problem.row, "无名局" in problem.sentence) for problem in report.warnings] == [(3, True)]


def test_importing_takes_the_right_over_that_government(cast):
    file = csv_file([HEADERS, row("甲")])
    for user in (cast.clerk, cast.other_officer, cast.admin):
        file.seek(0)
        with pytest.raises(NotAllowed):
            import_catalog(file, government=cast.city, by=user)
    file.seek(0)
    assert import_catalog(file, government=cast.city, by=cast.officer).created == 1
