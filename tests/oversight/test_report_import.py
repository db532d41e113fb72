"""Five real reports, with the faults that they are known to have and no others; rules asked of figures made wrong."""

import io
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from oversight.actions.report_import import import_reports
from oversight.models import AnnualReport
from oversight.report.reading import read_reports
from oversight.states import ReportState
from portal.agencies.actions import grant
from portal.agencies.models import Kind, Tier
from portal.agencies.roles import ROLES
from tests.cast import agency, person

FILE = Path(__file__).parents[1] / "data" / "annual_reports.jsonl"
WHO = {
    "suqian-2023": ("sq", Tier.CITY, Kind.GOVERNMENT),
    "longgang-dept-2024": ("lg", Tier.COUNTY, Kind.DEPARTMENT),
    "changchun-veterans-2023": ("cc", Tier.CITY, Kind.DEPARTMENT),
    "haizhu-guanzhou-street-2023": ("hz", Tier.TOWNSHIP, Kind.TOWNSHIP),
    "nilka-town-2023": ("nk", Tier.TOWNSHIP, Kind.TOWNSHIP),
}
REAL = [json.loads(line) for line in FILE.read_text().splitlines()]


@pytest.fixture
def officer(db):
    root = agency(None, "某省人民政府", "province", Tier.PROVINCE, Kind.GOVERNMENT, host="province.test")
    for row in REAL:
        code, tier, kind = WHO[row["id"]]
        agency(root, row["agency"], code, tier, kind)
    user = person("provinceofficer", "省公开办")
    grant(ROLES["officer"], to=user, on=root, by=None)
    return user


def lines(*rows):
    return io.BytesIO("\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode())


def suqian(**changes):
    return json.loads(json.dumps(next(row for row in REAL if row["id"] == "suqian-2023"))) | changes


def test_the_real_reports_have_the_faults_they_are_known_to_have_and_no_others(officer):
    found = import_reports(read_reports(io.BytesIO(FILE.read_bytes())), by=officer, is_dry_run=False)
    assert [line.read.faults for line in found.lines] == [[]] * 5
    said = {
        line.report.agency.code: [(f.rule, f.level, f.left, f.right) for f in line.findings] for line in found.lines
    }
    assert said == {
        "sq": [],
        "lg": [],
        "cc": [("text", "warning", 2, 3)],
        "hz": [],
        "nk": [("regulations", "warning", 6, 0)],
    }
    taken = AnnualReport.objects.get(agency__code="sq")
    assert (taken.state, taken.cells()["R4.c7"], taken.cells()["T2.fees.yuan"]) == (
        ReportState.IMPORTED,
        121,
        592372449,
    )
    assert taken.cells()["T4.direct_suit.total"] == 24
    # what its source does not have is not known, and not 0
    assert "R3_7.c7" not in AnnualReport.objects.get(agency__code="lg").cells()


def test_a_dry_run_says_the_same_and_writes_nothing(officer):
    dry = import_reports(read_reports(io.BytesIO(FILE.read_bytes())), by=officer, is_dry_run=True)
    assert [len(line.findings) for line in dry.lines] == [0, 0, 1, 0, 1]
    assert not AnnualReport.objects.exists()


def test_the_next_year_has_to_take_over_what_this_one_carries_over(officer):
    following = suqian(id="x", year=2024, table2={}, table4={}, narrative={}, completeness="partial")
    following["table3"] = {"R2_carried_in": [118, 3, 0, 0, 0, 0, 121]}
    assert findings_of(officer, suqian(), following) == [[], []]
    following["table3"] = {"R2_carried_in": [117, 3, 0, 0, 0, 0, 120]}
    first, second = findings_of(officer, suqian(), following)
    assert [(f.rule, f.cells, f.left, f.right) for f in first] == [
        ("carried_out", ("R4.c1",), 118, 117), ("carried_out", ("R4.c7",), 121, 120)
    ]  # fmt: skip
    assert [(f.rule, f.cells, f.left, f.right) for f in second] == [
        ("carried_in", ("R2.c1",), 118, 117), ("carried_in", ("R2.c7",), 121, 120)
    ]  # fmt: skip


def findings_of(officer, *rows):
    found = import_reports(read_reports(lines(*rows)), by=officer, is_dry_run=True)
    assert found.is_clean, [line.read.faults for line in found.lines]
    return [line.findings for line in found.lines]


def test_documents_in_force_follow_from_last_years(officer):
    table2 = {"normative_documents": [50, 227, 420], "regulations": [2, 1, 12]}
    following = suqian(year=2024, table2=table2, table3={}, table4={}, narrative={}, completeness="partial")
    assert findings_of(officer, suqian(), following) == [[], []]
    table2["normative_documents"] = [50, 227, 421]
    (wrong,) = findings_of(officer, suqian(), following)[1]
    assert (wrong.rule, wrong.level, wrong.left, wrong.right) == ("in_force", "error", 421, 420)


@pytest.mark.parametrize(
    ("table", "row", "place", "rules"),
    [
        ("table3", "R1_new", 0, {"balance", "columns"}),
        ("table3", "R1_new", 6, {"balance", "columns", "text"}),
        ("table3", "R3_1_granted", 1, {"results", "columns"}),
        ("table3", "R3_7_total", 2, {"balance", "results", "columns"}),
        ("table3", "R4_carried_out", 5, {"balance", "columns"}),
        ("table4", "review", 0, {"remedies"}),
        ("table4", "after_review", 4, {"remedies"}),
    ],
)
def test_one_wrong_cell_is_found_by_the_rules_that_it_breaks(officer, table, row, place, rules):
    wrong = suqian()
    wrong[table][row][place] += 1
    (found,) = findings_of(officer, wrong)
    assert {finding.rule for finding in found} == rules
    assert all(finding.left != finding.right for finding in found)


def test_blanks_are_nothing(officer):
    blank = suqian(table3={"R1_new": [None] * 7}, table4={}, table2={}, narrative={})
    assert findings_of(officer, blank) == [[]]


def test_a_file_with_one_fault_takes_over_nothing(officer):
    unknown = suqian(agency="没有这个机关")
    wrong = suqian(table4={"review": [1, 2, 3]})
    negative = suqian(year=2022, table4={"review": [-1, 0, 0, 0, -1]})
    ours = suqian(year=2099)
    found = import_reports(read_reports(lines(suqian(), unknown, wrong, negative, ours)), by=officer, is_dry_run=False)
    assert [len(line.read.faults) for line in found.lines] == [0, 1, 1, 2, 1]
    assert not AnnualReport.objects.exists()


def test_one_taken_over_before_is_replaced(officer):
    import_reports(read_reports(lines(suqian())), by=officer, is_dry_run=False)
    changed = suqian()
    changed["table2"]["licensing"] = 1
    again = import_reports(read_reports(lines(changed)), by=officer, is_dry_run=False)
    assert [line.is_new for line in again.lines] == [False]
    assert AnnualReport.objects.get().cells()["T2.licences.handled"] == 1


def test_only_who_checks_reports_of_an_agency_takes_them_over(officer):
    other = person("other", "别处")
    found = import_reports(read_reports(lines(suqian())), by=other, is_dry_run=False)
    assert len(found.lines[0].read.faults) == 1


def test_the_office_previews_and_takes_over_a_file_on_its_page(client, officer):
    client.force_login(officer)
    host = {"host": "province.test"}
    page = client.post("/office/reports/import/", {"file": upload(FILE.read_bytes())}, headers=host)
    assert "文字与表格不一致" in page.content.decode()
    assert not AnnualReport.objects.exists()
    key = page.context["kept"].key
    assert client.post(f"/office/reports/import/{key}/", headers=host).status_code == 302
    assert AnnualReport.objects.count() == 5
    assert client.post(f"/office/reports/import/{key}/", headers=host).status_code == 404
    page = client.post("/office/reports/import/", {"file": upload(b"nothing")}, headers=host)
    assert "这一行不是 JSON 对象" in page.content.decode()
    assert page.context["kept"] is None


def upload(content):
    return SimpleUploadedFile("reports.jsonl", content)
