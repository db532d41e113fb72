"""What each measure looks at, of which year, and where its rows open."""

import datetime as dt
import uuid

import pytest
import time_machine as travelling

from catalog.actions import assign_duty, end_duty, fulfil
from disclosure.actions.interpreting import pair
from disclosure.models import Kind
from oversight import actions
from oversight.evidence import MEASURES
from oversight.evidence.doors import DOORS, addresses
from oversight.models import Attendance, Course, EarlyWarning, Evidence, EvidenceRow, StaffMember
from oversight.rules import RULES
from requests_app import actions as requests
from tests.disclosure import consultations
from tests.oversight.cases import answered_request, entry_of, overdue_duty, request_of, topic_of
from tests.oversight.spot_checking import sent_finding
from tests.oversight.sweeps import published
from tests.oversight.working import set_terms, submitted

UTC = dt.UTC
NOW = dt.datetime(2026, 11, 26, 2, tzinfo=UTC)
NEXT_YEAR = dt.datetime(2027, 3, 2, 2, tzinfo=UTC)


def measured(evidence, agency, year=2026):
    """(number, counts) of each row."""
    return [(row.number, row.counts) for row in MEASURES[evidence](agency, year)]


@pytest.fixture
def now(time_machine):
    time_machine.move_to(NOW)
    return time_machine


def test_every_kind_of_evidence_has_a_measure_and_its_rows_a_door():
    assert set(MEASURES) == set(Evidence)
    assert set(DOORS) == {
        "duty", "item", "consultation", "report", "topic", "request", "remedy", "order", "finding", "warning",
        "submission", "staff",
    }  # fmt: skip


def test_duties_are_counted_in_the_year_in_which_they_were_due(cast, now):
    kept, late, owed, undated, ended = (entry_of(cast.city, code) for code in ("kept", "late", "owed", "none", "end"))
    with travelling.travel(dt.datetime(2025, 2, 3, 2, tzinfo=UTC), tick=False):
        for entry, day in ((kept, "2025-06-30"), (late, "2025-06-30"), (owed, "2026-03-02"), (ended, "2025-03-03")):
            due_on = dt.date.fromisoformat(day)
            assign_duty(entry, agency=cast.bureau, by=None, cadence="yearly", first_due_on=due_on)
        assign_duty(undated, agency=cast.bureau, by=None)
        fulfil(cast.bureau, kept, on=dt.date(2025, 6, 20))
        fulfil(cast.bureau, late, on=dt.date(2025, 8, 1))
        fulfil(cast.bureau, undated, on=dt.date(2025, 8, 1))
        end_duty(cast.bureau.duties.get(entry=ended), by=cast.officer)
    before = [("kept", True), ("late", False), ("none", True)]
    assert measured(Evidence.DUTIES_ON_TIME, cast.bureau, 2025) == before
    fulfil(cast.bureau, kept, on=dt.date(2026, 5, 5))
    fulfil(cast.bureau, late, on=dt.date(2026, 11, 2))
    assert measured(Evidence.DUTIES_ON_TIME, cast.bureau, 2025)[:2] == before[:2]
    this_year = dict(measured(Evidence.DUTIES_ON_TIME, cast.bureau))
    assert this_year == {"kept": True, "late": False, "owed": False, "none": True}
    now.move_to(NEXT_YEAR)
    assert dict(measured(Evidence.DUTIES_ON_TIME, cast.bureau)) == this_year


def test_columns_count_by_what_was_public_at_the_end_of_the_year(cast, now):
    filled, empty, later = (entry_of(cast.city, code) for code in ("filled", "empty", "later"))
    for entry in (filled, empty, later):
        assign_duty(entry, agency=cast.bureau, by=None)
    published(cast, at=dt.datetime(2026, 5, 5, 2, tzinfo=UTC), entry=filled)
    now.move_to(NEXT_YEAR)
    published(cast, at=NEXT_YEAR, entry=later)
    expected = [("filled", True), ("empty", False), ("later", False)]
    assert measured(Evidence.COMPLETENESS, cast.bureau) == expected


def test_requests_and_topics_of_a_year_stay_what_they_were(cast, now):
    good = answered_request(cast.bureau, cast.clerk, cast.head, days=60, taken=5)
    late = request_of(cast.bureau, days=90)
    request_of(cast.bureau, days=2)
    topic = topic_of(cast.bureau, days=90)
    asked = [(good.number, True), (late.number, False)]
    assert measured(Evidence.REQUESTS_ON_TIME, cast.bureau) == asked
    assert measured(Evidence.TOPICS_ON_TIME, cast.bureau) == [(topic.number, False)]
    assert measured(Evidence.REQUESTS_ON_TIME, cast.bureau, 2025) == []
    now.move_to(NEXT_YEAR)
    assert measured(Evidence.REQUESTS_ON_TIME, cast.bureau)[:2] == asked


def test_remedies_count_by_answer_and_by_result(cast, now):
    facts = {"kind": "reconsideration", "body": "青田县人民政府", "filed_on": dt.date(2026, 9, 1), "request": None}
    remedy = requests.record_remedy(
        cast.bureau, by=cast.clerk, earlier_number="旧2025-7", reference_number="青政复〔2026〕1号",
        notified_on=dt.date(2026, 9, 2), **facts,
    )  # fmt: skip
    assert measured(Evidence.REMEDIES_ON_TIME, cast.bureau) == [("旧2025-7", False)]
    assert measured(Evidence.DECISIONS_UPHELD, cast.bureau) == []
    requests.conclude_remedy(remedy, by=cast.clerk, result="corrected", concluded_on=dt.date(2026, 10, 20))
    assert measured(Evidence.DECISIONS_UPHELD, cast.bureau) == [("旧2025-7", False)]


def test_what_follows_a_publication(cast, now):
    explained, silent = (
        published(cast, at=dt.datetime(2026, 5, day, 2, tzinfo=UTC), kind=Kind.NORMATIVE, title=f"办法{day}")
        for day in (6, 7)
    )
    text = published(cast, at=dt.datetime(2026, 5, 8, 2, tzinfo=UTC), kind=Kind.INTERPRETATION)
    pair(explained, text, by=cast.clerk)
    expected = [(explained.index_no, True), (silent.index_no, False)]
    assert measured(Evidence.INTERPRETATIONS, cast.bureau) == expected
    assert measured(Evidence.INTERPRETATIONS, cast.bureau, 2025) == []
    assert measured(Evidence.ANNUAL_REPORT, cast.bureau) == [("2025", False)]


def test_a_consultation_counts_once_its_outcome_was_due(cast, now):
    now.move_to(consultations.OPENING)
    consultation = consultations.opened(cast)
    now.move_to(consultations.CLOSING + dt.timedelta(days=5))
    assert measured(Evidence.CONSULTATIONS, cast.bureau) == []
    consultations.consulting.conclude(consultation, by=cast.reviewer, statement="未收到意见。")
    assert measured(Evidence.CONSULTATIONS, cast.bureau) == [(consultation.item.index_no, True)]


def test_orders_findings_and_warnings(cast, now):
    facts = {"by": cast.officer, "agency": cast.bureau, "demand": "请补发。", "working_days": 5}
    with travelling.travel(NOW - dt.timedelta(days=30), tick=False):
        answered = actions.issue_order(cast.city, title="补发公告", **facts)
        actions.answer_order(answered, by=cast.clerk, text="已补发。")
        late = actions.issue_order(cast.city, title="更新指南", **facts)
    actions.issue_order(cast.city, title="尚未到期", **facts)
    assert measured(Evidence.ORDERS_ON_TIME, cast.bureau) == [(answered.number, True), (late.number, False)]

    finding = sent_finding(cast)
    assert measured(Evidence.FINDINGS_RECTIFIED, cast.bureau) == []  # there is time left
    now.move_to(NOW + dt.timedelta(days=30))
    assert measured(Evidence.FINDINGS_RECTIFIED, cast.bureau) == [(str(finding.position), False)]

    for code, days in (("w1", 3), ("w2", 90)):
        overdue_duty(cast.bureau, entry_of(cast.city, code), days=days)
    actions.watch(rules=[RULES["duty-due"]])
    numbers = dict(EarlyWarning.objects.values_list("subject_number", "number"))
    found = dict(measured(Evidence.NO_RED_WARNINGS, cast.bureau))
    assert (found[numbers["w1"]], found[numbers["w2"]]) == (True, False)


def test_submissions_count_by_the_quota_of_each_month(cast, now):
    assert measured(Evidence.SUBMISSIONS, cast.bureau) == []  # nobody set a quota
    set_terms(cast, since=dt.date(2026, 9, 1))
    for day in (3, 4, 5):
        submitted(cast.bureau, cast.clerk, dt.datetime(2026, 9, day, 2, tzinfo=UTC))
    submitted(cast.bureau, cast.clerk, dt.datetime(2026, 10, 9, 2, tzinfo=UTC))
    expected = [("2026-09", True)] * 2 + [("2026-10", True), ("2026-10", False)]
    assert measured(Evidence.SUBMISSIONS, cast.bureau) == expected
    assert measured(Evidence.SUBMISSIONS, cast.bureau, 2025) == []


def test_training_counts_the_roster_of_the_day(cast, now):
    set_terms(cast)
    since = dt.date(2026, 1, 5)
    trained, other = (StaffMember.objects.create(agency=cast.bureau, name=name, joined_on=since) for name in "甲乙")
    StaffMember.objects.create(agency=cast.bureau, name="丙", joined_on=since, left_on=dt.date(2026, 6, 1))
    course = Course.objects.create(
        agency=cast.county, title="业务培训", planned_on=dt.date(2026, 5, 6), held_on=dt.date(2026, 5, 6)
    )
    Attendance.objects.create(course=course, person=trained, by=cast.officer)
    rows = {row.title: row.counts for row in MEASURES[Evidence.TRAINING](cast.bureau, 2026)}
    assert rows == {trained.name: True, other.name: False}


def test_rows_open_for_those_who_may_read_them(cast, now):
    case = answered_request(cast.bureau, cast.clerk, cast.head, days=60, taken=5)
    order = actions.issue_order(
        cast.city, by=cast.officer, agency=cast.bureau, title="补发", demand="请补发。", working_days=5
    )  # fmt: skip
    overdue_duty(cast.bureau, entry_of(cast.city, "open"))
    duty = cast.bureau.duties.get()
    rows = [
        EvidenceRow(kind=kind, key=live.pk, title="x", counts=True)
        for kind, live in (("request", case), ("order", order), ("duty", duty), ("finding", case))
    ] + [EvidenceRow(kind=str(uuid.uuid4())[:20], key=1, title="x", counts=True)]
    assert set(addresses(rows, None)) == {("duty", duty.pk)}
    assert set(addresses(rows, cast.other_officer)) == {("duty", duty.pk)}
    office, own = addresses(rows, cast.officer), addresses(rows, cast.clerk)
    assert office["request", case.pk].startswith("/office/requests/")
    assert own["request", case.pk].startswith("/admin/")
    assert office["order", order.pk] == own["order", order.pk] == order.get_absolute_url()
