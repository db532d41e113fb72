"""Training and its coverage, leading groups, milestones, sites, reports heard."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from oversight import actions as oversight
from oversight.models import Activity, Attendance, GroupMember, Milestone, StaffMember
from oversight.work.standing import matrix
from portal.agencies.calendar_actions import set_day
from portal.agencies.models import Agency
from portal.refusals import NotAllowed, Refused
from tests.oversight.sweeps import look_at
from tests.oversight.working import named_all, set_terms, text_file

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 15)


def at(*day):
    return dt.datetime(*day, 4, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _june():
    with time_machine.travel(at(2026, 6, 15), tick=False):
        yield


def course(cast, held_on: dt.date, *, agency: Agency | None = None):
    planned = oversight.plan_course(
        agency or cast.county, by=cast.officer, title=f"培训班{held_on}", form="class", planned_on=held_on
    )
    return oversight.hold_course(planned, by=cast.officer, held_on=held_on)


def enrolled(cast, *names, joined_on=dt.date(2023, 1, 1)):
    people = [(name, "科员") for name in names]
    return oversight.enrol_staff(cast.bureau, by=cast.clerk, people=people, joined_on=joined_on)


def behind(cast, when):
    return [warning.agency for warning in look_at("training-behind", when)] == [cast.bureau]


def test_coverage_counts_24_months_and_forgets_who_left(cast):
    set_terms(cast, training_target=100)
    first, second = enrolled(cast, "甲", "乙")
    noted = {"by": cast.clerk, "people": [first]}
    oversight.note_attendance(cast.bureau, course=course(cast, dt.date(2024, 6, 16)), **noted)
    assert behind(cast, at(2026, 6, 15))  # one of two
    oversight.leave_roster(second, by=cast.clerk, left_on=TODAY)
    assert not behind(cast, at(2026, 6, 15))  # all who are left
    assert behind(cast, at(2026, 6, 16))  # 24 months ago to the day: over
    with pytest.raises(Refused):
        oversight.leave_roster(second, by=cast.clerk, left_on=TODAY)


def test_who_attended_was_on_the_roster_and_the_course_was_for_them(cast):
    old = course(cast, dt.date(2024, 6, 16))
    (person,) = enrolled(cast, "丙", joined_on=dt.date(2025, 1, 1))
    notes = {"by": cast.clerk, "people": [person]}
    planned = oversight.plan_course(cast.county, by=cast.officer, title="将来", form="class", planned_on=TODAY)
    other = course(cast, dt.date(2026, 3, 1), agency=cast.sibling)
    for wrong, field in ((planned, "course"), (other, "course"), (old, "people")):
        with pytest.raises(Refused) as refusal:
            oversight.note_attendance(cast.bureau, course=wrong, **notes)
        assert refusal.value.field == field
    held = course(cast, dt.date(2026, 3, 1))
    with pytest.raises(NotAllowed):
        oversight.note_attendance(cast.bureau, course=held, by=cast.sibling_clerk, people=[person])
    oversight.note_attendance(cast.bureau, course=held, **notes)
    with pytest.raises(Refused):
        oversight.note_attendance(cast.bureau, course=held, **notes)
    assert Attendance.objects.count() == 1
    with pytest.raises(NotAllowed):
        oversight.plan_course(cast.bureau, by=cast.head, title="自办", form="class", planned_on=TODAY)


def test_the_same_person_is_on_a_roster_once_and_may_come_back(cast):
    (person,) = enrolled(cast, "丁")
    with pytest.raises(Refused):
        enrolled(cast, "丁")
    oversight.leave_roster(person, by=cast.clerk, left_on=TODAY)
    enrolled(cast, "丁", "丁")
    assert StaffMember.objects.serving().count() == 1


def test_a_member_of_two_groups_leaves_one_and_stays_in_the_other(cast):
    day = dt.date(2026, 1, 5)
    for agency in (cast.county, cast.bureau):
        facts = {"name": f"{agency.name}领导小组", "document_number": "1号", "began_on": day}
        oversight.form_group(agency, by=cast.officer, **facts)
        oversight.add_member(agency, by=cast.officer, name="沈县长", post="县长", role="leader", began_on=day)
    member = GroupMember.objects.get(group__agency=cast.bureau)
    for wrong, field in (({"name": "沈县长", "role": "member"}, "name"), ({"name": "别人", "role": "leader"}, "role")):
        with pytest.raises(Refused) as refusal:
            oversight.add_member(cast.bureau, by=cast.clerk, post="局长", began_on=day, **wrong)
        assert refusal.value.field == field
    with pytest.raises(Refused):
        oversight.end_member(member, by=cast.clerk, ended_on=dt.date(2026, 1, 4))
    oversight.end_member(member, by=cast.clerk, ended_on=TODAY)
    assert [m.group.agency for m in GroupMember.objects.serving()] == [cast.county]
    oversight.add_member(cast.bureau, by=cast.clerk, name="赵局长", post="局长", role="leader", began_on=TODAY)


def test_a_group_ends_with_its_members_and_another_begins(cast):
    facts = {"name": "领导小组", "document_number": "1号", "began_on": dt.date(2025, 1, 1)}
    first = oversight.form_group(cast.county, by=cast.officer, staff_count=1, **facts)
    assert len(first.lacks) == 3  # people, premises, budget
    changed = oversight.form_group(cast.county, by=cast.officer, staff_count=3, premises="501室", budget=5, **facts)
    assert (changed.pk, changed.lacks) == (first.pk, [])
    oversight.add_member(cast.county, by=cast.officer, name="沈", post="县长", role="leader", began_on=TODAY)
    with pytest.raises(Refused):
        oversight.end_group(first, by=cast.officer, ended_on=dt.date(2026, 6, 14))  # before somebody joined
    oversight.end_group(first, by=cast.officer, ended_on=TODAY)
    assert not GroupMember.objects.serving().exists()
    assert oversight.form_group(cast.county, by=cast.officer, **facts | {"began_on": TODAY}).pk != first.pk


def milestone(cast, **facts):
    given = {"title": "建成专区", "agency": cast.bureau, "due_on": dt.date(2026, 9, 25), "co_units": [cast.sibling]}
    return oversight.set_milestone(cast.county, by=cast.officer, **given | facts)


def test_a_milestone_is_warned_of_until_it_is_reached(cast):
    """Due on 25 September 2026, a holiday: yellow five working days before; the Sunday before is worked and counts."""
    step = milestone(cast)
    assert look_at("milestone-late", at(2026, 9, 19)) == []
    (warning,) = look_at("milestone-late", at(2026, 9, 20))
    assert (warning.agency, warning.grade) == (cast.bureau, 1)
    (warning,) = look_at("milestone-late", at(2026, 9, 28))
    assert warning.grade == 2
    with time_machine.travel(at(2026, 9, 28), tick=False):
        with pytest.raises(NotAllowed):
            oversight.finish_milestone(step, by=cast.sibling_clerk, done_on=TODAY, evidence="协办")
        oversight.finish_milestone(step, by=cast.clerk, done_on=dt.date(2026, 9, 28), evidence="已启用")
    assert look_at("milestone-late", at(2026, 9, 28)) == []
    with pytest.raises(Refused):
        oversight.finish_milestone(step, by=cast.clerk, done_on=TODAY, evidence="再次")


def test_a_holiday_that_is_moved_moves_the_days_of_a_milestone(cast):
    milestone(cast, due_on=dt.date(2026, 6, 30))
    assert look_at("milestone-late", at(2026, 6, 22)) == []
    set_day(cast.city, by=cast.admin, date=dt.date(2026, 6, 29), is_workday=False, name="调休")
    assert len(look_at("milestone-late", at(2026, 6, 22))) == 1


def test_who_leads_and_who_takes_part(cast):
    for wrong, field in (({"agency": cast.other_bureau}, "agency"), ({"co_units": [cast.bureau]}, "co_units")):
        with pytest.raises(Refused) as refusal:
            milestone(cast, **wrong)
        assert refusal.value.field == field
    step = milestone(cast)
    for agency in (cast.bureau, cast.sibling, cast.county):
        assert list(Milestone.objects.of_agency(agency)) == [step]
    client = Client()
    client.force_login(cast.sibling_clerk)
    assert "建成专区" in client.get("/office/organisation/agencies/qt-jyj/").content.decode()


def test_sites_up_to_the_number_of_the_terms(cast):
    set_terms(cast, most_sites=1)
    facts = {"by": cast.officer, "began_on": TODAY, "evidence": "公开专区"}
    site = oversight.name_site(cast.bureau, name="甲点", **facts)
    with pytest.raises(Refused):
        oversight.name_site(cast.bureau, name="乙点", **facts)
    oversight.end_site(site, by=cast.officer, ended_on=TODAY)
    oversight.name_site(cast.bureau, name="乙点", **facts)
    with pytest.raises(NotAllowed):
        oversight.name_site(cast.bureau, name="丙点", **facts | {"by": cast.head})


def test_a_report_is_heard_once_a_year(cast):
    set_terms(cast, heard_by="06-10")
    assert cast.bureau in [w.agency for w in look_at("report-unheard", at(2026, 6, 15))]
    heard = {"leader": "赵局长", "topic": "进展", "instruction": "补齐缺项"}
    oversight.note_report_heard(cast.bureau, by=cast.clerk, heard_on=dt.date(2026, 6, 12), **heard)
    assert cast.bureau not in [w.agency for w in look_at("report-unheard", at(2026, 6, 15))]
    assert cast.bureau in [w.agency for w in look_at("report-unheard", at(2027, 6, 11))]
    with pytest.raises(Refused) as refusal:
        oversight.note_report_heard(cast.bureau, by=cast.clerk, heard_on=dt.date(2026, 6, 16), **heard)
    assert refusal.value.field == "heard_on"


def test_the_matrix_says_what_each_agency_lacks(cast):
    set_terms(cast)
    named_all(cast.bureau, cast.clerk)
    oversight.file_plan(cast.bureau, by=cast.clerk, year=2026, kind="plan", title="方案", file=text_file())
    lines = {line.agency: line for line in matrix(cast.county, Agency.objects.public(), 2026, TODAY)}
    assert set(lines) == {cast.bureau, cast.sibling, cast.township}
    mine, township = lines[cast.bureau], lines[cast.township]
    assert (mine.persons, mine.plan.title, mine.is_heard, mine.training) == ([], "方案", False, None)
    assert [month.month for month in mine.months] == [1, 2, 3, 4, 5]
    assert (township.months, township.quota, len(township.persons)) == (None, 0, 3)
    last = {line.agency: line for line in matrix(cast.county, Agency.objects.public(), 2025, TODAY)}
    assert (last[cast.bureau].plan, len(last[cast.bureau].persons), last[cast.bureau].months) == (None, 3, [])


def test_terms_are_the_offices_and_refuse_days_that_there_are_not(cast):
    with pytest.raises(NotAllowed):
        oversight.set_work_terms(cast.county, by=cast.head, quotas={})
    for wrong, field in (({"plan_by": "13-01"}, "plan_by"), ({"quotas": {"department": 99}}, "quotas")):
        with pytest.raises(Refused) as refusal:
            set_terms(cast, **wrong)
        assert refusal.value.field == field
    assert set_terms(cast, heard_by="02-29").day(2026, "heard_by") == dt.date(2026, 2, 28)
    client = Client()
    client.force_login(cast.officer)
    address = "/office/organisation/agencies/qingtian/terms/"
    given = {"since": "2026-01-01", "persons_by": "02-01", "plan_by": "04-01", "heard_by": "11-30", "late_days": 3,
             "training_target": 90, "training_months": 24, "most_sites": 2}  # fmt: skip
    quotas = {f"quota_{kind}": 1 for kind in ("government", "department", "police", "township", "zone", "utility")}
    assert client.post(address, given | quotas).status_code == 302
    text = client.get("/office/organisation/lists/terms/").content.decode()
    assert "90% / 24" in text


def test_a_half_year_without_a_course_is_said_and_activities_are_counted(cast):
    client = Client()
    client.force_login(cast.officer)
    address = "/office/organisation/agencies/qingtian/?year=2026"
    course(cast, dt.date(2026, 6, 1))
    text = client.get(address).content.decode()
    assert ("上半年未安排培训班" in text, "下半年未安排培训班" in text) == (False, True)
    oversight.plan_course(cast.county, by=cast.officer, title="秋季班", form="class", planned_on=dt.date(2026, 7, 1))
    assert "半年未安排培训班" not in client.get(address).content.decode()
    noted = {"by": cast.clerk, "person": "赵局长", "day": TODAY}
    for kind, title in (("explain", "解读低保政策"), ("explain", "解读救助政策"), ("press", "日报稿件")):
        oversight.note_activity(cast.bureau, kind=kind, title=title, **noted)
    counts = dict(Activity.objects.of_agency(cast.bureau).of_year(2026).count_by_kind())
    assert [counts[label] for label in ("主要负责人解读政策", "报刊稿件", "政协视察")] == [2, 1, 0]
    text = client.get("/office/organisation/lists/activities/?year=2026&q=救助").content.decode()
    assert "解读救助政策" in text
    assert "解读低保政策" not in text
    with pytest.raises(Refused):
        oversight.note_activity(cast.bureau, kind="press", title="明天", **noted | {"day": dt.date(2026, 6, 16)})
