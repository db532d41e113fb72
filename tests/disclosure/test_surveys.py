"""A survey from its questions to its results."""

import csv
import io
import json
import random
import statistics
import uuid
from decimal import ROUND_HALF_UP, Decimal

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from disclosure import actions
from disclosure.actions import responding, surveying
from disclosure.models import Kind, Question, Response, ResponseAnswer, ResponseText, Survey
from disclosure.questionnaire import Asked, Unaskable
from disclosure.survey_results import figures_of, hash_of
from disclosure.today import SURVEYS
from portal.audit.models import AuditEvent
from portal.filing import SALT
from portal.refusals import NotAllowed, Refused
from tests.disclosure.consultations import CLOSING, DURING, FIRST, LAST, OPENING, SECOND
from tests.disclosure.surveys import GIVEN, QUESTIONS, answer, draft_of, opened


@pytest.fixture
def clock(db):
    with time_machine.travel(OPENING, tick=False) as clock:
        yield clock


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(survey, client=None):
    return (client or Client()).get(survey.get_absolute_url()).content.decode()


def body(**given):
    """What a browser sends."""
    sealed = {"key": uuid.uuid4().hex, "opened": signing.dumps(0, salt=SALT), "homepage": ""}
    return sealed | GIVEN | given


def form_of(survey):
    return reverse("disclosure:survey_answer", args=[survey.item.index_no])


def concluded(cast, clock, survey):
    clock.move_to(CLOSING)
    return surveying.conclude(survey, by=cast.reviewer, statement="窗口延长至每日十八时。")


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


# --- results ----------------------------------------------------------------------------------------------------


def brute_force(sent):
    """The figures counted by hand from what was sent."""

    def per_cent(count, n):
        exact = Decimal(100 * count) / n if n else Decimal(0)
        return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)

    counted = []
    for position, question in enumerate(QUESTIONS, 1):
        values = [given[f"q{position}"] for given in sent if given[f"q{position}"]]
        offered = {"one": 3, "several": 4, "scale": 5, "text": 0}[question.asking]
        flat = [one for value in values for one in (value if isinstance(value, list) else [value])]
        counts = [flat.count(str(place)) for place in range(1, offered + 1)]
        steps = [int(value) for value in values] if question.asking == "scale" else []
        counted.append(
            (len(values), [(count, per_cent(count, len(values))) for count in counts],
             round(Decimal(sum(steps)) / len(steps), 4) if steps else None,
             statistics.median(steps) if steps else None)
        )  # fmt: skip
    return counted


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_equal_a_recount_by_hand(cast, clock, seed, django_assert_num_queries):
    dice, survey, sent = random.Random(seed), opened(cast), []
    for number in range(dice.choice([1, 40, 61])):
        given = {
            "q1": str(dice.randint(1, 3)),
            "q2": [str(place) for place in dice.sample(range(1, 5), dice.randint(1, 2))],
            "q3": dice.choice(["", "1", "2", "3", "4", "5", "5"]),
            "q4": dice.choice(["", f"建议{number}"]),
        }
        answer(survey, number + 1, **given)
        sent.append(given)
    with django_assert_num_queries(5):
        figures = figures_of(survey)
    for figure, (n, cells, mean, median) in zip(figures, brute_force(sent), strict=True):
        assert figure.n == n
        assert [(cell.number, cell.share) for cell in figure.cells] == cells
        assert (figure.median is None) == (median is None)
        if mean is not None:
            assert abs(figure.mean - mean) <= Decimal("0.005")
            assert figure.median == Decimal(str(median))
    before = hash_of(survey)
    published = concluded(cast, clock, survey)
    clock.move_to(CLOSING.replace(year=2030))
    assert before == published.results_hash == hash_of(published)
    file = json.loads(Client().get(f"/surveys/{survey.item.index_no}/results.json").content)
    assert [question["n"] for question in file["questions"]] == [n for n, *_rest in brute_force(sent)]
    assert file["results_hash"] == AuditEvent.objects.get(event="survey_concluded").after["results_hash"]


def test_no_figures_before_they_are_published(cast, clock):
    survey = opened(cast)
    for number in range(1, 8):
        answer(survey, number)
    for moment in (DURING, CLOSING):
        clock.move_to(moment)
        page = page_of(survey)
        assert "<meter" not in page
        assert GIVEN["q4"] not in page
        for form in ("csv", "json"):
            assert Client().get(f"/surveys/{survey.item.index_no}/results.{form}").status_code == 404
    clock.move_to(CLOSING - SECOND)
    workbench = reverse("admin:disclosure_survey_change", args=[survey.pk])
    assert "<meter" not in signed_in(cast.clerk).get(workbench).content.decode()
    clock.move_to(CLOSING)
    assert "<meter" in signed_in(cast.clerk).get(workbench).content.decode()


def test_results_are_published_once_after_closing_with_a_statement(cast, clock):
    survey = opened(cast)
    answer(survey)
    clock.move_to(CLOSING - SECOND)
    with pytest.raises(Refused):
        surveying.conclude(survey, by=cast.reviewer, statement="结果")
    clock.move_to(CLOSING)
    with pytest.raises(NotAllowed):
        surveying.conclude(survey, by=cast.clerk, statement="结果")
    with pytest.raises(Refused) as refusal:
        surveying.conclude(survey, by=cast.reviewer, statement="  ")
    assert refusal.value.field == "statement"
    concluded(cast, clock, survey)
    with pytest.raises(Refused):
        surveying.conclude(survey, by=cast.reviewer, statement="另一个结果")
    page = page_of(survey)
    assert "窗口延长至每日十八时。" in page
    assert page.count("<meter") == 3 + 4 + 5


def test_texts_are_shown_when_released_masked_and_from_five_answers_on(cast, clock):
    survey = opened(cast)
    for number in range(1, 5):
        answer(survey, number, q4=f"意见{number},电话13812345678")
    texts = list(ResponseText.objects.values_list("pk", flat=True))
    step = reverse("admin:disclosure_survey_moderate", args=[survey.pk])
    assert "意见1" not in signed_in(cast.clerk).get(step).content.decode()
    with pytest.raises(Refused):  # while it runs nobody reads them
        responding.moderate_texts(survey, by=cast.clerk, texts=texts, verb="show")
    answer(survey, 5, q4="")
    clock.move_to(CLOSING)
    responding.moderate_texts(survey, by=cast.clerk, texts=texts, verb="show")
    concluded(cast, clock, survey)
    assert "意见1" not in page_of(survey)  # four only


def test_hidden_and_waiting_texts_stay_with_the_agency(cast, clock):
    survey = opened(cast)
    for number in range(1, 7):
        answer(survey, number, q4=f"意见{number},电话13812345678")
    clock.move_to(CLOSING)
    texts = list(ResponseText.objects.order_by("pk").values_list("pk", flat=True))
    with pytest.raises(Refused) as refusal:
        responding.moderate_texts(survey, by=cast.clerk, texts=texts[:1], verb="hide", ground="unwelcome")
    assert refusal.value.field == "ground"
    responding.moderate_texts(survey, by=cast.clerk, texts=texts[1:2], verb="hide", ground="abusive")
    address = reverse("admin:disclosure_survey_moderate", args=[survey.pk])
    sent = {"texts": texts[:1], "verb": "show", "ground": ""}
    assert signed_in(cast.clerk).post(address, sent).status_code == 302
    assert "意见1" not in page_of(survey)
    concluded(cast, clock, survey)
    files = [
        Client().get(f"/surveys/{survey.item.index_no}/results.{form}").content.decode() for form in ("csv", "json")
    ]
    for text in [page_of(survey), *files]:
        assert "意见1,电话***" in text
        assert not any(f"意见{number}" in text for number in range(2, 7))
        assert "13812345678" not in text


def test_no_cell_of_the_file_begins_a_formula(cast, clock):
    survey = opened(cast, [Asked("one", "=1+1?", options=("=cmd", "乙"))])
    responding.respond(survey, key="c" * 32, given={"q1": "1"})
    concluded(cast, clock, survey)
    content = Client().get(f"/surveys/{survey.item.index_no}/results.csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert rows[1] == ["1", "'=1+1?", "1", "'=cmd", "1", "100.0"]
    assert not any(cell.startswith("=") for row in rows for cell in row)


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
