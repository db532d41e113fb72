"""Every rule: what it opens, how it grades, and that the warning goes when the cause is gone."""

import datetime as dt
from pathlib import Path

import time_machine

from catalog import actions as catalog
from catalog.models import Area
from disclosure import actions as items
from disclosure.actions.interpreting import pair
from disclosure.actions.normative import register_normative
from disclosure.models import Kind
from oversight import actions as oversight
from oversight.grades import Grade
from oversight.models import Closing, EarlyWarning
from oversight.rules import RULES
from portal.agencies.models import Agency
from requests_app import actions as requests
from requests_app.models import DisclosureRequest
from tests.disclosure import consultations, hearings
from tests.oversight.cases import entry_of, key
from tests.oversight.sweeps import DAY, MORNING, look_at, published

YELLOW, ORANGE, RED = Grade
WANTED = {"name": "张三", "identity_kind": "id_card", "identity_number": "11010519491231002X", "phone": "13800000000"}


def graded(key_, at):
    return [warning.grade for warning in look_at(key_, at)]


def closed(key_, at):
    """The rule finds nothing any more, and every warning of it says why it was closed."""
    assert look_at(key_, at) == []
    last = EarlyWarning.objects.of_rule(key_).order_by("-pk")[0]
    return last.closing


def request_at(cast, at=MORNING):
    with time_machine.travel(at, tick=False):
        return requests.submit_request(cast.bureau, by=None, key=key(), subject="低保名单", **WANTED).case


def test_every_rule_says_what_it_rests_on_and_is_tried():
    tried = "".join(file.read_text() for file in sorted(Path(__file__).parent.glob("test_*.py")))
    for rule in RULES.values():
        assert all(map(str, (rule.label, rule.says, rule.source)))
        assert f'"{rule.key}"' in tried, rule.key


def test_a_duty_due_soon_then_late_then_long_late(cast):
    entry = entry_of(cast.city, "e1")
    due_on = dt.date(2026, 9, 25)
    duty = catalog.assign_duty(entry, agency=cast.bureau, by=None, first_due_on=due_on)
    assert graded("duty-due", MORNING - 6 * DAY) == []
    (warning,) = look_at("duty-due", MORNING - 5 * DAY)  # five working days before: the Sunday is worked
    assert (warning.grade, warning.due_on, warning.title, warning.agency) == (YELLOW, due_on, "事项 e1", cast.bureau)
    assert warning.subject == ("catalog.duty", str(duty.pk))
    assert graded("duty-due", MORNING) == [YELLOW]  # on the day itself
    assert graded("duty-due", MORNING + DAY) == [ORANGE]
    assert graded("duty-due", MORNING + 50 * DAY) == [RED]
    published(cast, entry=entry, at=MORNING + 50 * DAY)
    assert closed("duty-due", MORNING + 51 * DAY) == Closing.FIXED
    assert EarlyWarning.objects.count() == 1


def test_an_agency_without_duties(cast):
    warned = {warning.agency for warning in look_at("catalog-empty")}
    assert {cast.bureau, cast.sibling, cast.water} <= warned
    assert cast.city not in warned
    catalog.assign_duty(entry_of(cast.city, "e1"), agency=cast.bureau, by=None)
    assert cast.bureau not in {warning.agency for warning in look_at("catalog-empty")}
    assert EarlyWarning.objects.get(agency=cast.bureau).closing == Closing.FIXED


def test_an_empty_area_and_the_veto_of_five(cast):
    for number in range(1, 5):
        area = Area.objects.get(number=number)
        entry = catalog.add_entry(cast.city, by=None, code=f"a{number}", area=area, level1="一级", level2="二级")
        catalog.assign_duty(entry, agency=cast.bureau, by=None)
    warnings = look_at("area-empty")
    assert {warning.agency for warning in warnings} == {cast.city, cast.county}  # each site has the empty column
    assert {warning.grade for warning in warnings} == {ORANGE}
    fifth = catalog.add_entry(
        cast.city, by=None, code="a5", area=Area.objects.get(number=5), level1="一级", level2="二级"
    )
    catalog.assign_duty(fifth, agency=cast.bureau, by=None)
    assert graded("area-empty", MORNING + DAY) == [RED] * 10
    published(cast, entry=fifth)
    left = look_at("area-empty", MORNING + 2 * DAY)
    assert len(left) == 8
    assert "5" not in {warning.subject_number for warning in left}


def test_a_column_six_months_old(cast):
    published(cast, at=MORNING)
    notices = [w for w in look_at("column-stale", MORNING + 100 * DAY) if w.subject_key == f"{cast.city.pk}:notices"]
    assert notices == []
    assert _of(cast, look_at("column-stale", MORNING + 175 * DAY)).grade == YELLOW
    assert _of(cast, look_at("column-stale", MORNING + 190 * DAY)).grade == ORANGE
    published(cast, at=MORNING + 191 * DAY)
    assert _of(cast, look_at("column-stale", MORNING + 192 * DAY)) is None


def _of(cast, warnings):
    return next((w for w in warnings if w.subject_key == f"{cast.city.pk}:notices"), None)


def test_a_home_page_two_weeks_old_fails_the_site(cast):
    at = {w.agency.code: w for w in look_at("home-stale")}
    assert (at["jianghe"].grade, at["jianghe"].due_on) == (RED, None)
    published(cast)
    assert {w.agency.code for w in look_at("home-stale", MORNING + DAY)} == {"yuanshan"}
    soon = {w.agency.code: w.grade for w in look_at("home-stale", MORNING + 13 * DAY)}
    assert soon["jianghe"] == YELLOW
    late = {w.agency.code: w.grade for w in look_at("home-stale", MORNING + 15 * DAY)}
    assert late["jianghe"] == RED


def test_a_policy_is_explained_within_three_working_days(cast):
    policy = published(cast, kind=Kind.NORMATIVE, title="临时救助办法")
    assert graded("interpretation-missing", MORNING) == []
    (warning,) = look_at("interpretation-missing", MORNING + 4 * DAY)
    assert (warning.grade, warning.due_on) == (YELLOW, dt.date(2026, 9, 30))
    assert graded("interpretation-missing", MORNING + 6 * DAY) == [ORANGE]
    # five working days later: the National Day holidays are not counted, the make-up Saturday is
    assert graded("interpretation-missing", dt.datetime(2026, 10, 13, 1, tzinfo=dt.UTC)) == [ORANGE]
    assert graded("interpretation-missing", dt.datetime(2026, 10, 14, 1, tzinfo=dt.UTC)) == [RED]
    text = published(cast, kind=Kind.INTERPRETATION, title="一图读懂", at=MORNING + 20 * DAY)
    pair(policy, text, by=cast.clerk)
    assert closed("interpretation-missing", MORNING + 21 * DAY) == Closing.FIXED


def test_a_consultation_has_an_outcome(cast):
    with time_machine.travel(consultations.OPENING, tick=False):
        consultation = consultations.opened(cast)
    assert graded("consultation-open-ended", consultations.CLOSING + DAY) == []
    assert graded("consultation-open-ended", consultations.CLOSING + 26 * DAY) == [YELLOW]
    assert graded("consultation-open-ended", consultations.CLOSING + 40 * DAY) == [ORANGE]
    with time_machine.travel(consultations.CLOSING + 41 * DAY, tick=False):
        consultations.consulting.conclude(consultation, by=cast.reviewer, statement="未收到意见。")
    assert closed("consultation-open-ended", consultations.CLOSING + 42 * DAY) == Closing.FIXED


def test_a_hearing_has_an_outcome(cast):
    with time_machine.travel(hearings.NOTICED, tick=False):
        hearing = hearings.opened(cast)
    assert graded("hearing-open-ended", hearings.END + DAY) == []
    assert graded("hearing-open-ended", hearings.END + 40 * DAY) == [ORANGE]
    with time_machine.travel(hearings.END + 41 * DAY, tick=False):
        items.withdraw(hearing.item, by=cast.head, reason="内容有误")
    assert closed("hearing-open-ended", hearings.END + 42 * DAY) == Closing.FIXED


def test_an_emergency_publication_is_gone_over(cast):
    with time_machine.travel(MORNING, tick=False):
        item = items.draft(agency=cast.bureau, by=cast.clerk, title="水库险情通报", body="正文", kind=Kind.EMERGENCY)
        item = items.publish_in_emergency(item, by=cast.head, reason="水库险情")
    assert graded("emergency-uncleared", MORNING + DAY) == []
    assert graded("emergency-uncleared", MORNING + 4 * DAY) == [ORANGE]
    assert graded("emergency-uncleared", MORNING + 30 * DAY) == [RED]
    with time_machine.travel(MORNING + 31 * DAY, tick=False):
        items.clear(item, by=cast.reviewer, reason="核对无误")
    assert closed("emergency-uncleared", MORNING + 31 * DAY) == Closing.FIXED


def test_a_normative_document_stands_in_the_list_of_its_quarter(cast):
    policy = published(cast, kind=Kind.NORMATIVE, title="临时救助办法", at=MORNING - 60 * DAY)
    assert graded("normative-unregistered", MORNING - 60 * DAY) == []
    (warning,) = look_at("normative-unregistered")
    assert (warning.grade, warning.due_on) == (YELLOW, dt.date(2026, 9, 30))
    assert graded("normative-unregistered", MORNING + 7 * DAY) == [ORANGE]
    register_normative(policy, by=cast.officer)
    assert closed("normative-unregistered", MORNING + 8 * DAY) == Closing.FIXED


def test_a_request_is_answered_in_time(cast):
    case = request_at(cast)
    assert graded("request-due", MORNING + DAY) == []
    due_on = DisclosureRequest.objects.get().clock.due_on
    (warning,) = look_at("request-due", MORNING + (due_on - MORNING.date()) - 2 * DAY)
    assert (warning.grade, warning.due_on, warning.title) == (YELLOW, due_on, case.number)
    assert graded("request-due", MORNING + (due_on - MORNING.date()) + DAY) == [ORANGE]
    assert graded("request-due", MORNING + 90 * DAY) == [RED]
    with time_machine.travel(MORNING + 91 * DAY, tick=False):
        requests.withdraw(case, by=None)
    assert closed("request-due", MORNING + 91 * DAY) == Closing.FIXED


def test_a_request_is_registered_and_its_answer_approved(cast):
    case = request_at(cast)
    assert graded("request-unregistered", MORNING + 4 * DAY) == []
    assert graded("request-unregistered", MORNING + 6 * DAY) == [ORANGE]
    assert graded("request-unregistered", MORNING + 40 * DAY) == [RED]
    with time_machine.travel(MORNING + 41 * DAY, tick=False):
        requests.process(requests.register(case, by=cast.clerk), by=cast.clerk)
        requests.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="查到一份")
        requests.decide(case, by=cast.clerk, outcome="R3_1", text="现予公开。")
    assert closed("request-unregistered", MORNING + 41 * DAY) == Closing.FIXED
    assert graded("request-unreviewed", MORNING + 42 * DAY) == []
    assert graded("request-unreviewed", MORNING + 48 * DAY) == [ORANGE]
    with time_machine.travel(MORNING + 48 * DAY, tick=False):
        requests.approve_decision(case, by=cast.head)
    assert closed("request-unreviewed", MORNING + 48 * DAY) == Closing.FIXED


def test_a_topic_is_answered_in_time(cast):
    with time_machine.travel(MORNING, tick=False):
        topic = requests.submit_topic(cast.bureau, by=None, key=key(), title="公交线路调整方案").case
    assert graded("topic-due", MORNING + DAY) == []
    assert graded("topic-due", MORNING + 90 * DAY) == [RED]
    item = published(cast, at=MORNING + 90 * DAY)
    with time_machine.travel(MORNING + 90 * DAY, tick=False):
        requests.answer_topic(topic, by=cast.clerk, item=item)
    assert closed("topic-due", MORNING + 91 * DAY) == Closing.FIXED


def test_the_answer_to_a_reconsideration_is_due_in_days(cast):
    facts = {"kind": "reconsideration", "body": "县政府", "reference_number": "复议1号", "earlier_number": "旧-1"}
    days = {"filed_on": MORNING.date(), "accepted_on": MORNING.date(), "notified_on": MORNING.date()}
    with time_machine.travel(MORNING, tick=False):
        remedy = requests.record_remedy(cast.bureau, by=cast.clerk, **facts, **days)
    assert graded("remedy-due", MORNING + 18 * DAY) == [ORANGE]
    (warning,) = look_at("remedy-due", MORNING + 40 * DAY)
    assert (warning.grade, warning.title) == (RED, "旧-1")
    assert "复议1号" not in f"{warning.title}{warning.subject_number}"
    with time_machine.travel(MORNING + 40 * DAY, tick=False):
        requests.follow_remedy(remedy, by=cast.clerk, answered_on=(MORNING + 40 * DAY).date(), **days)
    assert closed("remedy-due", MORNING + 41 * DAY) == Closing.FIXED


def test_a_late_complaint_warns_its_hearers_alone(cast):
    with time_machine.travel(MORNING, tick=False):
        complaint, _code = oversight.submit_complaint(
            cast.bureau, key=key(), kind="late", identity="named", text="公示栏没有更新。", name="张三丰", contact="139"
        )
    assert graded("complaint-late", MORNING + 3 * DAY) == []
    (warning,) = look_at("complaint-late", MORNING + 15 * DAY)
    assert (warning.grade, warning.agency, warning.is_confidential) == (ORANGE, cast.county, True)
    assert complaint.number not in f"{warning.title}{warning.subject_number}{warning.subject_key}"
    assert set(EarlyWarning.objects.managed_by(cast.officer)) == {warning}
    for person in (cast.head, cast.clerk, cast.supervisor, cast.other_officer):
        assert not EarlyWarning.objects.managed_by(person).exists()
    assert graded("complaint-late", MORNING + 95 * DAY) == [RED]
    with time_machine.travel(MORNING + 96 * DAY, tick=False):
        oversight.accept(complaint, by=cast.officer)
        oversight.answer(complaint, by=cast.officer, result="已责成更新。")
    assert closed("complaint-late", MORNING + 96 * DAY) == Closing.FIXED


def test_a_late_explanation_warns_those_who_hear(cast):
    with time_machine.travel(MORNING, tick=False):
        complaint, _code = oversight.submit_complaint(
            cast.bureau, key=key(), kind="late", identity="named", text="公示栏没有更新。", name="张三丰", contact="139"
        )
        extract = oversight.forward(oversight.accept(complaint, by=cast.officer), by=cast.officer, text="请说明情况")
    assert graded("extract-late", MORNING + DAY) == []
    (warning,) = look_at("extract-late", MORNING + 12 * DAY)
    assert (warning.agency, warning.is_confidential) == (cast.county, True)
    for person in (cast.head, cast.clerk, cast.supervisor):
        assert not EarlyWarning.objects.managed_by(person).exists()
    with time_machine.travel(MORNING + 13 * DAY, tick=False):
        oversight.explain(extract, by=cast.head, text="已更新")
    assert closed("extract-late", MORNING + 13 * DAY) == Closing.FIXED


def test_a_guide_says_what_the_contact_card_says(cast):
    key_ = "guide-outdated"
    guide = published(cast, title="政府信息公开指南", body="电话：0900-1", kind=Kind.DISCLOSURE_GUIDE)
    assert look_at(key_) == []
    Agency.objects.filter(pk=cast.bureau.pk).update(phone="0900-2")
    assert [warning.subject_key for warning in look_at(key_)] == [str(guide.pk)]
    Agency.objects.filter(pk=cast.bureau.pk).update(phone="0900-1")
    assert closed(key_, MORNING + DAY)
