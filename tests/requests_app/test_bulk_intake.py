"""Requests on paper out of a file: a preview by row, the whole file or nothing, and each number once."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from catalog.actions import keep_upload
from catalog.models import KeptUpload
from portal.audit.models import AuditEvent, Event
from portal.receipts import shown
from portal.refusals import NotAllowed
from requests_app import intake_file
from requests_app.actions.bulk_intake import import_requests, preview_requests
from requests_app.intake_columns import COLUMNS
from requests_app.intake_template import intake_template
from requests_app.models import DisclosureRequest, ImportedRequest
from requests_app.opening import open_case
from requests_app.permissions import Permission

INTAKE = reverse("admin:requests_app_disclosurerequest_intake")
ROW = {
    "登记簿编号": "2026-001", "收到方式": "当面提交", "收到日期": "2026-03-02", "申请人": "张三", "证件号码": "A-1",
    "联系电话": "5551234", "所需信息": "低保资金分配表", "获取方式": "邮寄",
}  # fmt: skip


def workbook(*rows, headers=None):
    """A file with these rows; a row is what differs from ROW."""
    book, headers = Workbook(), headers or list(ROW)
    book.active.append(headers)
    for row in rows:
        book.active.append([(ROW | row).get(header, "") for header in headers])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def faults(cast, *rows, **more):
    intake = preview_requests(io.BytesIO(workbook(*rows, **more)), agency=cast.bureau, by=cast.clerk)
    return {line.number: line.faults for line in intake.lines if line.faults}


@pytest.fixture
def kept(cast):
    def kept(*rows):
        content = workbook(*rows)
        return keep_upload(
            cast.bureau, by=cast.clerk, name="登记簿.xlsx", content=content, right=Permission.HANDLE_REQUEST
        )

    return kept


def test_each_row_gets_number_code_and_clock(cast, kept):
    upload = kept({}, {"登记簿编号": "2026-002", "申请人": "李四", "收到日期": "2026年3月4日"})
    intake = import_requests(upload, by=cast.clerk)
    assert intake.is_clean
    first, second = DisclosureRequest.objects.order_by("number")
    assert [filed.case for _line, filed in intake.filed] == [first, second]
    assert (first.channel, first.received_on.isoformat(), first.form_wanted) == ("counter", "2026-03-02", "paper")
    assert (second.name, second.received_on.isoformat()) == ("李四", "2026-03-04")
    assert first.stages.get().by == cast.clerk
    for _line, filed in intake.filed:
        assert open_case(shown(filed.code), under=cast.city).number == filed.case.number
    assert len({filed.code for _line, filed in intake.filed}) == 2
    facts = AuditEvent.objects.get(event=Event.REQUESTS_IMPORTED).after
    assert (facts["rows"], facts["filed"]) == (2, 2)
    assert not KeptUpload.objects.exists()


def test_the_same_number_is_taken_in_once(cast, kept):
    import_requests(kept({}), by=cast.clerk)
    again = import_requests(kept({}, {"登记簿编号": "2026-002"}), by=cast.clerk)
    assert [line.external_no for line, _filed in again.filed] == ["2026-002"]
    assert DisclosureRequest.objects.count() == 2
    changed = faults(cast, {"申请人": "别人"})
    assert list(changed) == [2]
    assert ImportedRequest.objects.count() == 2


def test_one_fault_and_nothing_is_taken_in(cast, kept):
    upload = kept({}, {"登记簿编号": "2026-002", "联系电话": ""})
    intake = import_requests(upload, by=cast.clerk)
    assert [bool(line.faults) for line in intake.lines] == [False, True]
    assert not DisclosureRequest.objects.exists()
    assert KeptUpload.objects.exists()


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"登记簿编号": ""}, "登记簿编号"),
        ({"登记簿编号": "9" * 101}, "登记簿编号"),
        ({"收到方式": "网上提交"}, "收到方式"),
        ({"收到方式": ""}, "收到方式"),
        ({"收到日期": "昨天"}, "收到日期"),
        ({"收到日期": "2099-01-05"}, "收到日期"),
        ({"申请人": ""}, "申请人"),
        ({"申请人": "张" * 101}, "申请人"),
        ({"获取方式": "飞鸽"}, "获取方式"),
        ({"联系电话": ""}, "联系电话"),
    ],
)
def test_faults_stand_beside_their_rows(cast, changed, column):
    found = faults(cast, {}, {"登记簿编号": "2026-002"} | changed)
    assert list(found) == [3]
    assert found[3][0].startswith(column)


def test_twins_and_other_names_of_columns(cast):
    assert list(faults(cast, {}, {})) == [3]
    headers = [header if header != "申请人" else "姓名" for header in ROW]
    book = Workbook()
    book.active.append(["表头说明"])
    book.active.append(headers)
    book.active.append(list(ROW.values()))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    assert preview_requests(file, agency=cast.bureau, by=cast.clerk).is_clean


@pytest.mark.parametrize(
    "content", [b"", b"PK nothing", "名称,别的\n甲,乙".encode(), "登记簿编号,申请人\n1,甲".encode()]
)
def test_a_file_that_cannot_be_read_says_so(cast, content):
    intake = preview_requests(io.BytesIO(content), agency=cast.bureau, by=cast.clerk)
    assert intake.error
    assert not intake.is_clean


def test_too_many_rows(cast, monkeypatch):
    monkeypatch.setattr(intake_file, "MOST_REQUESTS", 1)
    intake = preview_requests(io.BytesIO(workbook({}, {"登记簿编号": "2026-002"})), agency=cast.bureau, by=cast.clerk)
    assert "1" in intake.error


def test_only_for_those_who_handle_requests_there(cast, client):
    for stranger in (cast.head, cast.officer, cast.sibling_clerk):
        with pytest.raises(NotAllowed):
            preview_requests(io.BytesIO(workbook({})), agency=cast.bureau, by=stranger)
    client.force_login(cast.head)
    assert client.get(INTAKE).status_code == 403
    client.force_login(cast.sibling_clerk)
    file = SimpleUploadedFile("a.xlsx", workbook({}))
    assert client.post(INTAKE, {"agency": cast.bureau.pk, "file": file}).context["form"].errors.keys() == {"agency"}


def test_preview_confirm_and_slips_once(cast, client):
    client.force_login(cast.clerk)
    today = timezone.localdate().isoformat()
    rows = workbook({"收到日期": today}, {"登记簿编号": "2026-002", "收到日期": today})
    page = client.post(INTAKE, {"agency": cast.bureau.pk, "file": SimpleUploadedFile("a.xlsx", rows)})
    assert page.status_code == 200
    assert "UNDEFINED" not in page.content.decode()
    assert not DisclosureRequest.objects.exists()
    confirm = reverse("admin:requests_app_disclosurerequest_intake_confirm", args=[page.context["kept"].key])
    client.force_login(cast.head)
    assert client.post(confirm).status_code == 404
    client.force_login(cast.clerk)
    assert client.get(confirm).status_code == 405
    slips = client.post(confirm)
    text = slips.content.decode()
    assert "no-store" in slips.headers["Cache-Control"]
    for case in DisclosureRequest.objects.all():
        assert case.number in text
    assert len(slips.context["slips"]) == 2
    for _line, _case, code in slips.context["slips"]:
        assert code in text
    assert client.post(confirm).status_code == 404
    again = client.post(INTAKE, {"agency": cast.bureau.pk, "file": SimpleUploadedFile("a.xlsx", rows)})
    assert again.context["kept"] is None
    assert DisclosureRequest.objects.count() == 2


def test_faults_are_shown_on_the_page(cast, client):
    client.force_login(cast.clerk)
    file = SimpleUploadedFile("a.xlsx", workbook({}, {"登记簿编号": "2026-002", "收到日期": "昨天"}))
    page = client.post(INTAKE, {"agency": cast.bureau.pk, "file": file})
    assert page.context["kept"] is None
    assert page.context["faulty"] == 1
    assert "收到日期" in page.content.decode()
    broken = client.post(INTAKE, {"agency": cast.bureau.pk, "file": SimpleUploadedFile("a.xlsx", b"PK")})
    assert "errornote" in broken.content.decode()


def test_the_template_is_read_as_it_was_made(cast, client):
    client.force_login(cast.clerk)
    answer = client.get(reverse("admin:requests_app_disclosurerequest_intake_template"))
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    assert [cell.value.rstrip("*") for cell in sheet[1]] == [column.header for column in COLUMNS]
    values = ROW | {"申请人类别": "公民", "证件类型": ""}
    for place, column in enumerate(COLUMNS, 1):
        if column.header in ROW:
            sheet.cell(2, place, values[column.header])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    intake = preview_requests(file, agency=cast.bureau, by=cast.clerk)
    assert intake.is_clean, [line.faults for line in intake.lines]
    assert len(intake.lines) == 1
    assert intake_template()
