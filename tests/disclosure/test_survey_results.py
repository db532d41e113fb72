"""What comes of a survey: counted, published once, and the same for whoever counts again."""

import csv
import io
import json
import random
import statistics
from decimal import ROUND_HALF_UP, Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from disclosure import actions
from disclosure.actions import responding, surveying
from disclosure.models import ResponseAnswer, ResponseChoice, ResponseText, Survey
from disclosure.questionnaire import Asked
from disclosure.survey_results import figures_of, hash_of
from portal.audit.models import AuditEvent
from portal.audit.verification import every_fault
from portal.refusals import NotAllowed, Refused
from tests.disclosure.consultations import CLOSING, DURING, OPENING, SECOND
from tests.disclosure.surveys import GIVEN, QUESTIONS, answer, concluded, opened, page_of, signed_in


@pytest.fixture
def clock(db):
    with time_machine.travel(OPENING, tick=False) as clock:
        yield clock


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


def changed_choice(survey):
    other = survey.questions.get(position=1).options.get(position=2)
    ResponseChoice.objects.filter(answer__question__position=1).update(option=other)


def removed_response(survey):
    answers = ResponseAnswer.objects.filter(response__number=1)
    for rows in (ResponseChoice.objects.filter(answer__in=answers), ResponseText.objects.filter(answer__in=answers)):
        rows.delete()
    answers.delete()
    survey.responses.filter(number=1).delete()


def changed_hash(survey):
    Survey.objects.update(results_hash="0" * 64)


@pytest.mark.parametrize("tamper", [changed_choice, removed_response, changed_hash])
def test_the_trail_finds_answers_that_were_changed_in_the_database(cast, clock, tamper):
    survey = opened(cast)
    for number in range(1, 4):
        answer(survey, number)
    concluded(cast, clock, survey)
    assert every_fault() == []
    tamper(survey)
    assert [fault for fault in every_fault() if fault.startswith(f"Survey {survey.pk}")] != []


def test_what_was_withdrawn_shows_no_results(cast, clock):
    survey = opened(cast)
    for number in range(1, 6):
        answer(survey, number)
    concluded(cast, clock, survey)
    actions.withdraw(survey.item, by=cast.head, reason="含个人信息", ground="sensitive")
    for address in (survey.get_absolute_url(), f"{survey.get_absolute_url()}results.csv"):
        page = Client().get(address)
        assert page.status_code == 410
        assert "窗口延长" not in page.content.decode()
    for name in ("answer", "thanks"):
        assert Client().get(f"{survey.get_absolute_url()}{name}/").status_code == 404
