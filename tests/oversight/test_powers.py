"""Powers online: flows, the course of a case, the benchmark, major cases, what becomes public."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from oversight import actions as oversight
from oversight.grades import Grade
from oversight.models import EarlyWarning, MajorFiling, PowerCase
from oversight.powers.course import course_of
from oversight.powers.flows import (
    SHIPPED_LICENCE,
    SHIPPED_PENALTY,
    bands_text,
    flow_text,
    is_disordered,
    money,
    read_bands,
    read_flow,
)
from oversight.powers.parties import masked_name, masked_number
from portal.audit.models import AuditEvent, Event
from portal.notices.models import Kind, Notice
from portal.refusals import NotAllowed, Refused
from tests.oversight.powering import BANDS, licence, onward, penalty, registered, ruled
from tests.oversight.sweeps import DAY, look_at

NOW = dt.datetime(2026, 9, 23, 2, tzinfo=dt.UTC)  # a Wednesday; the 25th is off, 1 to 7 October too


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def fresh(case):
    return PowerCase.objects.for_lists().get(pk=case.pk)


def test_flows_and_benchmarks_are_read_as_they_are_written():
    for flow in (SHIPPED_LICENCE, SHIPPED_PENALTY):
        assert read_flow(flow_text(flow)) == list(flow)
    assert bands_text(read_bands(BANDS)) == BANDS
    assert [stage.name for stage in SHIPPED_PENALTY] == ["登记", "立案", "调查", "处罚", "结案"]
    assert [stage.name for stage in SHIPPED_LICENCE] == ["受理", "初核", "审核", "批复", "发证"]
    assert [is_disordered(places) for places in ([1, 3], [1, 2, 3], [2])] == [True, False, True]
    for wrong in (
        "登记", "登记\n结案", "登记\n登记 决定", "登记 决定\n结案", "登记\n处罚 决定\n结案 5 日",
        "登记 0 日\n结案 决定",
        "登记 五 日\n结案 决定", "登记 5 周\n结案 决定", f"{'长' * 21}\n结案 决定", "登记 999 日\n结案 决定",
        "\n".join(f"第{n}" for n in range(20)) + "\n止 决定",
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            read_flow(wrong)
        assert refused.value.field == "flow", wrong
    for wrong in ("较轻 0", "较轻 5 1", "较轻 0 1\n较轻 1 2", "较轻 NaN 2", "较轻 -1 2", "较轻 0 1e99", "较轻 0.001 2"):
        with pytest.raises(Refused) as refused:
            read_bands(wrong)
        assert refused.value.field == "bands", wrong
    assert money("1,000.50") == Decimal("1000.5")


def test_parties_are_masked():
    assert masked_name("person", "张三丰") == "张**"
    assert masked_name("person", "李") == "李**"
    assert masked_name("organisation", "青田养老院") == "青田养老院"
    assert masked_number("11010519491231002X") == "*" * 16 + "2X"
    assert masked_number("") == ""


def test_a_penalty_from_the_register_to_the_end(cast, clock):
    item = penalty(cast)
    case = registered(item, cast.clerk)
    assert (case.number, case.present.name, case.clock.due_on) == ("qt-mzj-2026-0001", "登记", dt.date(2026, 10, 10))
    assert registered(item, cast.clerk) == case  # the same form twice
    with pytest.raises(Refused):
        oversight.advance_case(case, by=cast.clerk, stage="调查")
    with pytest.raises(Refused) as refused:
        oversight.advance_case(case, by=cast.clerk, stage="立案", decision=ruled())
    assert refused.value.field == "outcome"
    case = onward(case, cast.clerk, to="调查")
    assert case.clock.limit == 60
    with pytest.raises(Refused) as refused:
        oversight.advance_case(case, by=cast.clerk, stage="处罚")
    assert refused.value.field == "outcome"
    clock.move_to(NOW + 5 * DAY)
    case = onward(case, cast.clerk, to="处罚")
    assert (case.state, case.publish_clock.due_on, case.is_major) == ("decided", dt.date(2026, 10, 13), False)
    case = onward(case, cast.clerk, to="结案")
    assert (case.state, fresh(case).is_running, case.concluded_at) == ("closed", False, NOW + 5 * DAY)
    with pytest.raises(Refused):
        oversight.advance_case(case, by=cast.clerk, stage="结案")
    labels = [(passage.label, passage.state) for passage in course_of(fresh(case))]
    assert labels == [(name, "done") for name in ("登记", "立案", "调查", "处罚", "结案")]
    events = AuditEvent.objects.filter(subject=f"oversight.powercase:{case.pk}").order_by("number")
    assert [event.event for event in events] == [
        Event.POWER_CASE_OPENED, Event.POWER_CASE_ADVANCED, Event.POWER_CASE_ADVANCED, Event.POWER_CASE_DECIDED,
        Event.POWER_CASE_ADVANCED, Event.POWER_CASE_ADVANCED,
    ]  # fmt: skip
    assert "张三丰" not in str([(event.before, event.after) for event in events])


def test_a_licence_is_granted_and_its_result_made_public(cast, clock):
    case = registered(licence(cast), cast.clerk, matter="申请成立老年书画协会")
    granted = oversight.Decision("granted", "准予登记。")
    case = onward(case, cast.clerk, to="批复", decision=granted)
    assert list(PowerCase.objects.public()) == []
    for words in ("准予张三丰登记。", "准予登记，联系13800000000张三丰。", " "):
        with pytest.raises(Refused) as refused:
            oversight.publish_result(case, by=cast.clerk, text=words)
        assert refused.value.field == "text"
    oversight.publish_result(case, by=cast.clerk, text="准予登记，电话13800000000。")
    (public,) = PowerCase.objects.public()
    assert (public.decision, public.public_party) == ("准予登记，电话***。", "张**")
    assert not fresh(public).publish_clock.is_running
    with pytest.raises(Refused):
        oversight.publish_result(case, by=cast.clerk, text="再次")
    for reason in ("", "经张三丰申请复议撤销", "电话13800000000"):
        with pytest.raises(Refused) as refused:
            oversight.withdraw_result(case, by=cast.clerk, reason=reason)
        assert refused.value.field == "reason"
    oversight.withdraw_result(case, by=cast.clerk, reason="经行政复议撤销该决定")
    page = Client(HTTP_HOST="testserver").get(case.item.get_absolute_url()).content.decode()
    assert "经行政复议撤销该决定" in page
    assert "准予登记" not in page
    with pytest.raises(Refused):
        oversight.withdraw_result(case, by=cast.clerk, reason="再次")
    refusal = oversight.Decision("refused", "不予登记。")
    other = onward(registered(case.item, cast.clerk, matter="另一申请"), cast.clerk, to="批复", decision=refusal)
    assert other.publish_clock is None
    with pytest.raises(Refused):
        oversight.publish_result(other, by=cast.clerk, text="不予")


def test_outside_the_benchmark_needs_a_reason_and_the_office(cast, clock):
    item = penalty(cast)
    for turn, (wrong, field) in enumerate(
        (
            ({"amount": Decimal(1001)}, "reason"),
            ({"amount": None}, "reason"),
            ({"degree": "轻微"}, "degree"),
            ({"outcome": "granted"}, "outcome"),
            ({"text": " "}, "text"),
            ({"text": "对张三丰罚款。"}, "text"),
        )
    ):
        with pytest.raises(Refused) as refused:
            onward(registered(item, cast.clerk, matter=f"案{turn}"), cast.clerk, to="处罚", decision=ruled(**wrong))
        assert refused.value.field == field, wrong
    spared = onward(
        registered(item, cast.clerk), cast.clerk, to="处罚", decision=oversight.Decision("spared", "不予处罚。")
    )
    assert not spared.findings.exists()
    odd = ruled(amount=Decimal(1500), reason="多次违法")
    case = onward(registered(item, cast.clerk, matter="二"), cast.clerk, to="处罚", decision=odd)
    (finding,) = case.findings.all()
    assert all(word in finding.said for word in ("1500", "较轻", "1000", "元"))
    (warning,) = look_at("power-band", NOW)
    assert (warning.grade, warning.subject_number) == (Grade.ORANGE, case.number)
    with pytest.raises(NotAllowed):
        oversight.settle_findings(case, by=cast.clerk, note="可以")
    with pytest.raises(Refused):
        oversight.settle_findings(case, by=cast.officer, note=" ")
    oversight.settle_findings(case, by=cast.officer, note="理由成立")
    assert look_at("power-band", NOW) == []
    with pytest.raises(Refused):
        oversight.settle_findings(case, by=cast.officer, note="再次")


def test_a_major_case_is_reported_by_itself_and_received_by_the_office(cast, clock):
    item = penalty(cast)
    heavy = ruled(degree="严重", amount=Decimal(10000))
    case = onward(registered(item, cast.clerk), cast.clerk, to="处罚", decision=heavy)
    assert (case.is_major, MajorFiling.objects.unreceived().count()) == (True, 1)
    assert set(Notice.objects.filter(kind=Kind.MAJOR_CASE).values_list("recipient__username", flat=True)) == {"officer"}
    assert look_at("power-major", NOW + 3 * DAY) == []
    (warning,) = look_at("power-major", NOW + 30 * DAY)
    assert warning.due_on == dt.date(2026, 10, 8)
    with pytest.raises(NotAllowed):
        oversight.receive_major(case, by=cast.clerk)
    oversight.receive_major(case, by=cast.officer, note="已阅")
    assert look_at("power-major", NOW + 30 * DAY) == []
    with pytest.raises(Refused):
        oversight.receive_major(case, by=cast.officer)
    said = onward(registered(item, cast.clerk, matter="二"), cast.clerk, to="处罚", decision=ruled(is_major=True))
    assert (said.is_major, said.filing.received_at) == (True, None)


def test_a_stage_is_late_across_a_holiday(cast, clock):
    case = registered(licence(cast), cast.clerk)  # five working days from 23 September
    due_on = dt.date(2026, 10, 8)  # the 25th and the first week of October are off
    assert case.clock.due_on == due_on
    assert [w.grade for w in look_at("power-late", NOW)] == []
    assert [w.grade for w in look_at("power-late", NOW + 6 * DAY)] == [Grade.YELLOW]
    assert [w.grade for w in look_at("power-late", NOW + 16 * DAY)] == [Grade.ORANGE]
    assert [w.grade for w in look_at("power-late", NOW + 40 * DAY)] == [Grade.RED]
    clock.move_to(NOW + 40 * DAY)
    assert [passage.state for passage in course_of(fresh(case))] == ["overdue", "todo", "todo", "todo", "todo"]
    onward(case, cast.clerk, to="初核")
    assert look_at("power-late", NOW + 41 * DAY) == []
    passages = course_of(fresh(case))
    assert (passages[0].due_on, passages[0].was_late, passages[1].state) == (due_on, True, "current")
    onward(case, cast.clerk, to="批复", decision=oversight.Decision("granted", "准予。"))
    assert look_at("power-unpublished", NOW + 41 * DAY) == []
    (warning,) = look_at("power-unpublished", NOW + 60 * DAY)
    assert warning.rule == "power-unpublished"
    oversight.publish_result(case, by=cast.clerk, text="准予。")
    assert look_at("power-unpublished", NOW + 60 * DAY) == []
    assert EarlyWarning.objects.open().count() == 0


def test_a_case_ends_without_a_decision(cast, clock):
    case = registered(penalty(cast), cast.clerk)
    with pytest.raises(Refused) as refused:
        oversight.end_case(case, by=cast.clerk, reason=" ")
    assert refused.value.field == "reason"
    case = oversight.end_case(case, by=cast.clerk, reason="移送公安机关")
    assert (case.state, fresh(case).clock.is_running) == ("ended", False)
    with pytest.raises(Refused):
        oversight.advance_case(case, by=cast.clerk, stage="立案")
    assert [passage.state for passage in course_of(fresh(case))] == ["done"]


def test_the_office_keeps_powers_and_running_cases_keep_their_flow(cast, clock):
    item = penalty(cast)
    with pytest.raises(Refused) as refused:
        penalty(cast)
    assert refused.value.field == "code"
    for wrong in ({"name": ""}, {"kind": "x"}, {"basis": " "}, {"major_from": Decimal(0)}, {"code": "含汉字"}):
        with pytest.raises(Refused) as refused:
            penalty(cast, **{"code": "cf-009"} | wrong)
        assert [refused.value.field] == list(wrong)
    case = registered(item, cast.clerk)
    short = read_flow("登记 3 工作日\n决定书 决定")
    assert oversight.change_power(item, by=cast.officer).flow == item.flow
    oversight.change_power(item, by=cast.officer, flow=short, major_from=None)
    event = AuditEvent.objects.get(event=Event.POWER_CHANGED)
    assert set(event.before) == set(event.after) == {"flow", "major_from"}
    assert len(fresh(case).stages) == 5
    other = registered(PowerCase.objects.get(pk=case.pk).item, cast.clerk, matter="二")
    assert [stage.name for stage in other.stages] == ["登记", "决定书"]
    assert onward(other, cast.clerk, to="决定书").state == "closed"
    for somebody in (cast.clerk, cast.head, cast.other_officer):
        with pytest.raises(NotAllowed):
            oversight.change_power(item, by=somebody, name="x")
    oversight.change_power(item, by=cast.officer, is_active=False)
    with pytest.raises(Refused):
        registered(PowerCase.objects.get(pk=case.pk).item, cast.clerk, matter="三")


def test_who_runs_a_case(cast, clock):
    item = penalty(cast)
    for somebody in (cast.sibling_clerk, cast.head, cast.officer, cast.other_clerk, cast.citizen):
        with pytest.raises(NotAllowed):
            registered(item, somebody)
    case = registered(item, cast.clerk)
    for act in (
        lambda by: oversight.advance_case(case, by=by, stage="立案"),
        lambda by: oversight.end_case(case, by=by, reason="x"),
        lambda by: oversight.issue_code(case, by=by),
        lambda by: oversight.publish_result(case, by=by, text="x"),
        lambda by: oversight.withdraw_result(case, by=by, reason="x"),
    ):
        for somebody in (cast.sibling_clerk, cast.head, cast.officer):
            with pytest.raises(NotAllowed):
                act(somebody)
    seen = {name: PowerCase.objects.managed_by(user).count() for name, user in cast.members().items()}
    assert {name for name, number in seen.items() if number} == {"clerk", "head", "officer", "supervisor"}
    for wrong, field in (
        ({"party_kind": "x"}, "party_kind"), ({"party_name": " "}, "party_name"),
        ({"party_name": "x" * 101}, "party_name"),
        ({"party_number": "x" * 101}, "party_number"), ({"matter": ""}, "matter"), ({"matter": "张三丰无证"}, "matter"),
        ({"matter": "身份证11010519491231002X"}, "matter"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            registered(item, cast.clerk, **wrong)
        assert refused.value.field == field


def test_nothing_of_the_party_is_readable_in_the_database(cast, clock):
    from django.db import connection

    registered(penalty(cast), cast.clerk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT party_name, party_number FROM oversight_powercase")
        (row,) = cursor.fetchall()
    assert "张三丰" not in row[0]
    assert "1949" not in row[1]
