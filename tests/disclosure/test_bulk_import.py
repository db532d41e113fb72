"""Many items out of one file: looked at first, all or nothing, each row once, by the same rules as by hand."""

import csv
import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from catalog.models import KeptUpload
from disclosure import actions
from disclosure.actions.bulk import confirm_items
from disclosure.item_columns import COLUMNS
from disclosure.item_template import item_template
from disclosure.models import ImportedItem, Item, Version
from disclosure.states import State
from portal.audit.models import AuditEvent, Event
from portal.refusals import NotAllowed

HEADERS = ["外部编号", "标题", "正文", "公开属性"]
IMPORT = "admin:disclosure_item_import"


def row(number, **cells):
    return {
        "外部编号": f"A-{number}",
        "标题": f"第{number}号通知",
        "正文": "自七月起执行。",
        "公开属性": "主动公开",
    } | cells


def sheet(*rows, headers=None):
    """An XLSX file with the rows under all headers that one of them has."""
    headers = headers or list(dict.fromkeys(name for cells in rows for name in cells))
    book = Workbook()
    book.active.append(headers)
    for cells in rows:
        book.active.append([cells.get(name) for name in headers])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "旧系统.xlsx"
    return file


@pytest.fixture
def imported(cast):
    def imported(*rows, **options):
        return actions.import_items(sheet(*rows), **({"agency": cast.bureau, "by": cast.clerk} | options))

    return imported


def places(report):
    return [(problem.row, problem.column) for problem in report.errors]


def counts():
    return Item.objects.count(), Version.objects.count(), AuditEvent.objects.count(), ImportedItem.objects.count()


def test_a_row_becomes_a_draft_as_if_written_by_hand(cast, imported, entry):
    report = imported(
        row(
            1,
            目录事项="14-01",
            正文="<p>全文</p><script>alert(1)</script>",
            体裁="公告",
            主题分类="民政、扶贫、救灾",
            关键词="低保",
            摘要="一句话",
            文号="青民〔2026〕1号",
            信息来源="县政府",
            五公开="执行",
            成文日期=dt.date(2026, 1, 2),
            施行日期="2026年1月5日",
            失效日期="2026/12/31",
            公开对象="全社会",
            浏览量="5",
        )
    )
    assert report.errors == []
    assert (report.created, report.ignored) == (1, ["浏览量"])
    item = Item.objects.get()
    version = item.newest()
    assert (item.agency, version.author, item.state) == (cast.bureau, cast.clerk, State.DRAFT)
    assert (version.entry, version.body, version.kind, version.subject) == (
        entry,
        "<p>全文</p>",
        "announcement",
        "civil",
    )
    assert (version.doc_date, version.effective_on) == (dt.date(2026, 1, 2), dt.date(2026, 1, 5))
    assert (version.valid_until, version.stage) == (dt.date(2026, 12, 31), "execution")
    assert version.hash == version.fingerprint()
    events = list(AuditEvent.objects.order_by("number").values_list("event", flat=True))[-2:]
    assert events == [Event.ITEM_DRAFTED, Event.ITEMS_IMPORTED]
    facts = AuditEvent.objects.order_by("-number")[0].after
    assert (facts["file"], facts["created"], len(facts["sha256"])) == ("旧系统.xlsx", 1, 64)


def test_a_dry_run_changes_nothing_and_foresees_what_the_import_does(imported):
    rows = [row(1), row(2, 公开属性="不予公开"), row(3, 正文="联系人身份证11010519491231002X")]
    before = counts()
    seen = imported(*rows, submits=True, dry_run=True)
    assert counts() == before
    done = imported(*rows, submits=True)
    for report in (seen, done):
        assert (report.created, report.submitted) == (3, 1)
        assert [problem.row for problem in report.warnings] == [3, 4]
    states = dict(Item.objects.values_list("title", "state"))
    assert states == {"第1号通知": State.IN_REVIEW, "第2号通知": State.DRAFT, "第3号通知": State.DRAFT}


def test_one_bad_row_keeps_all_out_and_every_fault_has_its_place(cast, imported):
    before = counts()
    report = imported(
        row(1),
        row(2, 标题="", 公开属性=""),
        row(3, 成文日期="去年", 体裁="诗歌"),
        row(4, 目录事项="99-99", 外部编号=""),
        row(5, 生效日期="2026-05-01", 废止日期="2026-04-01"),
        row(6, 外部编号="A-1"),
        row(7, 单位=cast.sibling.name),
    )
    assert set(places(report)) == {
        (3, "标题"), (3, "公开属性"), (4, "成文日期"), (4, "体裁"), (5, "目录事项"), (5, "外部编号"), (6, "废止日期"),
        (7, "外部编号"), (8, "单位"),
    }  # fmt: skip
    assert counts() == before


def test_the_same_file_again_changes_nothing(imported):
    rows = [row(1, 成文日期="2026-01-02"), row(2)]
    imported(*rows)
    before = counts()
    report = imported(row(1, 成文日期="2026年1月2日"), row(2))
    assert (report.created, report.changed, report.unchanged) == (0, 0, 2)
    assert counts() == before


def test_a_changed_row_edits_the_draft_while_it_is_in_hand(cast, imported):
    imported(row(1), row(2))
    first = Item.objects.get(title="第1号通知")
    report = imported(row(1, 正文="自八月起执行。"), row(2))
    assert (report.created, report.changed, report.unchanged) == (0, 1, 1)
    assert first.newest().body == "<p>自八月起执行。</p>"
    assert first.versions.count() == 1

    actions.revise(first, by=cast.clerk, summary="手工写的摘要")
    report = imported(row(1, 正文="自九月起执行。"), row(2), dry_run=True)
    assert [(problem.row, problem.column) for problem in report.warnings] == [(2, "外部编号")]

    actions.submit(first, by=cast.clerk)
    before = counts()
    report = imported(row(1, 正文="自九月起执行。"), row(2), row(3))
    assert places(report) == [(2, "外部编号")]
    assert first.index_no in report.errors[0].sentence
    assert counts() == before
    assert imported(row(1, 正文="自八月起执行。")).unchanged == 1  # what it says already needs no editing


def test_only_agencies_one_writes_for(cast, imported):
    with pytest.raises(NotAllowed):
        imported(row(1), agency=cast.sibling)
    with pytest.raises(NotAllowed):
        imported(row(1), by=cast.citizen)
    assert not Item.objects.exists()
    for named in (cast.other_bureau.code, cast.county.name, "没有的局"):
        assert places(imported(row(1, 机构代码=named))) == [(2, "机构代码")]
    assert imported(row(1, 机构代码=cast.bureau.code), row(2)).created == 2


def test_the_same_number_at_two_agencies_is_two_items(cast, imported):
    imported(row(1))
    actions.import_items(sheet(row(1)), agency=cast.sibling, by=cast.sibling_clerk)
    assert sorted(ImportedItem.objects.values_list("agency__code", flat=True)) == [cast.sibling.code, cast.bureau.code]


def test_an_entry_of_another_government_is_none(cast, imported, entry):
    report = actions.import_items(sheet(row(1, 目录事项=entry.code)), agency=cast.other_bureau, by=cast.other_clerk)
    assert places(report) == [(2, "目录事项")]


def test_a_formula_is_text_and_hostile_files_are_refused(cast, imported, monkeypatch):
    imported(row(1, 标题='=HYPERLINK("http://evil.test","x")'))
    assert Item.objects.get().title == '=HYPERLINK("http://evil.test","x")'
    before = counts()
    monkeypatch.setattr("catalog.spreadsheet.MAX_UNPACKED_BYTES", 1000)
    hostile = [sheet(row(2)), io.BytesIO(b"PK\x03\x04 no archive"), io.BytesIO(b""), io.BytesIO(b"\x00\x01\x02")]
    monkeypatch.setattr("disclosure.item_import.MOST_ITEMS", 2)
    hostile += [io.BytesIO(("\n".join([",".join(HEADERS), *[f"{n},t,b,主动公开" for n in range(3)]])).encode())]
    for file in hostile:
        report = actions.import_items(file, agency=cast.bureau, by=cast.clerk)
        assert [problem.row for problem in report.errors] == [None], file
    assert counts() == before


def test_a_second_sheet_is_not_passed_over_in_silence(cast):
    book = load_workbook(sheet(row(1)))
    book.create_sheet("更多").append(HEADERS)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    report = actions.import_items(file, agency=cast.bureau, by=cast.clerk)
    assert report.created == 1
    assert ["更多" in problem.sentence for problem in report.warnings] == [True]


def test_more_rows_than_can_be_told_to_reviewers_in_a_request_stay_out(imported, monkeypatch):
    monkeypatch.setattr("disclosure.actions.bulk.MOST_SUBMITTED", 2)
    rows = [row(number) for number in range(3)]
    assert [problem.row for problem in imported(*rows, submits=True).errors] == [None]
    assert imported(*rows).created == 3


def test_headers_in_any_order_from_csv_in_the_encoding_of_old_systems(cast):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(
        [["公开方式", "内容", "信息标题", "原编号"], ["依申请公开", "第一行\n第二行", "旧文", "007"]]
    )
    file = io.BytesIO(text.getvalue().encode("gb18030"))
    assert actions.import_items(file, agency=cast.bureau, by=cast.clerk).created == 1
    assert ImportedItem.objects.get().external_no == "007"
    assert Item.objects.get().newest().body == "<p>第一行</p>\n<p>第二行</p>"


def test_the_template_is_understood_when_filled_in(cast):
    book = load_workbook(io.BytesIO(item_template()))
    data = book["数据"]
    assert [cell.value.rstrip("*") for cell in data[1]] == [column.header for column in COLUMNS]
    lists = {str(rule.sqref).split("2:")[0]: rule.formula1 for rule in data.data_validations.dataValidation}
    for place in range(1, len(COLUMNS) + 1):
        cell = data.cell(2, place)
        if cell.column_letter in lists:
            cell.value = book["选项"][f"{cell.column_letter}1"].value
    filled = {"外部编号*": "T-1", "标题*": "模板", "正文*": "文字", "公开属性*": "主动公开"}
    for place in range(1, len(COLUMNS) + 1):
        if (value := filled.get(data.cell(1, place).value)) is not None:
            data.cell(2, place).value = value
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    report = actions.import_items(file, agency=cast.bureau, by=cast.clerk)
    assert (report.errors, report.created, report.ignored) == ([], 1, [])
    assert len(lists) == 5


def test_a_row_costs_what_it_costs_however_many_there_are(imported):
    def cost(rows, **options):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            imported(*rows, **options)
        return len(queries)

    imported(row(0))
    few, many = (cost([row(n) for n in range(5)], dry_run=True), cost([row(n) for n in range(15)], dry_run=True))
    assert (many - few) / 10 <= 8
    few, many = cost([row(n) for n in range(1, 6)]), cost([row(n) for n in range(6, 21)])
    assert (many - few) / 10 <= 45


# --- the pages ------------------------------------------------------------------------------------------------------


def preview(client, cast, *rows, **given):
    file = SimpleUploadedFile("旧系统.xlsx", sheet(*rows).read())
    return client.post(reverse(IMPORT), {"agency": cast.bureau.pk, "file": file} | given)


def confirm(client, page):
    given = {"plan": page.context["report"].plan} | ({"submits": "on"} if page.context["submits"] else {})
    return client.post(reverse(f"{IMPORT}_confirm", args=[page.context["kept"].key]), given, follow=True)


def test_preview_and_confirm(client, cast):
    client.force_login(cast.clerk)
    assert reverse(IMPORT) in client.get(reverse("admin:disclosure_item_changelist")).text
    page = preview(client, cast, row(1), row(2), submits="on")
    assert not Item.objects.exists()
    done = confirm(client, page)
    assert done.status_code == 200
    assert set(Item.objects.values_list("state", flat=True)) == {State.IN_REVIEW}
    assert not KeptUpload.objects.exists()
    assert confirm(client, page).status_code == 404
    assert Item.objects.count() == 2


def test_a_preview_with_faults_names_them_and_offers_nothing_to_confirm(client, cast):
    client.force_login(cast.clerk)
    page = preview(client, cast, row(1, 标题=""))
    assert page.context["kept"] is None
    assert "标题" in page.context["errors"][0]
    assert "2" in page.context["errors"][0]
    assert not KeptUpload.objects.exists()


def test_what_changed_since_the_preview_is_not_overwritten(client, cast, imported):
    client.force_login(cast.clerk)
    imported(row(1))
    page = preview(client, cast, row(1, 正文="文件中的新文字"))
    item = Item.objects.get()
    actions.revise(item, by=cast.clerk, body="同事刚刚写的")
    confirm(client, page)
    assert item.newest().body == "<p>同事刚刚写的</p>"


def imported_plan(cast):
    """What a preview of the same file would say now."""
    return actions.import_items(sheet(row(1)), agency=cast.bureau, by=cast.clerk, dry_run=True).plan


def test_two_confirmations_at_once_import_once(client, cast):
    client.force_login(cast.clerk)
    page = preview(client, cast, row(1))
    kept = KeptUpload.objects.get()  # the second person to press has the row in hand already
    confirm(client, page)
    for plan in (page.context["report"].plan, imported_plan(cast)):
        report = confirm_items(kept, by=cast.clerk, submits=False, plan=plan)
        assert [problem.row for problem in report.errors] == [None]
    assert Item.objects.count() == 1


def test_nobody_confirms_the_file_of_another(client, cast):
    client.force_login(cast.clerk)
    page = preview(client, cast, row(1))
    for other in (cast.sibling_clerk, cast.other_clerk, cast.head, cast.officer):
        client.force_login(other)
        assert confirm(client, page).status_code == 404
    assert not Item.objects.exists()


def test_the_form_offers_no_agency_of_others(client, cast):
    client.force_login(cast.clerk)
    page = preview(client, cast, row(1), agency=cast.sibling.pk)
    assert list(page.context["form"].errors) == ["agency"]
    client.force_login(cast.supervisor)
    assert client.get(reverse(IMPORT)).status_code == 403
