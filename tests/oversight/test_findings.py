"""Findings: sent together, answered by the agency alone, looked at again, closed and published."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from oversight import actions
from oversight.evidence_files import evidence_for
from oversight.models import CheckedAgency, Finding
from oversight.progress import results_of, total_of
from oversight.states import FINDING_TABLE, FindingState, SpotCheckState
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from portal.workdays.calendar import Calendar
from tests.oversight.spot_checking import (
    all_good,
    checking_check,
    fault,
    filled_check,
    published,
    row_of,
    sent_finding,
)
from tests.oversight.test_check_forms import PNG, strangers


def png(name):
    return SimpleUploadedFile(name, PNG, "image/png")


def test_nothing_is_sent_while_a_form_is_open(cast):
    published(cast.bureau, cast.clerk, cast.reviewer, "低保通知")
    check = checking_check(cast, item_count=5)
    for place in (cast.bureau, cast.sibling):
        actions.fill_form(row_of(check, place), by=cast.officer, answers=all_good())
    with pytest.raises(Refused, match="低保通知"):
        actions.send_findings(check, by=cast.officer)
    item = row_of(check, cast.bureau).items.get()
    answers = all_good(of_item=True)
    del answers["content"]
    actions.fill_form(row_of(check, cast.bureau), by=cast.officer, item=item, answers=answers)
    with pytest.raises(Refused):
        actions.send_findings(check, by=cast.officer)
    actions.fill_form(row_of(check, cast.bureau), by=cast.officer, item=item, answers=all_good(of_item=True))
    assert actions.send_findings(check, by=cast.officer).state == SpotCheckState.SENT


def test_each_finding_gets_a_number_and_a_clock_in_working_days(cast):
    check = filled_check(cast, cast.bureau, wanted=fault(days=5), grave=fault("误报", days=1))
    actions.send_findings(check, by=cast.officer)
    findings = list(Finding.objects.in_order())
    assert [finding.position for finding in findings] == [1, 2]
    calendar = Calendar.for_scope(cast.bureau.path)
    for finding in findings:
        assert finding.clock.due_on == calendar.add_workdays(timezone.localdate(), finding.days)
    told = {(n.recipient, n.url) for n in Notice.objects.filter(kind="finding_sent")}
    assert {person for person, _url in told} == {cast.clerk, cast.head, cast.sibling_clerk}
    assert all(("qt-jyj" in url) == (person == cast.sibling_clerk) for person, url in told)


def test_only_the_agency_answers_and_only_the_office_looks_again(cast):
    finding = sent_finding(cast)
    for person in (cast.officer, cast.reviewer, cast.sibling_clerk, cast.supervisor, cast.other_clerk, cast.admin):
        with pytest.raises(NotAllowed):
            actions.answer_finding(finding, by=person, text="已改")
    for person in strangers(cast):
        with pytest.raises(NotAllowed):
            actions.recheck_finding(finding, by=person, is_rectified=True, text="已看")
    finding.refresh_from_db()
    assert finding.state == FindingState.SENT


def test_answered_failed_answered_again_and_passed(cast):
    finding = sent_finding(cast, days=5)
    with pytest.raises(Refused) as refusal:
        actions.answer_finding(finding, by=cast.clerk, text=" ")
    assert refusal.value.field == "text"
    answered = actions.answer_finding(finding, by=cast.clerk, text="电话已更正", file=png("更正.png"))
    assert not answered.clock.is_running
    failed = actions.recheck_finding(finding, by=cast.officer, is_rectified=False, text="仍打不通", days=3)
    assert (failed.state, failed.days, failed.clock.is_running) == (FindingState.SENT, 3, True)
    assert failed.clock != answered.clock
    actions.answer_finding(finding, by=cast.head, text="已接通")
    passed = actions.recheck_finding(finding, by=cast.officer, is_rectified=True, text="已接通")
    assert (passed.state, passed.rectified_on) == (FindingState.RECTIFIED, timezone.localdate())
    assert [step.kind for step in passed.steps.all()] == ["answered", "failed", "answered", "passed"]
    assert Notice.objects.filter(kind="finding_answered", recipient=cast.officer).count() == 2
    assert Notice.objects.filter(kind="finding_rechecked", recipient=cast.clerk).count() == 2


def test_the_office_looks_again_even_if_nobody_answered(cast):
    finding = sent_finding(cast)
    passed = actions.recheck_finding(finding, by=cast.officer, is_rectified=True, text="现场已改")
    assert (passed.state, passed.clock.is_running) == (FindingState.RECTIFIED, False)


def test_every_verb_of_a_finding_only_from_where_the_table_allows_it(cast):
    acts = {
        "answer": lambda finding: actions.answer_finding(finding, by=cast.clerk, text="已改"),
        "pass": lambda finding: actions.recheck_finding(finding, by=cast.officer, is_rectified=True, text="好"),
        "fail": lambda finding: actions.recheck_finding(finding, by=cast.officer, is_rectified=False, text="未改"),
    }
    check = filled_check(cast, cast.bureau, wanted=fault())
    noted = Finding.objects.get()
    answered, rectified = sent_finding(cast), sent_finding(cast)
    acts["answer"](answered)
    acts["pass"](rectified)
    refused = 0
    for finding in (noted, answered, rectified):
        finding.refresh_from_db()
        for verb, act in acts.items():
            if finding.state not in FINDING_TABLE[verb].sources:
                with pytest.raises(Refused):
                    act(finding)
                refused += 1
    assert refused == 3 + 1 + 3
    actions.send_findings(check, by=cast.officer)
    with pytest.raises(Refused):  # what was sent is not noted anew
        actions.fill_form(row_of(check, cast.bureau), by=cast.officer, answers={"wanted": fault("改")})


def test_a_check_is_closed_when_nobody_waits_any_more(cast, time_machine):
    finding = sent_finding(cast, days=5)
    check = finding.checked_agency.spot_check
    with pytest.raises(Refused) as refusal:
        actions.close_spot_check(check, by=cast.officer, conclusion=" ")
    assert refusal.value.field == "conclusion"
    with pytest.raises(Refused):  # its time runs
        actions.close_spot_check(check, by=cast.officer, conclusion="完")
    actions.answer_finding(finding, by=cast.clerk, text="已改")
    with pytest.raises(Refused):  # nobody has looked
        actions.close_spot_check(check, by=cast.officer, conclusion="完")
    actions.recheck_finding(finding, by=cast.officer, is_rectified=False, text="未改", days=1)
    time_machine.move_to(timezone.now() + dt.timedelta(days=30))
    closed = actions.close_spot_check(check, by=cast.officer, conclusion="一项逾期未改。")
    assert (closed.state, closed.conclusion) == (SpotCheckState.CLOSED, "一项逾期未改。")
    assert total_of(results_of(closed)) == {"findings": 1, "minor": 1, "serious": 0, "veto": 0, "rectified": 0}


def test_results_count_each_grade_at_its_agency(cast):
    faults = {"wanted": fault(), "lawful": fault("y", grade="serious"), "home_stale": fault("z")}
    check = filled_check(cast, cast.bureau, **faults)
    actions.send_findings(check, by=cast.officer)
    for finding in Finding.objects.filter(grade__in=["minor", "veto"]):
        actions.recheck_finding(finding, by=cast.officer, is_rectified=True, text="好")
    counted = {result.row.agency: result[1:] for result in results_of(check)}
    assert counted == {cast.bureau: (1, 1, 1, 2), cast.sibling: (0, 0, 0, 0)}


def test_an_agency_knows_of_a_check_only_when_it_was_told(cast):
    check = checking_check(cast)
    assert not CheckedAgency.objects.managed_by(cast.clerk).told().exists()
    for row in check.agencies.all():
        actions.fill_form(row_of(check, row.agency), by=cast.officer, answers=all_good())
    actions.send_findings(check, by=cast.officer)
    told = CheckedAgency.objects.managed_by(cast.clerk).told()
    assert [row.agency for row in told] == [cast.bureau]


def test_evidence_opens_for_those_whom_it_concerns(cast):
    check = filled_check(cast, cast.bureau, wanted=fault(file=png("现场.png")))
    photo = Finding.objects.get().answer.file
    readers = (cast.officer, cast.clerk, cast.head, cast.sibling_clerk, cast.supervisor, cast.other_officer)
    assert [person for person in readers if photo in evidence_for(person)] == [cast.officer]
    actions.send_findings(check, by=cast.officer)
    assert [person for person in readers if photo in evidence_for(person)] == [cast.officer, cast.clerk, cast.head]
    answered = actions.answer_finding(Finding.objects.get(), by=cast.clerk, text="已改", file=png("整改.png"))
    proof = answered.steps.get().file
    assert [person for person in readers if proof in evidence_for(person)] == [cast.officer, cast.clerk, cast.head]
