"""The case page leads with what the stage demands; every other verb stands once, beside it or folded."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from requests_app import actions
from requests_app.admin.next_step import BESIDE, MOST_BESIDE, STEPS, SUBJECTS, TOPIC_BESIDE, TOPIC_STEPS
from requests_app.admin.verbs import REQUEST_VERBS, TOPIC_VERBS
from requests_app.states import State, TopicState


@pytest.fixture
def shown(client):
    """The verbs of the page of a case, as `user` has them before them."""

    def shown(case, user):
        client.force_login(user)
        page = client.get(reverse(f"admin:requests_app_{case._meta.model_name}_change", args=[case.pk]))
        case.refresh_from_db()
        return page, page.context["verbs"]

    return shown


def lead_of(arranged):
    return arranged.lead.name if arranged.lead else None


def test_every_verb_has_one_subject():
    named = [name for _label, names in SUBJECTS for name in names]
    assert sorted(named) == sorted({**REQUEST_VERBS, **TOPIC_VERBS})


@pytest.mark.parametrize(
    ("verbs", "steps", "beside", "states"),
    [(REQUEST_VERBS, STEPS, BESIDE, State), (TOPIC_VERBS, TOPIC_STEPS, TOPIC_BESIDE, TopicState)],
)
def test_the_tables_name_verbs_and_states_that_there_are(verbs, steps, beside, states):
    named = {step.verb for row in steps.values() for step in row if step.verb} | {
        n for row in beside.values() for n in row
    }
    assert named <= set(verbs)
    assert {*steps, *beside} <= set(states.values)


def test_a_request_is_led_from_receipt_to_the_archive(cast, shown, received):
    case, led = received(), []

    def lead(user):
        led.append(lead_of(shown(case, user)[1]))

    lead(cast.clerk)
    actions.register(case, by=cast.clerk)
    lead(cast.clerk)
    actions.process(case, by=cast.clerk)
    lead(cast.clerk)
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保资金", result="查到一份")
    lead(cast.clerk)
    actions.decide(case, by=cast.clerk, outcome="R3_1", text="予以公开。")
    lead(cast.clerk)  # the answer is not the clerk's to approve
    lead(cast.head)
    actions.return_decision(case, by=cast.head, reason="写明依据。")
    lead(cast.clerk)
    actions.decide(case, by=cast.clerk, outcome="R3_1", text="现予以公开。")
    actions.approve_decision(case, by=cast.head)
    lead(cast.clerk)
    actions.archive(case, by=cast.clerk)
    lead(cast.clerk)
    assert led == ["register", "process", "search", "decide", None, "approve", "decide", "archive", None]


def test_while_the_applicant_is_waited_for_nothing_leads(cast, shown, processing):
    case = processing()
    until = case.received_on + dt.timedelta(days=12)
    actions.ask_supplement(case, by=cast.clerk, points="请写明年度。", respond_by=until)
    page, waiting = shown(case, cast.clerk)
    assert lead_of(waiting) is None
    assert waiting.reason
    assert str(waiting.reason) in page.content.decode()
    with time_machine.travel(dt.datetime.combine(until + dt.timedelta(days=1), dt.time(4), tzinfo=dt.UTC), tick=False):
        assert lead_of(shown(case, cast.clerk)[1]) == "decide"


def test_what_may_be_done_once_is_not_offered_again(cast, shown, processing):
    case = processing()
    actions.extend(case, by=cast.head, days=5, reason="材料数量大。")
    actions.ask_supplement(case, by=cast.clerk, points="年度", respond_by=case.received_on + dt.timedelta(days=12))
    actions.supplement(case, by=None, text="2025年。")
    texts = [shown(case, user)[0].content.decode() for user in (cast.clerk, cast.head)]
    assert not any("../ask-supplement/" in text or "../extend/" in text for text in texts)


def test_every_verb_stands_once_and_few_stand_open(cast, shown, processing):
    page, arranged = shown(processing(), cast.clerk)
    folded = [verb for _label, verbs in arranged.folded for verb in verbs]
    named = [verb.name for verb in [arranged.lead, *arranged.beside, *folded]]
    assert len(named) == len(set(named)) >= 10
    assert 1 <= len(arranged.beside) <= MOST_BESIDE
    text = page.content.decode()
    assert [text.count(f'href="../{name}/"') for name in named] == [1] * len(named)
    assert text.count("next-step-lead") == 1
    assert text.index("<details>") < text.index(f'href="../{folded[0].name}/"')


def test_a_topic_is_led_to_its_answer(cast, shown, topic, item):
    asked = topic()
    assert lead_of(shown(asked, cast.clerk)[1]) == "answer"
    actions.answer_topic(asked, by=cast.clerk, item=item)
    assert shown(asked, cast.clerk)[1] == ("", None, [], [])
