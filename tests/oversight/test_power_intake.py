"""Cases of an agency's own system: each thing once, in the order it says, and what is wrong is found."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from oversight import actions as oversight
from oversight.models import FindingKind, PowerCase, PowerStep
from oversight.powers.course import course_of
from portal.audit.models import AuditEvent, Event
from portal.refusals import NotAllowed, Refused
from tests.oversight.powering import penalty, ruled
from tests.oversight.sweeps import DAY, look_at

NOW = dt.datetime(2026, 11, 2, 2, tzinfo=dt.UTC)
START = NOW - 20 * DAY


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def step(stage, day, **more):
    return oversight.ReportedStep(stage, START + day * DAY, **more)


def report(*steps, **changed):
    facts = {
        "outside_number": "MZ-2026-1", "item": "cf-001", "party_kind": "person", "party_name": "张三丰",
        "matter": "超范围收住", "steps": steps,
    } | changed  # fmt: skip
    return oversight.Report(**facts)


def taken(cast, *steps, by=None, **changed):
    return oversight.take_in(cast.bureau, report(*steps, **changed), by=by or cast.clerk, source="api")


def test_a_report_is_written_down_once(cast, clock):
    penalty(cast)
    first = taken(cast, step("登记", 0, officer="外部甲"), step("立案", 2))
    assert (first.is_new, first.recorded, first.case.present.name) == (True, 2, "立案")
    assert first.case.number == "qt-mzj-2026-0001"
    assert first.case.clock.started_at == START + 2 * DAY
    before = list(PowerStep.objects.values()), AuditEvent.objects.count()
    again = taken(cast, step("登记", 0, officer="外部甲"), step("立案", 2))
    assert again.is_known
    assert (list(PowerStep.objects.values()), AuditEvent.objects.count()) == before
    further = taken(cast, step("调查", 3), step("处罚", 9), step("结案", 12), decision=ruled())
    assert (further.is_new, further.recorded, further.is_decided) == (False, 3, True)
    case = PowerCase.objects.for_lists().get()
    assert (case.state, case.decided_at, case.concluded_at) == ("closed", START + 9 * DAY, START + 12 * DAY)
    assert case.publish_clock.started_at == case.decided_at
    assert taken(cast, step("处罚", 9), decision=ruled()).is_known
    assert [p.officer for p in course_of(case)][:2] == ["外部甲", cast.bureau.short_name]
    assert AuditEvent.objects.filter(event=Event.POWER_CASE_REPORTED).count() == 2
    assert look_at("power-order", NOW) == []
    with pytest.raises(Refused):
        oversight.advance_case(case, by=cast.clerk, stage="结案")


def test_stages_out_of_order_stay_as_they_are_and_are_found(cast, clock):
    penalty(cast)
    case = taken(cast, step("登记", 0), step("处罚", 9), decision=ruled()).case
    (finding,) = case.findings.all()
    assert finding.kind == FindingKind.ORDER
    assert "登记 → 处罚" in finding.said
    (warning,) = look_at("power-order", NOW)
    assert warning.subject_number == case.number
    taken(cast, step("立案", 2))
    assert look_at("power-order", NOW)
    taken(cast, step("调查", 4))
    assert look_at("power-order", NOW) == []
    finding.refresh_from_db()
    assert (finding.settled_at, finding.settled_by) == (NOW, None)
    assert case.steps.count() == 4
    taken(cast, step("登记", 15))  # back to the beginning, says the other system
    case.refresh_from_db()
    assert (case.present.name, case.state, case.findings.filter(settled_at=None).count()) == ("登记", "decided", 1)
    oversight.settle_findings(case, by=cast.officer, note="外部系统重复登记")
    assert look_at("power-order", NOW) == []


def test_a_decision_from_outside_is_written_down_and_found(cast, clock):
    penalty(cast)
    steps = (step("登记", 0), step("立案", 1), step("调查", 2), step("处罚", 3))
    case = taken(cast, *steps, decision=ruled(degree="严重", amount=Decimal(30000))).case
    assert (case.is_major, case.filing.received_at) == (True, None)
    (warning,) = look_at("power-band", NOW)
    assert warning.subject_number == case.number
    with pytest.raises(Refused) as refused:
        taken(cast, *steps, decision=ruled())
    assert refused.value.field == "outcome"


def test_what_cannot_be_a_report_is_refused(cast, clock):
    penalty(cast)
    taken(cast, step("登记", 0))
    for changed, field in (
        ({"item": "cf-404"}, "item"), ({"outside_number": " "}, "outside_number"),
        ({"party_name": "李四"}, "party_name"),
        ({"matter": "别的"}, "matter"), ({"steps": ()}, "stage"), ({"steps": (step("结业", 1),)}, "stage"),
        ({"steps": (step("立案", 21),)}, "at"), ({"steps": (step("立案", -9999),)}, "at"),
        ({"steps": (step("立案", 1, officer="x" * 61),)}, "officer"), ({"steps": (step("处罚", 1),)}, "outcome"),
        ({"steps": (step("立案", 1),), "decision": ruled()}, "stage"), ({"steps": (step("立案", 1),) * 61}, "stage"),
        ({"outside_number": "x" * 101}, "outside_number"), ({"outside_number": "2", "party_kind": "?"}, "party_kind"),
    ):  # fmt: skip
        before = PowerStep.objects.count()
        given = {"steps": (step("登记", 0),)} | changed
        with pytest.raises(Refused) as refused:
            oversight.take_in(cast.bureau, report(**given), by=cast.clerk, source="api")
        assert refused.value.field == field, changed
        assert PowerStep.objects.count() == before
    for somebody in (cast.sibling_clerk, cast.head, cast.officer, cast.other_clerk):
        with pytest.raises(NotAllowed):
            taken(cast, step("立案", 1), by=somebody)
    case = PowerCase.objects.get()
    oversight.end_case(case, by=cast.clerk, reason="移送")
    with pytest.raises(Refused):
        taken(cast, step("立案", 1))
