"""The fee notice, payment and what is never paid; days counted by hand."""

import datetime as dt

import pytest
import time_machine

from portal.audit.models import AuditEvent
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.actions.charging import items_before
from requests_app.models import DisclosureRequest, Fee, Letter
from requests_app.tasks import report_unpaid_fees

D = dt.date


def at(day, hour=10):
    return time_machine.travel(f"{day} {hour:02}:00+08:00", tick=False)


def charge(case, by, **more):
    return actions.charge_fee(
        case, by=by, **{"method": "pages", "units": 45, "how_to_pay": "局财务室，工作日。"} | more
    )


@pytest.fixture
def paying(cast, processing):
    """Received on 4 March 2026, charged 150 yuan on the tenth."""
    with at("2026-03-04"):
        case = processing(by=cast.citizen)
    with at("2026-03-10"):
        charge(case, cast.clerk)
    case.refresh_from_db()
    return case


def test_the_clock_stands_still_and_the_applicant_is_told(cast, paying):
    fee = Fee.objects.get()
    assert (fee.amount, fee.steps) == (150, [[1, 30, 0], [31, 45, 10]])
    assert fee.pay_by == D(2026, 4, 9)  # thirty days from 3-11
    assert (paying.state, paying.clock.is_paused) == ("paying", True)
    assert Notice.objects.get(kind="request_charged").recipient == cast.citizen
    letter = Letter.objects.get(form="fee").body
    assert "按量计收：第1至30页，每页0元，计0元；第31至45页，每页10元，计150元" in letter
    assert "2026年4月9日" in letter
    assert AuditEvent.objects.get(event="request_charged").after["amount"] == 150


def test_the_last_day_to_pay_moves_on_to_a_working_day(cast, processing):
    with at("2026-01-19"):
        case = processing()
        fee = charge(case, cast.clerk)
    assert fee.pay_by == D(2026, 2, 24)  # thirty days end on 2-18, in the Spring Festival, which ends on 2-23


def test_payment_begins_the_twenty_days_anew_on_the_day_after(cast, paying):
    with at("2026-03-20"):
        actions.record_payment(paying, by=cast.clerk, paid_on=D(2026, 3, 18), receipt_number="0001")
    paying.refresh_from_db()
    assert (paying.state, paying.clock.is_paused) == ("processing", False)
    assert paying.clock.due_on == D(2026, 4, 16)  # from 3-19, Qingming off
    assert Notice.objects.filter(kind="request_paid").count() == 1


def test_paid_within_the_hour_of_the_notice(cast, processing):
    with at("2026-03-04"):
        case = processing()
    with at("2026-03-10", 16):
        charge(case, cast.clerk)
    with at("2026-03-10", 17):
        actions.record_payment(case, by=cast.clerk, paid_on=D(2026, 3, 10))
    with at("2026-03-12"):
        case.refresh_from_db()
    assert case.clock.due_on == D(2026, 4, 8)


@pytest.mark.parametrize("day", [D(2026, 3, 9), D(2026, 4, 10), D(2026, 4, 20)])
def test_a_payment_lies_between_the_notice_and_its_last_day_and_not_ahead(cast, paying, day):
    with at("2026-04-15"), pytest.raises(Refused) as refused:
        actions.record_payment(paying, by=cast.clerk, paid_on=day)
    assert refused.value.field == "paid_on"
    assert Fee.objects.get().paid_on is None


def test_unpaid_ends_only_after_the_thirty_days_and_only_so(cast, paying):
    actions.record_search(paying, by=cast.clerk, places="档案室", terms="低保", result="查到")
    unpaid = {"by": cast.clerk, "outcome": "R3_6_2", "text": "不再处理。", "grounds": "逾期未缴费。"}
    with at("2026-04-09"):
        report_unpaid_fees()
        with pytest.raises(Refused) as early:
            actions.decide(paying, **unpaid)
    with at("2026-04-10"):
        report_unpaid_fees()
        report_unpaid_fees()
        with pytest.raises(Refused) as other:
            actions.decide(paying, **unpaid | {"outcome": "R3_1"})
        actions.decide(paying, **unpaid)
        actions.return_decision(paying, by=cast.head, reason="再核对")
        paying.refresh_from_db()
        assert paying.state == "paying"
        actions.decide(paying, **unpaid)
        actions.approve_decision(paying, by=cast.head)
    paying.refresh_from_db()
    assert (early.value.field, other.value.field) == ("outcome", "outcome")
    assert paying.state == "answered"
    assert [notice.recipient for notice in Notice.objects.filter(kind="request_unpaid")] == [cast.clerk]


def test_fee_not_paid_is_no_outcome_without_a_fee(cast, processing):
    case = processing()
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="查到")
    with pytest.raises(Refused) as refused:
        actions.decide(case, by=cast.clerk, outcome="R3_6_2", text="不再处理。", grounds="逾期未缴费。")
    assert refused.value.field == "outcome"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"method": "both"}, "method"), ({"units": 0}, "units"), ({"units": 30}, "units"),
        ({"method": "items", "units": 10}, "units"), ({"how_to_pay": " "}, "how_to_pay"),
        ({"delivered_on": D(2026, 3, 3)}, "delivered_on"), ({"delivered_on": D(2026, 3, 11)}, "delivered_on"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_beside_its_field(cast, processing, given, field):
    with at("2026-03-04"):
        case = processing()
    with at("2026-03-10"), pytest.raises(Refused) as refused:
        charge(case, cast.clerk, **given)
    assert refused.value.field == field
    assert not Fee.objects.exists()


def test_by_page_only_where_copies_are_supplied(cast, processing):
    case = processing(form_wanted="inspection")
    with pytest.raises(Refused) as refused:
        charge(case, cast.clerk)
    assert refused.value.field == "method"


def test_once_in_time_and_by_who_may(cast, paying, processing):
    with at("2026-03-12"):
        with pytest.raises(NotAllowed):
            actions.record_payment(paying, by=cast.sibling_clerk, paid_on=D(2026, 3, 12))
        actions.record_payment(paying, by=cast.clerk, paid_on=D(2026, 3, 12))
        with pytest.raises(Refused):
            charge(paying, cast.clerk)
    with at("2026-03-04"):
        late = processing()
    with at("2026-04-02"), pytest.raises(Refused):
        charge(late, cast.clerk)


def test_earlier_items_are_those_of_the_month_the_person_and_the_agency(cast, received):
    with at("2026-02-27"):
        received()
    with at("2026-03-02"):
        for _turn in range(3):
            received()
        received(identity_number="110101199003070011")
        received(agency=cast.sibling)
    with at("2026-03-03"):
        split = received()
        actions.register(split, by=cast.clerk)
        charge(split, cast.clerk, method="items", units=9)  # numbers 4 to 12: two of them cost
    with at("2026-03-05"):
        latest = received(identity_number="11010519491231002x")
    assert Fee.objects.get().amount == 200
    assert items_before(latest) == 12


def test_withdrawn_while_the_fee_is_waited_for(paying):
    actions.withdraw(paying, by=None)
    assert not Fee.objects.to_report(D(2027, 1, 1)).exists()
    assert DisclosureRequest.objects.get().state == "withdrawn"
