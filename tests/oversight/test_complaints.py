import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from oversight import actions
from oversight.models import Complaint, ComplaintExtract
from oversight.states import ComplaintState
from oversight.tasks import announce_complaints
from portal.agencies.actions import grant
from portal.agencies.models import Kind, Tier
from portal.agencies.roles import ROLES
from portal.audit.models import AuditEvent
from portal.notices.models import Notice
from portal.receipts import code_for
from portal.refusals import NotAllowed, Refused
from portal.workdays.models import ClockEvent
from requests_app.actions.intake import AlreadyFiled
from tests.cast import agency
from tests.oversight.cases import complaint_about, key, staff

CHINA = ZoneInfo("Asia/Shanghai")


def test_it_is_heard_by_the_nearest_government_above(cast):
    office = agency(cast.county, "青田县政务公开办", "qt-office", Tier.COUNTY, Kind.OFFICE)
    heard_by = {a: complaint_about(a).agency for a in (cast.bureau, cast.township, cast.water, cast.county, office)}
    assert heard_by == {
        cast.bureau: cast.county, cast.township: cast.county, cast.water: cast.city,
        cast.county: cast.city, office: cast.city,
    }  # fmt: skip


def test_nobody_hears_about_the_top_of_the_tree(cast):
    with pytest.raises(Refused) as refusal:
        complaint_about(cast.city)
    assert refusal.value.field == "accused"
    assert Complaint.objects.count() == 0


def test_the_same_form_files_once(cast):
    same, facts = key(), {"kind": "late", "identity": "anonymous", "text": "没有公开"}
    first, code = actions.submit_complaint(cast.bureau, key=same, **facts)
    again, code_again = actions.submit_complaint(cast.bureau, key=same, **facts)
    assert (first.pk, code) == (again.pk, code_again)
    assert code == code_for(same)
    with pytest.raises(AlreadyFiled):
        actions.submit_complaint(cast.bureau, key=same, **facts | {"text": "别的内容"})
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("kind", {"kind": "weather"}),
        ("identity", {"identity": "famous"}),
        ("text", {"text": "  "}),
        ("text", {"text": "长" * 5001}),
        ("name", {"name": ""}),
        ("contact", {"contact": " "}),
    ],
)
def test_what_is_missing_is_said_beside_the_field(cast, field, wrong):
    facts = {"identity": "named"} | wrong
    with pytest.raises(Refused) as refusal:
        complaint_about(cast.bureau, **facts)
    assert refusal.value.field == field
    assert Complaint.objects.count() == 0


def test_of_an_anonymous_complaint_no_name_is_kept(cast):
    complaint = complaint_about(cast.bureau, identity="anonymous", name="张三", contact="139")
    complaint.refresh_from_db()
    assert (complaint.name, complaint.contact) == ("", "")


@pytest.mark.parametrize("identity", ["anonymous", "confidential"])
def test_no_time_finer_than_the_day_is_kept_anywhere(cast, identity):
    minute = dt.datetime(2026, 3, 4, 13, 37, 11, tzinfo=CHINA)
    with time_machine.travel(minute, tick=False):
        complaint, _code = actions.submit_complaint(
            cast.bureau, key=key(), kind="late", identity=identity, text="没有公开", name="张三", contact="139"
        )
        announce_complaints()
    assert not AuditEvent.objects.filter(subject=f"oversight.complaint:{complaint.pk}").exists()
    assert not Notice.objects.filter(subject_type="oversight.complaint").exists()
    next_morning = dt.datetime(2026, 3, 5, 0, 20, tzinfo=CHINA)
    with time_machine.travel(next_morning, tick=False):
        announce_complaints()
        announce_complaints()
    complaint.refresh_from_db()
    assert complaint.received_on == dt.date(2026, 3, 4)
    assert complaint.received_at is None
    assert timezone.localtime(complaint.clock.started_at).time() == dt.time(0)
    assert complaint.clock.due_on == dt.date(2026, 3, 11)  # Thursday 5 to Wednesday 11: five working days
    assert ClockEvent.objects.get(clock=complaint.clock).recorded_at == next_morning
    assert AuditEvent.objects.get(subject=f"oversight.complaint:{complaint.pk}").at == next_morning
    assert [n.recipient for n in Notice.objects.filter(subject_type="oversight.complaint")] == [cast.officer]


def test_a_named_complaint_is_announced_at_once(cast):
    complaint = complaint_about(cast.bureau, identity="named")
    assert complaint.received_at is not None
    assert complaint.clock is not None
    assert Notice.objects.filter(recipient=cast.officer, kind="complaint_received").count() == 1


def test_the_government_sets_the_time_limit(cast):
    actions.set_terms(cast.county, by=cast.officer, working_days=15)
    with time_machine.travel(dt.datetime(2026, 3, 4, 9, tzinfo=CHINA), tick=False):
        complaint = complaint_about(cast.bureau, identity="named")
        elsewhere = complaint_about(cast.water, identity="named")
    assert complaint.clock.due_on == dt.date(2026, 3, 25)
    assert elsewhere.clock.due_on == dt.date(2026, 3, 11)
    with pytest.raises(Refused):
        actions.set_terms(cast.county, by=cast.officer, working_days=61)
    with pytest.raises(NotAllowed):
        actions.set_terms(cast.county, by=cast.head, working_days=10)


def test_from_receipt_to_result(cast):
    complaint = complaint_about(cast.bureau)
    with pytest.raises(Refused):
        actions.answer(complaint, by=cast.officer, result="不能跳过受理")
    actions.accept(complaint, by=cast.officer)
    with pytest.raises(Refused) as refusal:
        actions.answer(complaint, by=cast.officer, result=" ")
    assert refusal.value.field == "result"
    actions.answer(complaint, by=cast.officer, result="已责令公开")
    complaint.refresh_from_db()
    assert complaint.state == ComplaintState.ANSWERED
    assert (complaint.concluded_by, complaint.result) == (cast.officer, "已责令公开")
    assert not complaint.clock.is_running
    with pytest.raises(Refused):
        actions.close(complaint, by=cast.officer, reason="太晚")


def test_it_can_be_closed_before_it_is_accepted(cast):
    complaint = actions.close(complaint_about(cast.bureau), by=cast.officer, reason="重复投诉")
    assert complaint.state == ComplaintState.CLOSED
    assert complaint.clock.stopped_at is not None


def test_only_hearers_act_and_never_those_of_the_accused(cast):
    complaint = complaint_about(cast.bureau)
    both = staff(cast, "both", "officer", cast.city)
    actions.accept(complaint_about(cast.bureau), by=both)
    for person in (cast.clerk, cast.head, cast.supervisor, cast.admin, cast.sibling_clerk, cast.other_officer):
        with pytest.raises(NotAllowed):
            actions.accept(complaint, by=person)


def test_an_officer_who_also_serves_the_accused_is_biased(cast):
    complaint = complaint_about(cast.bureau)
    biased = staff(cast, "biased", "officer", cast.city)
    assert complaint in Complaint.objects.managed_by(biased)
    grant(ROLES["clerk"], to=biased, on=cast.bureau, by=None)
    assert complaint not in Complaint.objects.managed_by(biased)
    assert complaint not in Complaint.objects.visible_to(biased)
    with pytest.raises(NotAllowed):
        actions.accept(complaint, by=biased)


@pytest.mark.parametrize("slip", ["请说明 张 三丰 反映的问题", "联系 139 1234 5678 了解", "{number} 号投诉", "  "])
def test_an_extract_names_nobody(cast, slip):
    complaint = actions.accept(complaint_about(cast.bureau), by=cast.officer)
    with pytest.raises(Refused) as refusal:
        actions.forward(complaint, by=cast.officer, text=slip.format(number=complaint.number))
    assert refusal.value.field == "text"
    assert ComplaintExtract.objects.count() == 0


def test_an_extract_reaches_the_head_and_says_nothing_of_the_case(cast):
    complaint = actions.accept(complaint_about(cast.bureau), by=cast.officer)
    extract = actions.forward(complaint, by=cast.officer, text="请说明公示栏更新情况")
    assert list(ComplaintExtract.objects.managed_by(cast.head)) == [extract]
    for person in (cast.clerk, cast.sibling_clerk, cast.supervisor, cast.other_officer):
        assert not ComplaintExtract.objects.managed_by(person).exists()
    notice = Notice.objects.get(kind="complaint_forwarded")
    assert notice.recipient == cast.head
    assert complaint.number not in notice.title + notice.body + notice.url
    assert extract.number != complaint.number


def test_the_trail_of_the_accused_stays_silent(cast):
    complaint = actions.accept(complaint_about(cast.bureau), by=cast.officer)
    actions.forward(complaint, by=cast.officer, text="请说明情况")
    actions.answer(complaint, by=cast.officer, result="已处理")
    events = AuditEvent.objects.filter(event__startswith="complaint_")
    assert events.count() == 4
    assert {event.agency_path for event in events} == {cast.county.path}
