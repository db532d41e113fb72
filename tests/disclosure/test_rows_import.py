"""Rows out of a file: all or nothing, every fault named, the same file twice changes nothing, and back out again."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from catalog.actions import add_entry
from catalog.field_actions import apply_field_set
from catalog.fields import shown
from catalog.models import Area
from disclosure import actions
from disclosure.actions.rows import rows_of
from disclosure.models import StructuredRow
from disclosure.row_export import as_csv, guarded, unguarded
from portal.audit.models import AuditEvent, Event
from portal.refusals import NotAllowed, Refused
from tests.disclosure.lists import HEADERS, PENALTIES, penalty, workbook

KEYS = [column.key for column in PENALTIES]


@pytest.fixture
def listing(cast, drafted):
    """A draft that fulfils an entry with the fields of the penalties."""
    area = Area.objects.get(number=14)
    entry = add_entry(cast.county, by=None, code="14-09", area=area, level1="行政处罚", level2="处罚信息公示")
    apply_field_set(entry, "penalties", by=cast.officer)
    return drafted(title="行政处罚信息公示", entry=entry)


def public_rows(number):
    """What citizens may see of a penalty."""
    return shown(PENALTIES, penalty(number))


def test_ten_thousand_penalties_go_in_with_their_faults_named_and_come_out_as_they_were(cast, client, listing):
    rows = [penalty(number) for number in range(1, 10_001)]
    wrong = [*rows[:4999], rows[4999] | {"fine": "很多"}, *rows[5000:9999], rows[9999] | {"party_kind": "外星人"}]
    report = actions.import_rows(listing, workbook(wrong), by=cast.clerk)
    assert [(fault.line, fault.header) for fault in report.faults] == [
        (5001, "罚款金额（万元）"),
        (10_001, "行政相对人类别"),
    ]
    assert not StructuredRow.objects.exists()

    report = actions.import_rows(listing, workbook(rows), by=cast.clerk)
    assert (report.added, report.changed, report.unchanged, report.fault_count) == (10_000, 0, 0, 0)
    assert rows_of(listing.newest()) == rows
    actions.submit(listing, by=cast.clerk)
    actions.approve_and_publish(listing, by=cast.reviewer)

    seen = [shown(PENALTIES, row) for row in rows]
    page = client.get(f"/items/{listing.index_no}/rows/", {"page": "200"})
    assert page.context["page"].paginator.count == 10_000
    assert page.context["rows"] == seen[9950:]
    fined = client.get(f"/items/{listing.index_no}/rows/", {"f_penalty_kind": "罚款", "q": "第1号 建材"})
    assert fined.context["page"].paginator.count == 0  # the first one was warned
    as_json = json.loads(client.get(f"/items/{listing.index_no}/rows.json").content)
    assert as_json["rows"] == seen
    assert from_csv(client.get(f"/items/{listing.index_no}/rows.csv").content) == seen


def from_csv(content):
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert next(lines) == HEADERS
    return [dict(zip(KEYS, map(unguarded, line), strict=True)) for line in lines]


def test_the_same_file_again_changes_nothing(cast, listing):
    rows = [penalty(number) for number in range(1, 6)]
    actions.import_rows(listing, workbook(rows), by=cast.clerk)
    sealed = listing.newest().hash
    report = actions.import_rows(listing, workbook(rows), by=cast.clerk)
    assert (report.added, report.changed, report.removed, report.unchanged) == (0, 0, 0, 5)
    assert listing.newest().hash == sealed
    assert AuditEvent.objects.filter(event=Event.ROWS_CHANGED).count() == 1


def test_rows_are_found_again_by_their_key(cast, listing):
    actions.import_rows(listing, workbook([penalty(1), penalty(2), penalty(4)]), by=cast.clerk)
    report = actions.import_rows(listing, workbook([penalty(5), penalty(2, content="已改正")]), by=cast.clerk)
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 0, 0)
    assert rows_of(listing.newest()) == [penalty(1), penalty(2, content="已改正"), penalty(4), penalty(5)]
    whole = workbook([penalty(4), penalty(1)])
    report = actions.import_rows(listing, whole, by=cast.clerk, removes_absent=True)
    assert (report.removed, report.unchanged) == (2, 2)
    assert rows_of(listing.newest()) == [penalty(1), penalty(4)]


def test_a_dry_run_writes_nothing(cast, listing):
    sealed = listing.newest().hash
    report = actions.import_rows(listing, workbook([penalty(1)]), by=cast.clerk, dry_run=True)
    assert report.added == 1
    assert listing.newest().hash == sealed
    assert not StructuredRow.objects.exists()


@pytest.mark.parametrize(
    ("cells", "header"),
    [
        ({"doc_number": ""}, "行政处罚决定书文号"),
        ({"decided_on": "2025-02-30"}, "处罚决定日期"),
        ({"fine": "=1+1"}, "罚款金额（万元）"),
        ({"fine": "1.1234567"}, "罚款金额（万元）"),
        ({"fine": "NaN"}, "罚款金额（万元）"),
        ({"credit_code": "91110000000000001A"}, "统一社会信用代码"),
        ({"id_number": "110101199001011234"}, "证件号码"),
        ({"facts": "长" * 5001}, "违法事实"),
    ],
)
def test_a_cell_that_will_not_do_is_named(cast, listing, cells, header):
    report = actions.import_rows(listing, workbook([penalty(1), penalty(2, **cells)]), by=cast.clerk)
    assert [(fault.line, fault.header) for fault in report.faults] == [(3, header)]
    assert "3" in str(report.faults[0])
    assert header in str(report.faults[0])
    assert not StructuredRow.objects.exists()


def test_a_key_that_stands_twice_is_named_with_both_lines(cast, listing):
    report = actions.import_rows(listing, workbook([penalty(1), penalty(2), penalty(1)]), by=cast.clerk)
    assert [fault.line for fault in report.faults] == [4]
    assert "2" in report.faults[0].sentence


def test_columns_are_found_by_their_headers_wherever_they_stand(cast, listing):
    keys = [*reversed(KEYS)]
    headers = ["序号", *(HEADERS[KEYS.index(key)].replace("（", "(").replace("）", ")") for key in keys)]
    file = workbook([penalty(1) | {"no": "1"}], headers=headers, keys=["no", *keys])
    report = actions.import_rows(listing, file, by=cast.clerk)
    assert report.ignored == ["序号"]
    assert rows_of(listing.newest()) == [penalty(1)]


def test_a_file_without_a_required_column_is_refused(cast, listing):
    keys = [key for key in KEYS if key != "basis"]
    file = workbook([penalty(1)], headers=[HEADERS[KEYS.index(key)] for key in keys], keys=keys)
    with pytest.raises(Refused, match="处罚依据") as refusal:
        actions.import_rows(listing, file, by=cast.clerk)
    assert refusal.value.field == "file"


def test_an_entry_without_fields_takes_no_rows(cast, drafted, entry):
    with pytest.raises(Refused):
        actions.import_rows(drafted(entry=entry), workbook([penalty(1)]), by=cast.clerk)


def test_only_who_may_write_imports(cast, listing):
    with pytest.raises(NotAllowed):
        actions.import_rows(listing, workbook([penalty(1)]), by=cast.reviewer)


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-减", "@某", "'=1", "''-", "\uff1dHYPERLINK()", "平常", "'平常'"])
def test_no_cell_of_a_file_begins_a_formula_and_none_is_lost(cell):
    assert guarded(cell)[0] not in "=+-@\uff1d"
    assert unguarded(guarded(cell)) == cell


def test_a_downloaded_csv_can_be_imported_unchanged(cast, listing):
    rows = [penalty(number, party_name="某公司", party_kind="个体工商户", id_number="") for number in (7, 14)]
    actions.import_rows(listing, io.BytesIO(as_csv(PENALTIES, rows)), by=cast.clerk)
    assert rows_of(listing.newest()) == rows


def test_the_template_offers_the_choices_and_takes_its_own_rows_back(cast, client, listing):
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/admin/disclosure/item/{listing.pk}/rows/template/")
    book = load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book.worksheets[0][1]] == HEADERS
    rules = {
        str(rule.sqref).split("2:")[0]: rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation
    }
    assert rules["B"] == '"法人及非法人组织,自然人,个体工商户"'
    assert book.sheetnames == ["数据", "填写说明"]
    for place, column in enumerate(PENALTIES, 1):
        book.worksheets[0].cell(2, place, penalty(3)[column.key])
    filled = io.BytesIO()
    book.save(filled)
    filled.seek(0)
    assert actions.import_rows(listing, filled, by=cast.clerk).added == 1


def test_the_clerk_sees_what_a_file_would_do_and_then_imports_exactly_that(cast, client, listing):
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/admin/disclosure/item/{listing.pk}/rows/import/"
    bad = client.post(address, {"file": workbook([penalty(1, fine="很多")])})
    assert bad.context["kept"] is None
    assert "罚款金额（万元）" in bad.content.decode()
    good = client.post(address, {"file": workbook([penalty(1), penalty(2)])})
    assert not StructuredRow.objects.exists()
    confirm = f"{address}{good.context['kept'].key}/"
    client.force_login(cast.sibling_clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(confirm).status_code == 404
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    client.post(confirm)
    assert rows_of(listing.newest()) == [penalty(1), penalty(2)]
    assert client.post(confirm).status_code == 404
