"""A consultation from its terms to the adoption table."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from disclosure import actions
from disclosure.actions import consulting, opinions
from disclosure.masking import masked
from disclosure.models import Attribute, Consultation, Kind, Opinion
from disclosure.tasks import remind_of_outcomes, tell_participants
from portal.notices.models import Kind as NoticeKind
from portal.notices.models import Notice
from portal.receipts import shown
from portal.refusals import NotAllowed, Refused
from tests.disclosure.consultations import CLOSING, DURING, FIRST, LAST, TERMS, draft_of, give, opened, settle


@pytest.fixture
def clock():
    with time_machine.travel(DURING.replace(day=2), tick=False) as clock:
        yield clock


def published(cast, **content):
    item = actions.draft(
        agency=cast.bureau, by=cast.clerk, title="临时救助办法", body="正文", attribute=Attribute.PROACTIVE, **content
    )
    actions.submit(item, by=cast.clerk)
    return actions.approve_and_publish(item, by=cast.reviewer)


def test_a_consultation_is_not_submitted_without_its_terms(cast, drafted):
    item = drafted(kind=Kind.CONSULTATION)
    with pytest.raises(Refused):
        actions.submit(item, by=cast.clerk)


@pytest.mark.parametrize("missing", ["basis", "background", "contact", "phone"])
def test_every_term_is_asked_for(cast, clock, missing):
    with pytest.raises(Refused) as refusal:
        draft_of(cast, **{missing: " "})
    assert refusal.value.field == missing


def test_a_window_of_29_days_needs_a_reason_that_everybody_reads(cast, clock):
    with pytest.raises(Refused) as refusal:
        draft_of(cast, last=LAST - dt.timedelta(days=1))
    assert refusal.value.field == "why_short"
    consultation = opened(cast, last=LAST - dt.timedelta(days=1), why_short="汛期将至")
    assert "汛期将至" in Client().get(address(consultation)).content.decode()


def test_a_window_eaten_up_by_the_review_needs_a_reason_too(cast, clock):
    consultation = draft_of(cast)
    actions.submit(consultation.item, by=cast.clerk)
    clock.move_to(DURING)
    with pytest.raises(Refused):
        actions.approve_and_publish(consultation.item, by=cast.reviewer)


def test_terms_are_fixed_once_submitted(cast, clock):
    consultation = draft_of(cast)
    actions.submit(consultation.item, by=cast.clerk)
    with pytest.raises(Refused):
        consulting.set_up(consultation.item, by=cast.clerk, first=FIRST, last=LAST, **TERMS)


def test_the_genre_decides_whether_there_is_a_consultation_and_stays_once_it_is_public(cast, clock):
    given_up = draft_of(cast)
    item = actions.revise(given_up.item, by=cast.clerk, kind=Kind.NOTICE)
    actions.submit(item, by=cast.clerk)
    actions.approve_and_publish(item, by=cast.reviewer)
    consultation = opened(cast)
    assert list(Consultation.objects.public()) == [consultation]
    assert Client().get(address(given_up)).status_code == 404
    with pytest.raises(Refused) as refusal:
        actions.submit(actions.revise(consultation.item, by=cast.clerk, kind=Kind.NOTICE), by=cast.clerk)
    assert refusal.value.field == "kind"


def address(consultation):
    return f"/consultations/{consultation.item.index_no}/"


def test_the_window_only_grows_and_says_why(cast, clock):
    consultation = opened(cast)
    for last, reason in ((LAST, "同日"), (LAST - dt.timedelta(days=1), "缩短"), (LAST + dt.timedelta(days=5), " ")):
        with pytest.raises(Refused):
            consulting.extend(consultation, by=cast.reviewer, last=last, reason=reason)
    with pytest.raises(NotAllowed):
        consulting.extend(consultation, by=cast.clerk, last=LAST + dt.timedelta(days=5), reason="应公众要求")
    consulting.extend(consultation, by=cast.reviewer, last=LAST + dt.timedelta(days=5), reason="应公众要求")
    page = Client().get(address(consultation)).content.decode()
    assert "应公众要求" in page
    assert "2026-12-06" in page


def test_it_opens_by_itself(cast, clock):
    consultation = opened(cast, first=LAST, last=LAST + dt.timedelta(days=40))
    with pytest.raises(Refused):
        give(consultation)
    clock.move_to(consultation.opens_at)
    assert give(consultation).opinion.number == 1


def test_numbers_of_persons_are_masked_and_the_agency_reads_the_text(cast, clock):
    consultation = opened(cast)
    text = "我是王某，手机13800001111、１３９００００２２２２，"
    text += "身份证11010119900101001X,邮箱a.b@example.com，座机0578-6221234。第5条应提高。"
    opinion = give(consultation, text=text, name="王小明").opinion
    opinions.moderate(consultation, by=cast.clerk, numbers=[1], verb="show")
    page = Client().get(address(consultation)).content.decode()
    for secret in (
        "13800001111",
        "１３９００００２２２２",
        "13900002222",
        "11010119900101001X",
        "a.b@example.com",
        "王小明",
    ):
        assert secret not in page
    assert "第5条应提高" in page
    assert "王**" in page
    assert Opinion.objects.get(pk=opinion.pk).text == text


@pytest.mark.parametrize("text", ["第十二条第3款,2026年11月2日起30天", "全文41000字", "标准由860元提高到910元"])
def test_plain_figures_are_left_alone(text):
    assert masked(text) == text


def test_nothing_is_shown_before_it_was_looked_at_and_hidden_only_on_a_ground(cast, clock):
    consultation = opened(cast)
    give(consultation, 1, text="尚未审看的意见")
    give(consultation, 2, text="骂人的意见")
    with pytest.raises(Refused):
        opinions.moderate(consultation, by=cast.clerk, numbers=[2], verb="hide", ground="unwelcome")
    opinions.moderate(consultation, by=cast.clerk, numbers=[2], verb="hide", ground="abusive")
    page = Client().get(address(consultation)).content.decode()
    assert "尚未审看的意见" not in page
    assert "骂人的意见" not in page


def test_a_paper_opinion_is_taken_in_by_a_clerk_of_the_agency_with_its_day(cast, clock):
    consultation = opened(cast)
    clock.move_to(DURING)
    paper = {"key": "f" * 32, "channel": "letter", "text": "来信意见"}
    with pytest.raises(NotAllowed):
        opinions.give_opinion(consultation, by=cast.sibling_clerk, **paper)
    for day in (FIRST - dt.timedelta(days=1), DURING.date() + dt.timedelta(days=1)):
        with pytest.raises(Refused) as refusal:
            opinions.give_opinion(consultation, by=cast.clerk, received_on=day, **paper)
        assert refusal.value.field == "received_on"
    assert opinions.give_opinion(consultation, by=cast.clerk, received_on=FIRST, **paper).opinion.taken_by == cast.clerk


def test_no_outcome_before_every_opinion_has_an_answer(cast, clock):
    consultation = opened(cast)
    give(consultation, 1)
    give(consultation, 2)
    with pytest.raises(Refused):  # still open
        consulting.conclude(consultation, by=cast.head, statement="采纳情况")
    opinions.answer(consultation, by=cast.clerk, numbers=[1], summary="一", result="adopted", reason="已改")
    clock.move_to(CLOSING)
    with pytest.raises(Refused, match="1"):
        consulting.conclude(consultation, by=cast.head, statement="采纳情况")
    settle(consultation, cast)
    consulting.conclude(consultation, by=cast.head, statement="采纳情况")
    with pytest.raises(Refused):
        opinions.answer(consultation, by=cast.clerk, numbers=[1], summary="改口", result="not", reason="不改了")
    assert list(Consultation.objects.awaiting_outcome()) == []


def test_draft_and_document_lead_to_each_other(cast, clock):
    consultation = opened(cast)
    give(consultation)
    document = published(cast, kind=Kind.NOTICE)
    clock.move_to(CLOSING)
    settle(consultation, cast)
    consulting.conclude(consultation, by=cast.head, statement="采纳一条。", document=document)
    page = Client().get(address(consultation)).content.decode()
    assert document.get_absolute_url() in page
    assert "提高救助标准" in page
    assert address(consultation) in Client().get(document.get_absolute_url()).content.decode()
    assert address(consultation) in Client().get(consultation.item.get_absolute_url()).content.decode()


def test_a_document_that_is_not_public_is_no_outcome(cast, clock, drafted):
    consultation = opened(cast)
    clock.move_to(CLOSING)
    with pytest.raises(Refused) as refusal:
        consulting.conclude(consultation, by=cast.head, statement="采纳", document=drafted())
    assert refusal.value.field == "document"


def test_without_opinions_the_outcome_says_so(cast, clock):
    consultation = opened(cast)
    clock.move_to(CLOSING)
    consulting.conclude(consultation, by=cast.head, statement="")
    assert Consultation.objects.get(pk=consultation.pk).statement


def test_participants_are_told_once_and_anybody_sees_the_answer_with_the_code(cast, clock):
    consultation = opened(cast)
    code = give(consultation, 1, email="a@example.test").code
    give(consultation, 2, email="A@example.test")
    give(consultation, 3)
    clock.move_to(CLOSING)
    settle(consultation, cast)
    tell_participants()
    assert not Notice.objects.filter(kind=NoticeKind.CONSULTATION_OUTCOME).exists()
    consulting.conclude(consultation, by=cast.head, statement="部分采纳。")
    tell_participants()
    tell_participants()
    assert Notice.objects.filter(kind=NoticeKind.CONSULTATION_OUTCOME).count() == 1
    page = Client().post("/opinions/follow/", {"code": shown(code)}).content.decode()
    assert "标准另行公布" in page
    assert Client().post("/opinions/follow/", {"code": "0" * 16}).status_code == 422


def test_clerks_are_reminded_at_closing_and_after_thirty_days(cast, clock):
    consultation = opened(cast)
    told = Notice.objects.filter(kind=NoticeKind.CONSULTATION_CLOSED, recipient=cast.clerk)
    counts = []
    for days in (-1, 0, 1, 30, 31):
        clock.move_to(CLOSING + dt.timedelta(days=days))
        remind_of_outcomes()
        counts.append(told.count())
    assert counts == [0, 1, 1, 2, 2]
    assert list(Consultation.objects.awaiting_outcome()) == [consultation]


def test_the_pages_of_a_consultation_work_without_cookie_or_script(cast, clock):
    consultation = opened(cast)
    client = Client()
    assert consultation.item.title in client.get("/consultations/").content.decode()
    form = client.get(f"{address(consultation)}opinion/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"text": "同意第三条"}
    clock.shift(5)
    first = client.post(f"{address(consultation)}opinion/", sent)
    again = client.post(f"{address(consultation)}opinion/", sent)
    assert first.context["code"] == again.context["code"]
    assert Opinion.objects.count() == 1
    assert not client.cookies
    changed = client.post(f"{address(consultation)}opinion/", sent | {"text": "改主意了"})
    assert changed.status_code == 409


def test_a_withdrawn_consultation_leaves_its_tombstone_and_takes_nothing(cast, clock):
    consultation = opened(cast)
    actions.withdraw(consultation.item, by=cast.head, reason="内容有误")
    assert Client().get(address(consultation)).status_code == 410
    with pytest.raises(Refused):
        give(consultation)


def test_the_front_page_asks_for_opinions_while_they_are_taken(cast, clock, client):
    consultation = opened(cast)
    clock.move_to(DURING)
    front = client.get("/").content.decode()
    assert consultation.get_absolute_url() in front
    assert 'href="/consultations/"' in front
    clock.move_to(CLOSING)
    front = client.get("/").content.decode()
    assert "现在就说说您的意见" not in front
    assert 'href="/consultations/"' in front
