"""A survey from its questions to its results."""

import uuid

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from disclosure import actions
from disclosure.actions import responding, surveying
from disclosure.models import Kind, Question, Response, ResponseAnswer, Survey
from disclosure.questionnaire import Asked, Unaskable
from disclosure.today import SURVEYS
from portal.audit.models import AuditEvent
from portal.filing import SALT
from portal.refusals import NotAllowed, Refused
from tests.disclosure import consultations
from tests.disclosure.consultations import CLOSING, DURING, FIRST, LAST, OPENING
from tests.disclosure.surveys import GIVEN, QUESTIONS, answer, concluded, draft_of, opened, page_of, signed_in


@pytest.fixture
def clock(db):
    with time_machine.travel(OPENING, tick=False) as clock:
        yield clock


def body(**given):
    """What a browser sends."""
    sealed = {"key": uuid.uuid4().hex, "opened": signing.dumps(0, salt=SALT), "homepage": ""}
    return sealed | GIVEN | given


def form_of(survey):
    return reverse("disclosure:survey_answer", args=[survey.item.index_no])


# --- writing it -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lacking", ["survey", "questions"])
def test_it_is_not_submitted_without_window_and_questions(cast, clock, drafted, lacking):
    item = drafted(kind=Kind.SURVEY) if lacking == "survey" else draft_of(cast, questions=()).item
    with pytest.raises(Refused) as refusal:
        actions.submit(item, by=cast.clerk)
    assert refusal.value.field == "kind"


def test_a_window_that_passed_during_the_review_stops_the_publication(cast, clock):
    survey = draft_of(cast)
    actions.submit(survey.item, by=cast.clerk)
    clock.move_to(CLOSING)
    with pytest.raises(Refused):
        actions.approve_and_publish(survey.item, by=cast.reviewer)


def test_window_and_questions_are_fixed_once_submitted(cast, clock):
    survey = draft_of(cast)
    actions.submit(survey.item, by=cast.clerk)
    with pytest.raises(Refused):
        surveying.set_up(survey.item, by=cast.clerk, first=FIRST, last=LAST)
    with pytest.raises(Refused):
        surveying.write_questions(survey, by=cast.clerk, asked=QUESTIONS[:1])
    assert survey.questions.count() == len(QUESTIONS)


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (Asked("one", "  "), "text"),
        (Asked("one", "问", options=("甲",)), "options"),
        (Asked("one", "问", options=("甲", "甲")), "options"),
        (Asked("one", "问", options=tuple(map(str, range(31)))), "options"),
        (Asked("several", "问", options=("甲", "乙"), most=3), "most"),
        (Asked("several", "问", options=("甲", "乙"), least=2, most=1), "most"),
        (Asked("one", "问", options=("甲", "乙"), most=1), "least"),
        (Asked("text", "问", options=("甲", "乙")), "options"),
        (Asked("poem", "问"), "asking"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_question(cast, clock, question, field):
    survey = draft_of(cast)
    with pytest.raises(Unaskable) as refusal:
        surveying.write_questions(survey, by=cast.clerk, asked=[QUESTIONS[0], question])
    assert (refusal.value.place, refusal.value.field) == (1, field)
    assert survey.questions.count() == len(QUESTIONS)


def test_fifty_questions_and_no_more(cast, clock):
    many = [Asked("text", f"第{number}问") for number in range(51)]
    survey = draft_of(cast, questions=many[:50])
    assert survey.questions.count() == 50
    with pytest.raises(Refused):
        surveying.write_questions(survey, by=cast.clerk, asked=many)


def test_a_clerk_writes_moves_and_removes_questions_in_one_form(cast, clock):
    survey = draft_of(cast)
    client, address = signed_in(cast.clerk), reverse("admin:disclosure_survey_questions", args=[survey.pk])
    formset = client.get(address).context["formset"]
    sent = {"questions-TOTAL_FORMS": "7", "questions-INITIAL_FORMS": "4"}
    for number, form in enumerate(formset):
        for field in form:
            if (value := field.value()) not in (None, False):
                sent[field.html_name] = value
        sent[f"questions-{number}-ORDER"] = number + 1 if number < 4 else ""
    sent["questions-1-DELETE"] = "on"
    sent["questions-3-ORDER"] = "1"
    sent["questions-0-ORDER"] = "2"
    sent |= {"questions-4-text": "新问题", "questions-4-options": "甲\n\n 乙 \n", "questions-4-ORDER": "9"}
    wrong = sent | {"questions-4-options": "甲"}
    answer = client.post(address, wrong)
    assert answer.status_code == 200
    assert "options" in answer.context["formset"].forms[4].errors
    assert survey.questions.count() == 4
    assert client.post(address, sent).status_code == 302
    texts = [question.text for question in Question.objects.of(survey)]
    assert texts == [QUESTIONS[3].text, QUESTIONS[0].text, QUESTIONS[2].text, "新问题"]
    assert [option.text for option in Question.objects.of(survey)[3].options.all()] == ["甲", "乙"]


def test_preview_shows_what_people_will_see_before_it_is_submitted(cast, clock):
    survey = draft_of(cast)
    page = signed_in(cast.clerk).get(reverse("admin:disclosure_survey_preview", args=[survey.pk])).content.decode()
    assert all(question.text in page for question in QUESTIONS)
    assert Client().get(form_of(survey)).status_code == 404


def test_a_survey_on_a_draft_and_its_consultation_lead_to_each_other(cast, clock):
    draft = consultations.opened(cast)
    survey = opened(cast, consultation=draft)
    assert draft.get_absolute_url() in page_of(survey)
    for address in (draft.get_absolute_url(), survey.item.get_absolute_url()):
        assert survey.get_absolute_url() in Client().get(address).content.decode()
    actions.withdraw(draft.item, by=cast.head, reason="起草有误", ground="error")
    assert draft.get_absolute_url() not in page_of(survey)
    with pytest.raises(Refused) as refusal:
        draft_of(cast, consultation=draft)
    assert refusal.value.field == "consultation"


def test_a_clerk_goes_from_the_text_to_the_questions_and_a_reviewer_only_reads_them(cast, clock, drafted):
    item = drafted(kind=Kind.SURVEY)
    change, set_up = (reverse(f"admin:disclosure_{name}", args=[item.pk]) for name in ("item_change", "survey_set_up"))
    clerk = signed_in(cast.clerk)
    assert set_up in clerk.get(change).content.decode()
    wrong = clerk.post(set_up, {"first": LAST.isoformat(), "last": FIRST.isoformat(), "field": "medical"})
    assert wrong.context["form"].errors.get("last")
    answer = clerk.post(set_up, {"first": FIRST.isoformat(), "last": LAST.isoformat(), "field": "medical"})
    survey = Survey.objects.get()
    questions = reverse("admin:disclosure_survey_questions", args=[survey.pk])
    assert (answer.status_code, answer["Location"]) == (302, questions)
    surveying.write_questions(survey, by=cast.clerk, asked=QUESTIONS)
    actions.submit(item, by=cast.clerk)
    page = signed_in(cast.reviewer).get(change).content.decode()
    assert reverse("admin:disclosure_survey_preview", args=[survey.pk]) in page
    assert questions not in page
    assert signed_in(cast.reviewer).get(questions).status_code == 403


# --- answering --------------------------------------------------------------------------------------------------


def test_two_hundred_sendings_of_one_form_are_one_response(cast, clock):
    survey, client = opened(cast), Client()
    sent = body()
    answers = {client.post(form_of(survey), sent).status_code for _ in range(200)}
    assert answers == {302}
    assert Response.objects.count() == 1
    assert ResponseAnswer.objects.count() == 4
    assert Survey.objects.get().last_number == 1
    assert client.post(form_of(survey), sent | {"q1": "2"}).status_code == 409
    assert Client().get(form_of(survey)).cookies.keys() == set()


@pytest.mark.parametrize(
    ("field", "value"),
    [("q1", "9"), ("q1", "1 OR 1"), ("q1", ""), ("q2", ["1", "99"]), ("q2", ["1", "2", "3"]), ("q2", []), ("q3", "6"),
     ("q3", "0"), ("q3", "4.5"), ("q4", "长" * 501)],
)  # fmt: skip
def test_a_forged_answer_is_refused_with_a_sentence_beside_the_question(cast, clock, field, value):
    survey = opened(cast)
    answer_page = Client().post(form_of(survey), body(**{field: value}))
    assert answer_page.status_code == 422
    assert answer_page.context["form"].errors.get(field)
    assert GIVEN["q4"] in answer_page.content.decode() or field == "q4"  # nothing that was typed is lost
    with pytest.raises(Refused) as refusal:
        responding.respond(survey, key="a" * 32, given=GIVEN | {field: value})
    assert refusal.value.field == field
    assert Response.objects.count() == 0


def test_nothing_tells_who_answered(cast, clock):
    survey = opened(cast)
    signed_in(cast.citizen).post(form_of(survey), body(), REMOTE_ADDR="203.0.113.77")
    response = Response.objects.get()
    stored = [str(getattr(response, field.attname)) for field in Response._meta.fields]
    event = AuditEvent.objects.get(event="survey_answered")
    assert (event.actor, event.after) == ("", {"survey": survey.item.index_no, "number": 1})
    assert not any("203.0.113.77" in text or cast.citizen.username in text for text in [*stored, str(event.after)])


def test_a_program_on_one_address_is_stopped_and_another_address_is_not(cast, clock):
    survey, client = opened(cast), Client()
    codes = [client.post(form_of(survey), body()).status_code for _ in range(31)]
    assert (set(codes[:30]), codes[30]) == ({302}, 429)
    assert client.post(form_of(survey), body(), REMOTE_ADDR="203.0.113.9").status_code == 302
    assert Response.objects.count() == 31


def test_of_an_empty_form_nothing_is_stored(cast, clock):
    survey = opened(cast, [Asked("text", "问", is_required=False)])
    with pytest.raises(Refused):
        responding.respond(survey, key="b" * 32, given={"q1": "  "})
    assert Response.objects.count() == 0


# --- the window -------------------------------------------------------------------------------------------------


def test_the_window_only_grows_and_says_why(cast, clock):
    survey = opened(cast)
    for last, reason in ((LAST, "同日"), (LAST.replace(month=11), "缩短"), (LAST.replace(day=6), " ")):
        with pytest.raises(Refused):
            surveying.extend(survey, by=cast.reviewer, last=last, reason=reason)
    with pytest.raises(NotAllowed):
        surveying.extend(survey, by=cast.clerk, last=LAST.replace(day=6), reason="回收量不足")
    surveying.extend(survey, by=cast.reviewer, last=LAST.replace(day=6), reason="回收量不足")
    clock.move_to(CLOSING)
    assert answer(survey).is_new
    assert "回收量不足" in page_of(survey)


def test_a_closed_survey_waits_for_whoever_may_publish_its_results(cast, clock):
    survey = opened(cast)
    assert list(SURVEYS.rows(cast.reviewer, timezone.localdate())) == []
    clock.move_to(CLOSING)
    assert list(SURVEYS.rows(cast.reviewer, timezone.localdate())) == [survey]
    assert list(SURVEYS.rows(cast.clerk, timezone.localdate())) == []
    concluded(cast, clock, survey)
    assert list(SURVEYS.rows(cast.reviewer, timezone.localdate())) == []


def test_the_list_shows_what_is_open_first(cast, clock):
    closed = opened(cast, last=FIRST)
    running = opened(cast)
    clock.move_to(DURING)
    page = Client().get("/surveys/").content.decode()
    assert page.index(running.item.index_no) < page.index(closed.item.index_no)
