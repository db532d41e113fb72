"""Until when reports are published, who is reminded of it, and whose the next step is."""

import datetime as dt

import pytest
from django.db import connection

from oversight import actions
from oversight.ledger import ReportLedger
from oversight.models import AnnualReport, Deadlines
from oversight.report.desk import left_out
from oversight.tasks import remind_of_annual_reports
from oversight.today import REPORTS
from portal.agencies.models import Agency
from portal.audit.guard import lower_guard, raise_guard
from portal.audit.models import AuditEvent
from portal.notices.models import Kind, Notice
from portal.notices.registry import is_still_true
from portal.refusals import NotAllowed, Refused
from tests.oversight.cases import staff
from tests.oversight.test_annual_reports import TEXTS, at, filed, frozen, opened


def told(kind=Kind.REPORT_DUE):
    return {(notice.recipient.username, notice.occasion) for notice in Notice.objects.filter(kind=kind)}


def test_the_days_of_article_49_and_earlier_ones_that_a_government_sets(cast):
    def days():
        due = Deadlines(Agency.objects.all())
        return [due.due_on(one, 2023).isoformat() for one in (cast.city, cast.county, cast.bureau, cast.township)]

    assert days() == ["2024-03-31", "2024-03-31", "2024-01-31", "2024-01-31"]
    actions.set_report_terms(cast.city, by=cast.officer, by_agencies="01-26", by_governments="02-20")
    actions.set_report_terms(cast.county, by=cast.officer, by_agencies="01-15", by_governments="03-01")
    assert days() == ["2024-02-20", "2024-03-01", "2024-01-15", "2024-01-15"]
    assert Deadlines([cast.other_bureau]).due_on(cast.other_bureau, 2023) == dt.date(2024, 1, 31)


@pytest.mark.parametrize(("by_agencies", "by_governments", "field"), [
    ("02-01", "03-31", "by_agencies"), ("01-31", "04-01", "by_governments"), ("01-26", "02-30", "by_governments"),
])  # fmt: skip
def test_no_later_day_than_the_regulations_have(cast, by_agencies, by_governments, field):
    with pytest.raises(Refused) as refusal:
        actions.set_report_terms(
            cast.city, by=cast.officer, by_agencies=by_agencies, by_governments=by_governments
        )  # fmt: skip
    assert refusal.value.field == field
    with pytest.raises(NotAllowed):
        actions.set_report_terms(cast.city, by=cast.head, by_agencies="01-26", by_governments="02-20")


def test_clerk_and_head_are_reminded_once_for_each_step_and_the_office_when_it_is_late(cast):
    for day in ("2025-01-10", "2025-01-11", "2025-01-20", "2025-01-27"):
        with at(day):
            remind_of_annual_reports()
    mine = {(name, step) for name, step in told() if name in {"clerk", "head", "officer"}}
    assert mine == {("clerk", "2024 20"), ("head", "2024 20"), ("clerk", "2024 5"), ("head", "2024 5")}
    with at("2025-02-03"):
        remind_of_annual_reports()
    assert ("officer", "2024 late") in told()
    number = Notice.objects.count()
    for day in ("2025-02-04", "2025-06-03"):
        with at(day):
            remind_of_annual_reports()
    assert Notice.objects.count() == number


def test_what_is_published_is_not_reminded_of_and_a_notice_under_way_is_dropped(cast):
    with at("2025-01-12"):
        remind_of_annual_reports()
        notice = Notice.objects.get(kind=Kind.REPORT_DUE, agency=cast.bureau, recipient=cast.clerk)
        assert is_still_true(notice)
        report = frozen(opened(cast.bureau, 2024, cast.clerk), cast.clerk, cast.officer, cast.head)
        assert is_still_true(notice)
        actions.publish_report(report, by=cast.head, confirms=True)
        assert not is_still_true(notice)
    with at("2025-02-03"):
        remind_of_annual_reports()
    assert not Notice.objects.filter(agency=cast.bureau, occasion="2024 late").exists()


def test_whoever_has_the_next_step_is_told_and_finds_it_in_the_morning(cast):
    def waits():
        rows = {name: REPORTS.rows(getattr(cast, name), dt.date(2025, 1, 6)) for name in ("clerk", "officer", "head")}
        return {name for name, found in rows.items() if found.exists()}

    report = opened(cast.bureau, 2024, cast.clerk)
    assert waits() == {"clerk"}
    actions.write_report(report, by=cast.clerk, **TEXTS)
    actions.submit_report(report, by=cast.clerk)
    assert waits() == {"officer"}
    actions.return_report(report, by=cast.officer, reason="请补充平台建设")
    assert waits() == {"clerk"}
    first, back = Notice.objects.filter(kind=Kind.REPORT_WAITING).order_by("pk")
    assert (first.recipient, back.recipient) == (cast.officer, cast.clerk)
    assert "请补充平台建设" in back.title
    assert (is_still_true(first), is_still_true(back)) == (False, True)
    actions.submit_report(report, by=cast.clerk)
    actions.check_report(report, by=cast.officer)
    assert waits() == {"head"}
    actions.publish_report(actions.freeze_report(report, by=cast.head), by=cast.head)
    assert waits() == set()


def test_the_trail_finds_a_frozen_report_that_was_touched(cast):
    report = frozen(opened(cast.bureau, 2024, cast.clerk), cast.clerk, cast.officer, cast.head)
    assert faults() == []
    lower_guard(connection)
    AnnualReport.objects.filter(pk=report.pk).update(document=report.document | {"year": 2023})
    raise_guard()
    assert len(faults()) == 1


def faults():
    kept = ReportLedger()
    for link in AuditEvent.objects.order_by("number"):
        kept.take(link)
    return list(kept.faults())


def test_requests_of_schools_and_utilities_are_named_beside_the_report(cast):
    clerk = staff(cast, "cityclerk", "clerk", cast.city)
    filed(cast.water, "2024-05-06")
    report = opened(cast.city, 2024, clerk)
    assert (report.cells()["R1.c7"], left_out(report)) == (0, 1)
