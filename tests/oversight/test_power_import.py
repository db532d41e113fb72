"""Stages out of a file and over the API: a preview by row, all or nothing, and the same again changes nothing."""

import base64
import datetime as dt
import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from catalog.actions import keep_upload
from catalog.models import KeptUpload
from oversight.actions.power_import import import_stages, preview_stages
from oversight.models import PowerCase, PowerSeries, PowerStep
from oversight.permissions import Permission
from oversight.powers import reading
from portal.audit.models import AuditEvent, Event
from portal.refusals import NotAllowed
from tests.cast import PASSWORD
from tests.oversight.powering import penalty

NOW = dt.datetime(2026, 11, 2, 2, tzinfo=dt.UTC)
ROW = {
    "案件编号": "青民罚1", "职权编码": "cf-001", "当事人": "青田康乐养老院", "案由": "超范围收住", "环节": "登记",
    "进入时间": "2026-10-12",
}  # fmt: skip
COURSE = (
    {}, {"环节": "立案", "进入时间": "2026年10月13日"}, {"环节": "调查", "进入时间": "2026/10/14 9:05"},
    {"环节": "处罚", "进入时间": "2026-10-20 15:30", "决定结果": "予以处罚", "决定内容": "罚款八百元。",
     "裁量档次": "较轻", "数额": "800.00", "重大案件": "否"},
)  # fmt: skip
HEADERS = [*ROW, "当事人类型", "决定结果", "决定内容", "裁量档次", "数额", "重大案件", "经办人"]


@pytest.fixture
def clock(cast):
    with time_machine.travel(NOW, tick=False) as clock:
        penalty(cast)
        yield clock


def workbook(*rows, headers=HEADERS):
    book = Workbook()
    book.active.append(headers)
    for row in rows:
        book.active.append([(ROW | row).get(header, "") for header in headers])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def preview(cast, *rows, by=None, **more):
    return preview_stages(workbook(*rows, **more), agency=cast.bureau, by=by or cast.clerk)


def confirmed(cast, *rows):
    kept = keep_upload(
        cast.bureau, by=cast.clerk, name="环节.xlsx", content=workbook(*rows), right=Permission.RUN_POWER
    )
    return import_stages(kept, by=cast.clerk)


def test_a_file_is_previewed_and_taken_in_once(cast, clock):
    found = preview(cast, *COURSE)
    assert [line.faults for line in found.lines] == [[], [], [], []]
    assert (PowerCase.objects.count(), PowerSeries.objects.count(), KeptUpload.objects.count()) == (0, 0, 0)
    done = confirmed(cast, *COURSE)
    assert (done.is_clean, len(done.fresh), KeptUpload.objects.count()) == (True, 4, 0)
    case = PowerCase.objects.get()
    assert (case.present.name, case.state, case.amount, case.party_name) == ("处罚", "decided", 800, "青田康乐养老院")
    assert case.steps.get(place=3).at == dt.datetime(2026, 10, 14, 1, 5, tzinfo=dt.UTC)
    before = list(PowerStep.objects.values())
    again = preview(cast, *COURSE)
    assert (again.is_clean, again.fresh) == (True, [])
    confirmed(cast, *COURSE)
    assert list(PowerStep.objects.values()) == before
    more = confirmed(cast, *COURSE, {"环节": "结案", "进入时间": "2026-10-30"}, {"案件编号": "青民罚2"})
    assert [line.case for line in more.lines][-2:] == ["qt-mzj-2026-0001", "qt-mzj-2026-0002"]
    assert PowerCase.objects.get(serial=1).state == "closed"
    assert AuditEvent.objects.filter(event=Event.POWER_CASES_IMPORTED).count() == 3


def test_every_fault_stands_beside_its_row_and_nothing_is_written(cast, clock):
    wrong = (
        {"进入时间": "昨天"}, {"进入时间": "2026-10-12 25:00"}, {"进入时间": "2026-12-12"}, {"职权编码": "cf-9"},
        {"环节": "结业"}, {"当事人": ""}, {"当事人类型": "神仙"}, {"案由": "x" * 121}, {"案件编号": ""},
        {"数额": "一千"}, {"重大案件": "也许"}, {"环节": "处罚"}, {"当事人": "=1+1" * 40},
        {"决定结果": "准予", "决定内容": "准予", "环节": "处罚"},
    )  # fmt: skip
    rows = [{"案件编号": f"案{turn}"} | row for turn, row in enumerate(wrong)]
    found = preview(cast, *rows, {"案件编号": "好"})
    assert [bool(line.faults) for line in found.lines] == [True] * len(rows) + [False]
    assert found.lines[3].faults[0].startswith("职权编码")
    assert not confirmed(cast, *rows).is_clean
    assert (PowerCase.objects.count(), KeptUpload.objects.count()) == (0, 1)
    other = preview(cast, {}, {"环节": "立案", "当事人": "别人", "进入时间": "2026-10-13"})
    assert other.lines[1].faults[0].startswith("当事人")
    fine, spared = COURSE[3], COURSE[3] | {"决定结果": "不予处罚（强制）", "进入时间": "2026-10-21"}
    assert preview(cast, {}, fine, spared).lines[0].faults


def test_files_that_are_none(cast, clock, monkeypatch):
    for content in (b"", b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0", b"\x00\x01", "别的表头,乙\n1,2".encode()):
        assert preview_stages(content, agency=cast.bureau, by=cast.clerk).error, content
    assert preview(cast).error
    assert preview(cast, {}, headers=[header for header in HEADERS if header != "环节"]).error
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert preview(cast, {}, {}, {}).error
    with pytest.raises(NotAllowed):
        preview(cast, {}, by=cast.sibling_clerk)
    formula = preview(cast, {"当事人": "=HYPERLINK(1)", "案件编号": "式"})
    assert formula.lines[0].content["party_name"] == "=HYPERLINK(1)"  # text, computed by nobody


def test_the_pages_of_the_import(cast, clock):
    client = Client(HTTP_HOST="testserver")
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    template = client.get("/office/powers/import/template/")
    headers = [cell.value for cell in load_workbook(io.BytesIO(template.content)).active[1]]
    assert headers[:3] == ["案件编号*", "职权编码*", "当事人类型"]
    sent = {"agency": cast.bureau.pk, "file": SimpleUploadedFile("f.xlsx", workbook(*COURSE))}
    page = client.post("/office/powers/import/", sent)
    assert "共4行" in page.content.decode()
    key = KeptUpload.objects.get().key
    other = Client(HTTP_HOST="testserver")
    other.force_login(cast.sibling_clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert other.post(f"/office/powers/import/{key}/").status_code == 404
    foreign = {"agency": cast.bureau.pk, "file": SimpleUploadedFile("f.xlsx", workbook({}))}
    assert "agency" in other.post("/office/powers/import/", foreign).context["form"].errors
    assert client.post(f"/office/powers/import/{key}/").status_code == 302
    assert client.post(f"/office/powers/import/{key}/").status_code == 404
    assert PowerCase.objects.get().state == "decided"


REPORT = {
    "agency": "qt-mzj", "outside_number": "API-1", "item": "cf-001", "party_kind": "person", "party_name": "张三丰",
    "matter": "超范围收住", "steps": [{"stage": "登记", "at": "2026-10-12T09:00:00+08:00", "officer": "外部甲"}],
}  # fmt: skip
DECIDED = {
    "steps": [{"stage": "处罚", "at": "2026-10-20T09:00:00+08:00"}],
    "decision": {"outcome": "imposed", "text": "罚款。", "degree": "较轻", "amount": "1500"},
}


def post(user, said, *, password=PASSWORD, host="testserver", **headers):
    mark = base64.b64encode(f"{user.username}:{password}".encode()).decode()
    return Client(HTTP_HOST=host).post(
        "/api/v1/power-cases/", said, content_type="application/json", headers={"Authorization": f"Basic {mark}"}
    )


def test_the_api_takes_a_report_once(cast, clock):
    first = post(cast.clerk, REPORT)
    assert (first.status_code, first.json()) == (201, {
        "number": "qt-mzj-2026-0001", "stage": "登记", "state": "running", "is_new": True, "recorded": 1,
        "findings": [],
    })  # fmt: skip
    again = post(cast.clerk, REPORT)
    assert (again.status_code, again.json()["recorded"], PowerStep.objects.count()) == (200, 0, 1)
    decided = post(cast.clerk, REPORT | DECIDED).json()
    assert (decided["state"], len(decided["findings"])) == ("decided", 2)  # out of order, outside the benchmark
    assert post(cast.clerk, REPORT | {"party_name": "李四"}).json().keys() == {"party_name"}
    assert post(cast.clerk, REPORT | {"steps": []}).status_code == 400
    assert post(cast.clerk, REPORT | {"steps": [{"stage": "登记", "at": "昨天"}]}).status_code == 400
    assert (
        post(cast.clerk, REPORT | {"decision": {"outcome": "imposed", "text": "x", "amount": "NaN"}}).status_code == 400
    )
    assert PowerCase.objects.count() == 1


def test_the_api_asks_for_the_account_and_no_session(cast, clock, settings):
    settings.AXES_ENABLED = True
    assert post(cast.clerk, REPORT, password="wrong").status_code == 401
    for somebody in (cast.sibling_clerk, cast.head, cast.officer, cast.other_clerk):
        assert post(somebody, REPORT).status_code == 404, somebody
    assert post(cast.clerk, REPORT, host="yuanshan.test").status_code == 404
    signed_in = Client(HTTP_HOST="testserver")
    signed_in.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    assert signed_in.post("/api/v1/power-cases/", REPORT, content_type="application/json").status_code == 401
    assert signed_in.get("/api/v1/power-cases/").status_code in {401, 405}
    for _turn in range(5):
        post(cast.clerk, REPORT, password="wrong")
    assert post(cast.clerk, REPORT).status_code in {401, 403, 429}
    assert PowerCase.objects.count() == 0
