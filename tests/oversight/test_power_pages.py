"""Pages of powers: the clerk's and the office's, and what everybody and the party read."""

import datetime as dt
import io

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from oversight import actions as oversight
from oversight.models import PowerCase, PowerItem
from oversight.powers.monthly import Month, lines, month_of
from oversight.report.computing import own_cells
from oversight.report.units import reach_of
from portal.receipts import shown
from tests.oversight.powering import BANDS, licence, onward, penalty, registered, ruled
from tests.oversight.sweeps import DAY

NOW = dt.datetime(2026, 9, 23, 2, tzinfo=dt.UTC)
FLOW = "登记 5 工作日\n审查 20 日\n决定书 决定\n归档"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def at(user):
    client = Client(HTTP_HOST="testserver")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_clerk_runs_a_case_on_the_pages(cast, clock):
    item, client = penalty(cast), at(cast.clerk)
    said = {
        "item": item.pk, "party_kind": "person", "party_name": "张三丰", "party_number": "", "matter": "超范围收住",
        "note": "",
    }  # fmt: skip
    assert client.post("/office/powers/new/", said | {"matter": "张三丰"}).status_code == 200
    page = client.post("/office/powers/new/", said, follow=True)
    case = PowerCase.objects.get()
    address = case.get_absolute_url()
    assert page.redirect_chain[-1][0] == address
    for stage in ("立案", "调查"):
        client.post(f"{address}advance/", {"stage": stage, "note": ""})
    again = client.post(f"{address}advance/", {"stage": "调查", "note": ""}, follow=True)
    assert "案件所处环节已经变化" in again.content.decode()
    decided = {"stage": "处罚", "note": "", "outcome": "imposed", "text": "罚款。", "degree": "较轻", "amount": "1500"}
    wrong = client.post(f"{address}advance/", decided)
    assert "裁量基准" in str(wrong.context["verbs"][0][2].errors["reason"])
    client.post(f"{address}advance/", decided | {"reason": "多次违法", "is_major": "on"})
    client.post(f"{address}publish/", {"text": "罚款一千五百元。"})
    page = client.get(address).content.decode()
    for words in ("超出裁量基准", "重大案件", "张三丰", "多次违法", "结案"):
        assert words in page, words
    seen = at(cast.head).get(address).content.decode()
    assert "张三丰" not in seen
    assert "张**" in seen
    office = at(cast.officer)
    office.post(f"{address}receive/", {"note": "已阅"})
    office.post(f"{address}settle/", {"note": "理由成立"})
    client.post(f"{address}advance/", {"stage": "结案", "note": "已缴清"})
    closed = PowerCase.objects.get()
    assert (closed.state, closed.filing.note, closed.findings.get().note) == ("closed", "已阅", "理由成立")
    assert "罚款一千五百元。" in Client(HTTP_HOST="testserver").get(item.get_absolute_url()).content.decode()


def test_the_lists_are_narrowed_and_ask_the_same_number_of_queries(cast, clock):
    item = penalty(cast)
    client = at(cast.officer)
    asked = []
    for turn in range(4):
        registered(item, cast.clerk, matter=f"案件{turn}")
        with CaptureQueriesContext(connection) as queries:
            client.get("/office/powers/")
        asked.append(len(queries))
    assert len(set(asked)) == 1
    assert asked[0] <= 12
    onward(registered(item, cast.clerk, matter="要报备"), cast.clerk, to="处罚", decision=ruled(is_major=True))
    clock.move_to(NOW + 60 * DAY)
    client = at(cast.officer)
    for query, found in (
        ("", 5), ("turn=late", 5), ("turn=unpublished", 1), ("turn=office", 1), ("state=decided", 1),
        ("kind=licence", 0), ("agency=qt-mzj", 5), ("number=0003", 1), ("number=%20", 5), ("source=api", 0),
        ("turn=nonsense", 5), ("page=999", 5),
    ):  # fmt: skip
        assert client.get(f"/office/powers/?{query}").context["page"].paginator.count == found, query
    assert at(cast.sibling_clerk).get("/office/powers/").context["page"].paginator.count == 0
    assert at(cast.citizen).get("/office/powers/").status_code == 404


def test_the_office_enters_and_changes_a_power(cast, clock):
    client = at(cast.officer)
    said = {
        "agency": cast.bureau.pk, "code": "cf-7", "name": "处罚", "kind": "penalty", "basis": "法第一条", "flow": "",
        "bands": BANDS, "measure": "元", "major_from": "", "is_result_public": "on", "is_active": "on",
    }  # fmt: skip
    assert "flow" in client.post("/office/powers/items/new/", said | {"flow": "一个"}).context["form"].errors
    assert "bands" in client.post("/office/powers/items/new/", said | {"bands": "乱写"}).context["form"].errors
    assert client.post("/office/powers/items/new/", said).status_code == 302
    item = PowerItem.objects.get()
    assert len(item.stages) == 5
    assert client.post("/office/powers/items/new/", said).context["form"].errors["code"]
    page = client.get("/office/powers/items/qt-mzj/cf-7/").content.decode()
    assert "登记 7 工作日" in page
    assert (
        client.post("/office/powers/items/qt-mzj/cf-7/", said | {"flow": FLOW, "major_from": "5000"}).status_code == 302
    )
    item.refresh_from_db()
    assert ([stage.name for stage in item.stages], item.major_from) == (["登记", "审查", "决定书", "归档"], 5000)
    assert at(cast.clerk).get("/office/powers/items/").status_code == 404
    public = Client(HTTP_HOST="testserver").get("/powers/?q=处罚").content.decode()
    assert "登记 → 审查 → 决定书 → 归档" in public
    client.post("/office/powers/items/qt-mzj/cf-7/", {k: v for k, v in said.items() if k != "is_active"})
    assert Client(HTTP_HOST="testserver").get("/powers/qt-mzj/cf-7/").status_code == 404


def test_the_party_follows_the_case_with_number_and_code(cast, clock):
    case = registered(penalty(cast), cast.clerk)
    assert at(cast.sibling_clerk).post(f"{case.get_absolute_url()}code/").status_code == 404
    page = at(cast.clerk).post(f"{case.get_absolute_url()}code/")
    assert "no-store" in page.headers["Cache-Control"]
    first = page.context["code"]
    code = shown(oversight.issue_code(case, by=cast.clerk))
    anybody = Client(HTTP_HOST="testserver")
    opened = anybody.post("/powers/progress/", {"number": f" {case.number.upper()} ", "code": code.lower()})
    text = opened.content.decode()
    assert "登记" in text
    assert "张三丰" not in text
    assert "no-store" in opened.headers["Cache-Control"]
    other = registered(licence(cast), cast.clerk)
    answers = {
        anybody.post("/powers/progress/", {"number": number, "code": typed}).content
        .decode().replace(typed, "").replace(number, "")
        for number, typed in ((case.number, first), (other.number, code), ("nothing", "0" * 16), (other.number, "ZZZZ"))
    }  # fmt: skip
    assert len(answers) == 1
    assert anybody.post("/powers/progress/", {"number": "", "code": ""}).status_code == 422
    statuses = [anybody.post("/powers/progress/", {"number": "n", "code": "c"}).status_code for _turn in range(3)]
    assert statuses[-1] == 429
    assert (
        Client(HTTP_HOST="yuanshan.test").post("/powers/progress/", {"number": case.number, "code": code}).status_code
        != 200
    )


def test_the_monthly_table_is_counted_from_the_cases(cast, clock):
    fines, grants = penalty(cast), licence(cast)
    first = registered(fines, cast.clerk, matter="一")
    registered(fines, cast.clerk, matter="二")
    dropped = registered(grants, cast.clerk, matter="三")
    clock.move_to(NOW + 1 * DAY)
    onward(first, cast.clerk, to="处罚")
    clock.move_to(NOW + 20 * DAY)
    oversight.end_case(dropped, by=cast.clerk, reason="撤回")
    counted = {}
    for month in (Month(2026, 8), Month(2026, 9), Month(2026, 10)):
        found = lines(PowerItem.objects.public(), month)
        counted[str(month)] = {line.item.code: line[1:] for line in found}
    assert counted["2026-08"] == {"cf-001": (0, 0, 0, None), "xk-001": (0, 0, 0, None)}
    assert counted["2026-09"] == {"cf-001": (2, 1, 1, 1), "xk-001": (1, 0, 1, None)}
    assert counted["2026-10"] == {"cf-001": (0, 0, 1, None), "xk-001": (0, 0, 0, None)}
    client = Client(HTTP_HOST="testserver")
    page = client.get("/powers/table/?month=2026-09&agency=qt-mzj").content.decode()
    assert "当月受理（登记）" in page
    csv = client.get("/powers/table.csv?month=2026-09").content.decode("utf-8-sig").splitlines()
    assert csv[3].endswith(",2,1,1,1")
    book = load_workbook(io.BytesIO(client.get("/powers/table.xlsx?month=2026-09").content))
    assert [cell.value for cell in book.active[5]][4:7] == [3, 1, 2]
    for wrong in ("table/?month=2026-13", "table/?month=2999-01", "table/?month=1999-01", "table.pdf"):
        assert client.get(f"/powers/{wrong}").status_code == 404, wrong
    assert month_of("", dt.date(2026, 1, 5)) == Month(2026, 1)
    assert (Month(2026, 1).previous, Month(2026, 12).next) == (Month(2025, 12), Month(2027, 1))


def test_table_2_of_the_annual_report_counts_the_decisions_of_the_year(cast, clock):
    reach = reach_of(cast.bureau)
    assert not [cell for cell in own_cells(reach, 2026) if cell.endswith(".handled")]
    onward(registered(penalty(cast), cast.clerk), cast.clerk, to="处罚")
    registered(licence(cast), cast.clerk)
    cells = own_cells(reach, 2026)
    assert (cells["T2.penalties.handled"], cells["T2.licences.handled"]) == (1, 0)
    assert "T2.coercion.handled" not in cells
    assert own_cells(reach, 2025)["T2.penalties.handled"] == 0
