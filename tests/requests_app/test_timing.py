"""Supplement, extension and opinions move the due date as the articles say; dates counted by hand."""

import datetime as dt

import pytest
import time_machine

from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.models import Consultation
from requests_app.tasks import lapse_consultations

D = dt.date


def at(day, hour=10):
    return time_machine.travel(f"{day} {hour:02}:00+08:00", tick=False)


def test_golden_week_with_make_up_days(received):
    # 9/18 1, make-up Sunday 9/20 2, 9/21-24 3-6, Mid-Autumn off, 9/28-30 7-9, Golden Week off, 10/8-9 10-11,
    # make-up Saturday 10/10 12, 10/12-16 13-17, 10/19-21 18-20
    with at("2026-09-17"):
        assert received().clock.due_on == D(2026, 10, 21)


@pytest.fixture
def supplementing(cast, processing):
    with at("2026-03-04"):
        case = processing()
    with at("2026-03-06"):
        actions.ask_supplement(case, by=cast.clerk, points="请写明年度。", respond_by=D(2026, 3, 20))
    case.refresh_from_db()
    return case


def test_supplement_starts_the_twenty_days_anew(supplementing):
    assert supplementing.state == "supplementing"
    assert supplementing.clock.is_paused
    with at("2026-03-18"):
        actions.supplement(supplementing, by=None, text="2025年度。")
    supplementing.refresh_from_db()
    assert supplementing.state == "processing"
    assert supplementing.clock.due_on == D(2026, 4, 16)  # Qingming, Monday 4/6, is off


def test_a_supplement_on_paper_counts_from_the_day_it_came(cast, supplementing):
    with at("2026-03-23"):
        actions.supplement_on_paper(supplementing, by=cast.clerk, text="2025年度。", received_on=D(2026, 3, 18))
    supplementing.refresh_from_db()
    assert supplementing.state == "processing"
    assert supplementing.clock.due_on == D(2026, 4, 16)  # as if it had been keyed in at once


def test_supplement_is_asked_once_and_within_seven_working_days(cast, supplementing, processing):
    with at("2026-03-18"):
        actions.supplement(supplementing, by=None, text="2025年度。")
        with pytest.raises(Refused, match=r"补正|once"):
            actions.ask_supplement(supplementing, by=cast.clerk, points="还有", respond_by=D(2026, 3, 30))
    with at("2026-03-04"):
        case = processing()
    asked = {"by": cast.clerk, "points": "请写明年度。", "respond_by": D(2026, 3, 30)}
    with at("2026-03-16"), pytest.raises(Refused, match="7"):
        actions.ask_supplement(case, **asked)
    with at("2026-03-13", 23):  # the seventh
        actions.ask_supplement(case, **asked)


def test_unsupplemented_request_ends_only_after_its_day(cast, supplementing):
    actions.record_search(supplementing, by=cast.clerk, places="档案室", terms="低保", result="不明确")
    decision = {"by": cast.clerk, "outcome": "R3_6_1", "text": "不再处理。", "grounds": "逾期未补正。"}
    with at("2026-03-20"), pytest.raises(Refused) as refused:
        actions.decide(supplementing, **decision)
    assert refused.value.field == "outcome"
    with at("2026-03-21"):
        actions.decide(supplementing, **decision)
        actions.return_decision(supplementing, by=cast.head, reason="再等等")
        supplementing.refresh_from_db()
        assert supplementing.state == "supplementing"
        actions.decide(supplementing, **decision)
        actions.approve_decision(supplementing, by=cast.head)
    supplementing.refresh_from_db()
    assert supplementing.state == "answered"
    assert supplementing.clock.stopped_at is not None


def test_extension_once_by_the_head_and_the_applicant_is_told(cast, processing):
    with at("2026-03-04"):
        case = processing(by=cast.citizen)
    with at("2026-03-30"):
        with pytest.raises(NotAllowed):
            actions.extend(case, by=cast.clerk, days=10, reason="数量较大")
        with pytest.raises(Refused) as too_long:
            actions.extend(case, by=cast.head, days=21, reason="数量较大")
        with pytest.raises(Refused) as unexplained:
            actions.extend(case, by=cast.head, days=10, reason=" ")
        extension = actions.extend(case, by=cast.head, days=20, reason="数量较大")
        with pytest.raises(Refused):
            actions.extend(case, by=cast.head, days=1, reason="数量较大")
    assert (too_long.value.field, unexplained.value.field) == ("days", "reason")
    assert (extension.due_before, extension.due_after) == (D(2026, 4, 1), D(2026, 4, 30))
    assert Notice.objects.get(kind="request_extended").recipient == cast.citizen


def test_what_is_overdue_cannot_be_extended(cast, processing):
    with at("2026-03-04"):
        case = processing()
    with at("2026-04-02"), pytest.raises(Refused):
        actions.extend(case, by=cast.head, days=10, reason="数量较大")
    with at("2026-04-01", 23):
        actions.extend(case, by=cast.head, days=10, reason="数量较大")


def consult(case, by, **more):
    letter = {"addressee": "third_party", "party": "甲公司", "letter": "请提出意见。"} | more
    return actions.consult(case, by=by, **letter)


def test_time_for_an_opinion_is_not_counted(cast, processing):
    with at("2026-03-04"):
        case = processing()
    with at("2026-03-10"):  # four days counted
        asked = consult(case, cast.clerk)
    case.refresh_from_db()
    assert (case.state, case.clock.is_paused, asked.clock.due_on) == ("consulting", True, D(2026, 3, 31))
    with at("2026-03-20"):
        with pytest.raises(Refused) as silent:
            actions.record_opinion(asked, by=cast.clerk, opinion="silence")
        with pytest.raises(Refused) as unexplained:
            actions.record_opinion(asked, by=cast.clerk, opinion="objection")
        actions.record_opinion(asked, by=cast.clerk, opinion="consent")
    case.refresh_from_db()
    assert (silent.value.field, unexplained.value.field) == ("opinion", "text")
    assert case.state == "processing"
    assert case.clock.due_on == D(2026, 4, 14)  # sixteen more from 3/23, Qingming off


def test_with_two_letters_the_last_answer_counts(cast, processing):
    with at("2026-03-04"):
        case = processing()
    with at("2026-03-10"):
        first, second = consult(case, cast.clerk), consult(case, cast.clerk, party="乙公司")
    with at("2026-03-12"):
        actions.record_opinion(first, by=cast.clerk, opinion="consent")
        case.refresh_from_db()
        assert case.state == "consulting"
    with at("2026-03-20"):
        actions.record_opinion(second, by=cast.clerk, opinion="objection", text="商业秘密")
    case.refresh_from_db()
    assert (case.state, case.clock.due_on) == ("processing", D(2026, 4, 14))


@pytest.mark.parametrize("swept_on", ["2026-04-01", "2026-04-09"])
def test_silence_ends_the_pause_after_fifteen_working_days_whenever_the_sweep_runs(cast, processing, swept_on):
    with at("2026-03-04"):
        case = processing()
    with at("2026-03-10"):
        asked = consult(case, cast.clerk)
    with at("2026-03-31", 23):
        lapse_consultations()
        assert Consultation.objects.get().opinion == ""
    with at(swept_on):
        lapse_consultations()
        lapse_consultations()
    case.refresh_from_db()
    asked.refresh_from_db()
    assert (asked.opinion, case.state) == ("silence", "processing")
    assert case.clock.due_on == D(2026, 4, 23)  # sixteen more from 4/1, Qingming off


def test_receipt_confirmed_later_counts_from_then(cast, received):
    with at("2026-03-04"):
        case = received()
    with at("2026-03-06"):
        with pytest.raises(Refused) as early:
            actions.register(case, by=cast.clerk, confirmed_on=D(2026, 3, 3))
        with pytest.raises(Refused) as late:
            actions.register(case, by=cast.clerk, confirmed_on=D(2026, 3, 7))
        case = actions.register(case, by=cast.clerk, confirmed_on=D(2026, 3, 5))
    assert (early.value.field, late.value.field) == ("confirmed_on", "confirmed_on")
    assert (case.received_on, case.clock.due_on) == (D(2026, 3, 5), D(2026, 4, 2))
