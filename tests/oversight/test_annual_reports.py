"""A report from its draft to the portal: computed from cases, corrected in the open, checked, frozen for good."""

import json
import uuid
from unittest.mock import ANY

import pytest
import time_machine
from django.db import DatabaseError, transaction

from oversight import actions
from oversight.models import AnnualReport, Correction
from oversight.report.computing import cases_behind
from oversight.report.doubts import UNFILLED
from oversight.report.examining import examined
from oversight.states import ReportState
from portal.agencies.actions import grant
from portal.agencies.models import Kind, Tier
from portal.agencies.roles import ROLES
from portal.audit.models import AuditEvent, Event
from portal.refusals import NotAllowed, Refused
from requests_app import actions as requests
from tests.cast import agency, person

TEXTS = {"overview": "本机关依法公开。", "problems": "公开不够及时，已改进。", "other": "无。"}


def at(day):
    return time_machine.travel(f"{day} 10:00+08:00", tick=False)


def filed(place, day, category="c1"):
    facts = {"name": "张三", "identity_kind": "other", "identity_number": uuid.uuid4().hex[:12], "phone": "13800000000"}
    with at(day):
        return requests.submit_request(
            place, by=None, key=uuid.uuid4().hex, subject="低保名单", category=category, **facts
        ).case  # fmt: skip


def answered(case, day, clerk, head, outcome="R3_1"):
    with at(day):
        requests.process(requests.register(case, by=clerk), by=clerk)
        requests.record_search(case, by=clerk, places="档案室", terms="低保", result="查到一份")
        requests.decide(case, by=clerk, outcome=outcome, text="答复。", grounds="理由。", remedies="可以申请复议。")
        requests.approve_decision(case, by=head)


@pytest.fixture
def year(cast):
    """Cases of the bureau: two of 2023 answered in it and one after it, one of 2024; by two kinds of applicants."""
    answered(filed(cast.bureau, "2023-03-06"), "2023-03-20", cast.clerk, cast.head)
    answered(filed(cast.bureau, "2023-05-08", "c2"), "2023-05-22", cast.clerk, cast.head, "R3_4_1")
    answered(filed(cast.bureau, "2023-12-25", "c2"), "2024-01-08", cast.clerk, cast.head)
    filed(cast.bureau, "2024-12-25")
    return cast


def opened(place, year, by, on="2025-01-06"):
    with at(on):
        return actions.open_report(place, year=year, by=by)


def frozen(report, clerk, officer, head):
    actions.write_report(report, by=clerk, **TEXTS)
    actions.submit_report(report, by=clerk)
    actions.check_report(report, by=officer)
    return actions.freeze_report(report, by=head, confirms=True)


def test_cells_come_from_the_cases_and_a_year_rolls_over_in_every_column(year):
    first, second = opened(year.bureau, 2023, year.clerk), opened(year.bureau, 2024, year.clerk)
    before, after = first.cells(), second.cells()
    assert (before["R1.c7"], before["R3_1.c1"], before["R3_4_1.c2"], before["R4.c2"]) == (3, 1, 1, 1)
    assert {c: before[f"R4.c{c}"] for c in range(1, 8)} == {c: after[f"R2.c{c}"] for c in range(1, 8)}
    assert after["R2.c2"] == after["R3_1.c2"] == after["R4.c1"] == 1
    frozen(first, year.clerk, year.officer, year.head)
    assert [f for f in examined(second) if f.rule == "carried_in"] == []
    actions.correct_cell(second, by=year.clerk, cell="R2.c3", value=1, reason="漏登记一件")
    wrong = [f for f in examined(second) if f.rule == "carried_in"]
    assert [(f.cells, f.left, f.right) for f in wrong] == [(("R2.c3",), 0, 1), (("R2.c7",), 1, 2)]


def test_every_cell_opens_its_cases(year):
    cells = opened(year.bureau, 2023, year.clerk).cells()
    counted = {cell: number for cell, number in cells.items() if cell.startswith("R")}
    assert {cell: cases_behind(year.bureau, 2023, cell).count() for cell in counted} == counted
    with pytest.raises(ValueError):
        cases_behind(year.bureau, 2023, "T4.direct_suit.total")


def test_a_correction_moves_its_totals_leaves_a_trace_and_can_be_taken_back(year):
    report = opened(year.bureau, 2023, year.clerk)
    actions.correct_cell(report, by=year.clerk, cell="R3_2.c1", value=2, reason="窗口当场答复未录入")
    actions.correct_cell(report, by=year.clerk, cell="T2.fees.yuan", value=12345, reason="财务科统计")
    cells = report.cells()
    assert (cells["R3_2.c7"], cells["R3_7.c1"], cells["R3_7.c7"], cells["T2.fees.yuan"]) == (2, 3, 4, 12345)
    assert {f.rule for f in examined(report) if f.level == "error"} == {"balance", "unfilled"}
    actions.recompute_report(report, by=year.clerk)
    assert AnnualReport.objects.get().cells() == cells
    actions.correct_cell(report, by=year.clerk, cell="R3_2.c1", value=None, reason="录入后撤销更正")
    assert report.cells()["R3_7.c7"] == 2
    trail = AuditEvent.objects.filter(event=Event.REPORT_CORRECTED).order_by("number")
    assert [json.loads(one.before) if isinstance(one.before, str) else one.before for one in trail] == [
        {"R3_2.c1": 0}, {"T2.fees.yuan": None}, {"R3_2.c1": 2}
    ]  # fmt: skip
    assert list(Correction.objects.values_list("computed", "value")) == [(0, 2), (None, 12345), (0, None)]


@pytest.mark.parametrize(
    ("cell", "value", "reason", "field"),
    [
        ("R1.c7", 9, "理由", "cell"),
        ("R9.c1", 9, "理由", "cell"),
        ("R1.c1", -1, "理由", "value"),
        ("R1.c1", 9, " ", "reason"),
    ],
)
def test_what_is_no_correction(year, cell, value, reason, field):
    report = opened(year.bureau, 2023, year.clerk)
    with pytest.raises(Refused) as refusal:
        actions.correct_cell(report, by=year.clerk, cell=cell, value=value, reason=reason)
    assert refusal.value.field == field


def test_each_step_by_those_whose_step_it_is(year):
    for one in (year.reviewer, year.head, year.officer, year.sibling_clerk, year.other_clerk, year.supervisor):
        with pytest.raises(NotAllowed):
            actions.open_report(year.bureau, year=2023, by=one)
    report = opened(year.bureau, 2023, year.clerk)
    with pytest.raises(Refused):
        opened(year.bureau, 2023, year.clerk)
    with pytest.raises(NotAllowed):
        actions.write_report(report, by=year.officer, **TEXTS)
    actions.write_report(report, by=year.clerk, **TEXTS)
    actions.submit_report(report, by=year.clerk)
    with pytest.raises(Refused):
        actions.correct_cell(report, by=year.clerk, cell="R1.c1", value=9, reason="理由")
    for one in (year.clerk, year.head):
        with pytest.raises(NotAllowed):
            actions.check_report(report, by=one)
    actions.return_report(report, by=year.officer, reason="请补充平台建设情况")
    actions.submit_report(report, by=year.clerk)
    actions.check_report(report, by=year.officer)
    with pytest.raises(NotAllowed):
        actions.freeze_report(report, by=year.officer)
    actions.freeze_report(report, by=year.head)
    assert not AnnualReport.objects.public().exists()
    actions.publish_report(report, by=year.head)
    assert AnnualReport.objects.public().get().state == ReportState.PUBLISHED


def test_errors_keep_it_back_and_warnings_are_confirmed(year):
    report = opened(year.bureau, 2023, year.clerk)
    assert UNFILLED in report.overview
    actions.submit_report(report, by=year.clerk)
    with pytest.raises(Refused):
        actions.check_report(report, by=year.officer)
    actions.return_report(report, by=year.officer, reason="请填写")
    texts = TEXTS | {"overview": "全年收到政府信息公开申请4件。"}
    actions.write_report(report, by=year.clerk, **texts)
    actions.submit_report(report, by=year.clerk)
    actions.check_report(report, by=year.officer)
    with pytest.raises(Refused) as refusal:
        actions.freeze_report(report, by=year.head)
    assert refusal.value.field == "confirms"
    actions.freeze_report(report, by=year.head, confirms=True)
    trail = AuditEvent.objects.get(event=Event.REPORT_FROZEN)
    assert trail.after == {"sha256": ANY, "confirmed": [ANY]}


def test_a_frozen_report_never_moves(year):
    report = frozen(opened(year.bureau, 2023, year.clerk), year.clerk, year.officer, year.head)
    cells = report.cells()
    filed(year.bureau, "2023-11-01")
    for verb in (actions.recompute_report, actions.submit_report):
        with pytest.raises(Refused):
            verb(report, by=year.clerk)
    for change in ({"document": {}}, {"overview": "改"}, {"computed": {}}, {"year": 2022}):
        with pytest.raises(DatabaseError), transaction.atomic():
            AnnualReport.objects.filter(pk=report.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        AnnualReport.objects.filter(pk=report.pk).delete()
    published = actions.publish_report(report, by=year.head, confirms=True)
    assert published.cells() == cells == AnnualReport.objects.get().document["cells"]
    assert AuditEvent.objects.get(event=Event.REPORT_FROZEN).after["sha256"] == published.sha256


def test_corrections_are_only_added_to(year):
    report = opened(year.bureau, 2023, year.clerk)
    made = actions.correct_cell(report, by=year.clerk, cell="R1.c1", value=9, reason="理由")
    with pytest.raises(DatabaseError), transaction.atomic():
        Correction.objects.filter(pk=made.pk).update(value=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        made.delete()


def test_without_a_request_the_report_is_as_good_as_any(cast):
    report = opened(cast.bureau, 2023, cast.clerk)
    assert set(report.cells().values()) == {0}
    assert "2023年未收到政府信息公开申请" in report.overview
    assert {f.rule for f in examined(report)} == {"unfilled"}
    frozen(report, cast.clerk, cast.officer, cast.head)


def test_who_reports(cast):
    user = person("waterclerk", "自来水")
    grant(ROLES["clerk"], to=user, on=cast.water, by=None)
    with pytest.raises(Refused) as refusal:
        actions.open_report(cast.water, year=2023, by=user)
    assert refusal.value.field == "agency"
    with pytest.raises(Refused) as refusal:
        actions.open_report(cast.bureau, year=2099, by=cast.clerk)
    assert refusal.value.field == "year"


def test_a_county_and_a_city_add_up_what_is_frozen_and_name_what_is_missing(year):
    cast = year
    clerk, head = person("cityclerk", "市办事"), person("cityhead", "市长")
    grant(ROLES["clerk"], to=clerk, on=cast.city, by=None)
    grant(ROLES["head"], to=head, on=cast.city, by=None)
    office = agency(cast.county, "青田县政务公开办公室", "qt-gkb", Tier.COUNTY, Kind.OFFICE)
    school = agency(cast.sibling, "青田县第一中学", "qt-yz", Tier.COUNTY, Kind.SCHOOL)
    for place in (cast.sibling, office, school, cast.county):
        filed(place, "2023-06-05")
    frozen(opened(cast.bureau, 2023, clerk), clerk, cast.officer, head)
    frozen(opened(cast.township, 2023, clerk), clerk, cast.officer, head)
    county = opened(cast.county, 2023, clerk)
    # three of the bureau, one of the county and one of its office; the sibling has not reported, a school never does
    assert county.cells()["R1.c7"] == 5
    missing = [f for f in examined(county) if f.rule == "missing"]
    assert [f.level for f in missing] == ["warning"]
    assert "青田县教育局" in missing[0].sentence
    frozen(opened(cast.sibling, 2023, clerk), clerk, cast.officer, head)
    county = actions.recompute_report(county, by=clerk)
    assert county.cells()["R1.c7"] == 6
    assert [f for f in examined(county) if f.rule == "missing"] == []
    frozen(county, clerk, cast.officer, head)
    city = opened(cast.city, 2023, clerk)
    assert city.cells() == county.cells()
    assert [part["code"] for part in city.parts] == ["qingtian"]


def test_a_cell_added_up_from_reports_below_is_set_by_hand_and_stays_so(client, year):
    cast, clerk = year, person("countyclerk", "县办事")
    grant(ROLES["clerk"], to=clerk, on=cast.county, by=None)
    frozen(opened(cast.bureau, 2023, cast.clerk), cast.clerk, cast.officer, cast.head)
    county = opened(cast.county, 2023, clerk)
    assert (county.cells()["R1.c1"], county.cells()["R1.c7"]) == (1, 3)
    with pytest.raises(Refused) as refusal:
        actions.correct_cell(county, by=clerk, cell="R1.c1", value=4, reason=" ")
    assert refusal.value.field == "reason"
    actions.correct_cell(county, by=clerk, cell="R1.c1", value=4, reason="乡镇纸质申请三件未报")
    opened(cast.township, 2023, clerk)
    filed(cast.county, "2023-06-05")
    county = actions.recompute_report(county, by=clerk)
    assert (county.computed["R1.c1"], county.cells()["R1.c1"], county.cells()["R1.c7"]) == (2, 4, 6)
    client.force_login(clerk)
    page = client.get(county.desk_address()).content.decode()
    assert "乡镇纸质申请三件未报" in page
    assert "人工填报，计算值2" in page
    page = client.get(f"{county.desk_address()}cells/R1.c1/").content.decode()
    assert "乡镇纸质申请三件未报" in page
    assert "青田县民政局" in page
