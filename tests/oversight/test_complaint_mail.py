"""Messages with the complainant, the way in, joining, extending, explaining, results, rating, erasing."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from oversight import actions
from oversight.actions.complaint_mail import MOST_UNREAD
from oversight.hearing_figures import hearing_figures
from oversight.models import Complaint, ComplaintExtract, ComplaintMessage, ComplaintResult
from oversight.tasks import announce_complaints, erase_old_complaints
from portal.agencies.actions import grant
from portal.agencies.roles import ROLES
from portal.audit.models import AuditEvent
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from tests.oversight.cases import complaint_about, key, staff, taken_in

CHINA = ZoneInfo("Asia/Shanghai")
DAY = dt.timedelta(days=1)


def accepted(cast, **content):
    return actions.accept(complaint_about(cast.bureau, **content), by=cast.officer)


def refused(field, verb, *args, **facts):
    with pytest.raises(Refused) as refusal:
        verb(*args, **facts)
    assert refusal.value.field == field


# --- taking in -------------------------------------------------------------------------------------------------------


def test_what_came_earlier_counts_from_its_day(cast):
    with time_machine.travel(dt.datetime(2026, 3, 9, 10, tzinfo=CHINA), tick=False):
        complaint = taken_in(cast, received_on=dt.date(2026, 3, 4), channel="letter")
    assert (complaint.received_on, complaint.channel, complaint.taken_in_by) == (
        dt.date(2026, 3, 4), "letter", cast.officer,
    )  # fmt: skip
    assert complaint.clock.due_on == dt.date(2026, 3, 11)
    assert complaint.received_at is None
    assert cast.officer.username in AuditEvent.objects.get(event="complaint_submitted").actor


def test_what_came_today_without_a_name_waits_for_the_night(cast):
    complaint = taken_in(cast, identity="anonymous")
    assert (complaint.name, complaint.contact) == ("", "")
    assert not complaint.is_announced
    assert not AuditEvent.objects.filter(event="complaint_submitted").exists()


def test_the_day_and_the_way_in_make_sense(cast):
    today = timezone.localdate()
    for day in (today + DAY, today - 61 * DAY):
        refused("received_on", taken_in, cast, received_on=day)
    for channel in ("web", "pigeon"):
        refused("channel", taken_in, cast, channel=channel)
    refused("name", taken_in, cast, name="")
    assert not Complaint.objects.exists()


def test_only_who_hears_takes_in(cast):
    biased = staff(cast, "biased", "officer", cast.city)
    facts = {
        "key": key(), "channel": "counter", "received_on": timezone.localdate(), "kind": "late",
        "identity": "anonymous", "text": "没有公开",
    }  # fmt: skip
    for person in (cast.clerk, cast.head, cast.supervisor, cast.other_officer):
        with pytest.raises(NotAllowed):
            actions.take_in_complaint(cast.bureau, by=person, **facts)
    grant(ROLES["clerk"], to=biased, on=cast.bureau, by=None)
    with pytest.raises(NotAllowed):
        actions.take_in_complaint(cast.bureau, by=biased, **facts)


# --- messages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("identity", ["anonymous", "confidential"])
def test_of_a_message_no_time_finer_than_the_day_is_kept(cast, identity):
    minute = dt.datetime(2026, 3, 4, 13, 37, 11, tzinfo=CHINA)
    with time_machine.travel(minute, tick=False):
        complaint = complaint_about(cast.bureau, identity=identity)
        actions.write_to_office(complaint, text="还没有公开")
        announce_complaints()
    assert not AuditEvent.objects.filter(event="complaint_message").exists()
    assert not Notice.objects.filter(kind="complaint_message").exists()
    night = dt.datetime(2026, 3, 5, 0, 20, tzinfo=CHINA)
    with time_machine.travel(night, tick=False):
        announce_complaints()
        announce_complaints()
    assert AuditEvent.objects.get(event="complaint_message").at == night
    assert [notice.recipient for notice in Notice.objects.filter(kind="complaint_message")] == [cast.officer]
    assert ComplaintMessage.objects.get().written_on == dt.date(2026, 3, 4)


def test_of_a_named_one_the_office_is_told_at_once(cast):
    actions.write_to_office(complaint_about(cast.bureau, identity="named"), text="还没有公开")
    assert Notice.objects.filter(kind="complaint_message", recipient=cast.officer).count() == 1


def test_a_complainant_cannot_flood_the_office(cast):
    complaint = accepted(cast)
    for _message in range(MOST_UNREAD):
        actions.write_to_office(complaint, text="请快办")
    refused("text", actions.write_to_office, complaint, text="再写一条")
    assert actions.mark_messages_read(complaint, by=cast.officer) == MOST_UNREAD
    actions.write_to_office(complaint, text="谢谢")
    for text in (" ", "长" * 2001):
        refused("text", actions.write_to_office, complaint, text=text)
        refused("text", actions.write_to_complainant, complaint, by=cast.officer, text=text)


def test_only_hearers_write_and_only_while_it_is_open(cast):
    complaint = accepted(cast)
    for person in (cast.clerk, cast.head, cast.supervisor, cast.admin, cast.other_officer):
        with pytest.raises(NotAllowed):
            actions.write_to_complainant(complaint, by=person, text="请问")
        with pytest.raises(NotAllowed):
            actions.mark_messages_read(complaint, by=person)
    actions.close(complaint, by=cast.officer, reason="已撤回")
    refused("text", actions.write_to_complainant, complaint, by=cast.officer, text="请问")
    refused("text", actions.write_to_office, complaint, text="请问")


def test_a_question_stops_no_clock_and_long_silence_is_offered_to_end(client, cast):
    complaint = accepted(cast, days=40)
    due_on = complaint.clock.due_on
    with time_machine.travel(timezone.now() - 31 * DAY):
        actions.write_to_complainant(complaint, by=cast.officer, text="请问是哪个村？", asks=True)
    complaint.refresh_from_db()
    assert (complaint.clock.due_on, complaint.state) == (due_on, "accepted")
    client.force_login(cast.officer)
    assert "可以办结" in client.get(complaint.get_absolute_url()).content.decode()
    actions.write_to_office(complaint, text="柳溪村")
    assert "可以办结" not in client.get(complaint.get_absolute_url()).content.decode()


# --- joining ---------------------------------------------------------------------------------------------------------


def test_a_joined_complaint_is_answered_with_the_first(cast):
    first, second = accepted(cast, days=3), complaint_about(cast.bureau, name="李四光", contact="13700000000")
    joined = actions.join(second, by=cast.officer, first=first)
    assert (joined.state, joined.is_open) == ("joined", True)
    refused("result", actions.answer, first, by=cast.officer, result="经李四光反映，已公开")
    refused("result", actions.answer, first, by=cast.officer, result="经张三丰反映，已公开")
    actions.answer(first, by=cast.officer, result="已责令公开")
    joined.refresh_from_db()
    assert (joined.state, joined.result, joined.concluded_by) == ("answered", "已责令公开", cast.officer)
    assert joined.clock.stopped_at is not None
    assert Complaint.objects.count() == 2


def test_joined_with_an_answered_one_it_is_answered_at_once(cast):
    first = actions.answer(accepted(cast, days=3), by=cast.officer, result="已责令公开")
    actions.join(complaint_about(cast.bureau), by=cast.officer, first=first)
    second = Complaint.objects.exclude(pk=first.pk).get()
    assert (second.state, second.result) == ("answered", "已责令公开")


def test_a_first_that_is_closed_closes_those_joined(cast):
    first, second = accepted(cast, days=3), complaint_about(cast.bureau)
    actions.join(second, by=cast.officer, first=first)
    actions.close(first, by=cast.officer, reason="不属于公开事项")
    second.refresh_from_db()
    assert second.state == "closed"


def test_what_cannot_be_joined(cast):
    first, second, third = accepted(cast, days=3), complaint_about(cast.bureau), complaint_about(cast.bureau)
    elsewhere = accepted(cast, days=3)
    Complaint.objects.filter(pk=elsewhere.pk).update(accused=cast.sibling)
    for wrong in (second, elsewhere):
        refused("first", actions.join, second, by=cast.officer, first=wrong)
    actions.join(second, by=cast.officer, first=first)
    refused("first", actions.join, third, by=cast.officer, first=second)
    refused("first", actions.join, first, by=cast.officer, first=third)
    for person in (cast.head, cast.clerk, cast.other_officer):
        with pytest.raises(NotAllowed):
            actions.join(third, by=person, first=first)


# --- extending -------------------------------------------------------------------------------------------------------


def test_the_time_is_extended_once_where_the_government_allows_it(cast):
    with time_machine.travel(dt.datetime(2026, 3, 4, 9, tzinfo=CHINA), tick=False):
        complaint = accepted(cast, identity="named")
        with pytest.raises(Refused):
            actions.extend_complaint(complaint, by=cast.officer, reason="需要现场核查")
        actions.set_terms(cast.county, by=cast.officer, extension_days=5)
        refused("reason", actions.extend_complaint, complaint, by=cast.officer, reason=" ")
        actions.extend_complaint(complaint, by=cast.officer, reason="需要现场核查")
        complaint.refresh_from_db()
        assert complaint.clock.due_on == dt.date(2026, 3, 18)
        assert complaint.extension_reason == "需要现场核查"
        with pytest.raises(Refused):
            actions.extend_complaint(complaint, by=cast.officer, reason="再来一次")


def test_sixty_working_days_with_the_extension(cast):
    refused("extension_days", actions.set_terms, cast.county, by=cast.officer, working_days=50, extension_days=11)
    refused("keep_years", actions.set_terms, cast.county, by=cast.officer, keep_years=0)


# --- explaining ------------------------------------------------------------------------------------------------------


def test_the_agency_explains_once_while_the_case_is_open(cast):
    complaint = accepted(cast)
    extract = actions.forward(complaint, by=cast.officer, text="请说明更新情况")
    assert extract.clock is not None
    for person in (cast.clerk, cast.reviewer, cast.officer, cast.other_officer):
        with pytest.raises(NotAllowed):
            actions.explain(extract, by=person, text="已更新")
    refused("text", actions.explain, extract, by=cast.head, text=" ")
    actions.explain(extract, by=cast.head, text="五月起按月更新")
    with pytest.raises(Refused):
        actions.explain(extract, by=cast.head, text="再说一遍")
    (notice,) = Notice.objects.filter(kind="complaint_explained")
    assert notice.recipient == cast.officer
    late = actions.forward(complaint, by=cast.officer, text="再请说明")
    assert list(ComplaintExtract.objects.to_answer()) == [late]
    actions.answer(complaint, by=cast.officer, result="已处理")
    late.clock.refresh_from_db()
    assert late.clock.stopped_at is not None
    with pytest.raises(Refused):
        actions.explain(late, by=cast.head, text="迟到的说明")


# --- results ---------------------------------------------------------------------------------------------------------


def test_a_summary_without_consent_holds_no_word_of_the_complainant(cast):
    complaint = actions.answer(accepted(cast), by=cast.officer, result="已补发公示栏内容")
    for slip in (
        "",
        "张 三丰反映属实",
        "公示栏三个月没有更新的问题已整改",
        "请联系经办人13800138000",
        complaint.number,
    ):
        refused("summary", actions.publish_complaint_result, complaint, by=cast.officer, summary=slip)
    result = actions.publish_complaint_result(complaint, by=cast.officer, summary="该局已补发信息。")
    assert list(ComplaintResult.objects.public()) == [result]
    assert not result.is_by_consent
    with pytest.raises(Refused):
        actions.publish_complaint_result(complaint, by=cast.officer, summary="又一次")
    actions.withdraw_complaint_result(complaint, by=cast.officer)
    assert not ComplaintResult.objects.public().exists()


def test_with_consent_until_it_is_taken_back(cast):
    complaint = actions.answer(accepted(cast), by=cast.officer, result="已补发")
    actions.say_consent(complaint, may_publish=True)
    actions.publish_complaint_result(complaint, by=cast.officer, summary="公示栏三个月没有更新的问题已整改")
    assert ComplaintResult.objects.public().count() == 1
    actions.say_consent(complaint, may_publish=False)
    assert not ComplaintResult.objects.public().exists()


def test_only_an_answer_of_ones_own_is_published_by_those_who_hear(cast):
    first, second = accepted(cast, days=3), complaint_about(cast.bureau)
    with pytest.raises(Refused):
        actions.publish_complaint_result(first, by=cast.officer, summary="该局已整改。")
    actions.join(second, by=cast.officer, first=first)
    actions.answer(first, by=cast.officer, result="已整改")
    with pytest.raises(Refused):
        actions.publish_complaint_result(second, by=cast.officer, summary="该局已整改。")
    with pytest.raises(NotAllowed):
        actions.publish_complaint_result(first, by=cast.head, summary="该局已整改。")


def test_ratings_become_a_figure_of_five_and_more(cast):
    for score in (5, 4, 3, 5):
        _rated(cast, score)
    assert hearing_figures(cast.county) is None
    _rated(cast, 3)
    complaint_about(cast.bureau, days=20, identity="named")
    figures = hearing_figures(cast.county)
    assert (figures.cases, figures.answered, figures.reply_rate, figures.satisfaction) == (6, 5, 83, 4.0)


def _rated(cast, score):
    complaint = actions.answer(accepted(cast), by=cast.officer, result="已公开")
    refused("score", actions.rate_result, complaint, score=6)
    actions.rate_result(complaint, score=score, words="还行")
    with pytest.raises(Refused):
        actions.rate_result(complaint, score=1)


# --- erasing ---------------------------------------------------------------------------------------------------------


def test_after_the_years_no_word_of_the_complainant_is_left(cast):
    with time_machine.travel(timezone.now() - 800 * DAY):
        old = accepted(cast)
        actions.write_to_office(old, text="补充")
        actions.answer(old, by=cast.officer, result="已公开")
    fresh = actions.answer(accepted(cast), by=cast.officer, result="已公开")
    erase_old_complaints()
    old.refresh_from_db()
    assert old.text  # nobody has said how long it is kept
    actions.set_terms(cast.county, by=cast.officer, keep_years=2)
    erase_old_complaints()
    erase_old_complaints()
    old.refresh_from_db()
    fresh.refresh_from_db()
    assert (old.text, old.name, old.contact, old.result, old.messages.get().text) == ("",) * 5
    assert (old.state, old.erased_on) == ("answered", timezone.localdate())
    assert fresh.text
    assert AuditEvent.objects.filter(event="complaint_erased").count() == 1
