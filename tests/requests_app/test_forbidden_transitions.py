"""Every verb × every state in which it is not allowed × everybody: refused with a sentence, and nothing is changed."""

import datetime as dt

import pytest
from django.apps import apps
from django.utils import timezone

from portal.agencies.permissions import can
from portal.audit.models import AuditEvent
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from portal.workdays.models import Clock, ClockEvent
from requests_app import actions
from requests_app.admin.verbs import REQUEST_VERBS
from requests_app.models import CoHandler, Consultation, DisclosureRequest, TopicRequest
from requests_app.states import DECIDE, STAYING, TABLE, TOPIC_TABLE, State, TopicState

WRITTEN = [*apps.get_app_config("requests_app").get_models(), Clock, ClockEvent, AuditEvent, Notice]
# Rows of the tables that no verb of their own does: what follows from another verb, or what stands in another test.
FOLLOWING = {
    "conclude_consultation",
    "decide_unsupplemented",
    "decide_unpaid",
    "return_unsupplemented",
    "return_unpaid",
}
ELSEWHERE = {"merge_repeat", "ask_assistance", "publish", "propose"}
HOLDING = {
    "decide": {State.PROCESSING, *DECIDE},  # in the two others it ends as given up
    "process": {State.REGISTERED},
}


def days(number):
    return timezone.localdate() + dt.timedelta(days=number)


# How each verb is done, with words that nothing but state and right could refuse.
DONE = {
    "register": lambda case, by, cast: actions.register(case, by=by),
    "process": lambda case, by, cast: actions.process(case, by=by, handler=cast.clerk),
    "assign": lambda case, by, cast: actions.assign(case, by=by, handler=cast.clerk),
    "co_handle": lambda case, by, cast: actions.co_handle(case, by=by, person=cast.reviewer, task="协助检索"),
    "end_co_handling": lambda case, by, cast: actions.end_co_handling(
        case, by=by, part=CoHandler(request=case, person=cast.admin)
    ),
    "split": lambda case, by, cast: actions.split(case, by=by, subjects=["甲事项", "乙事项"]),
    "reopen": lambda case, by, cast: actions.reopen(case, by=by),
    "transfer": lambda case, by, cast: actions.transfer(case, by=by, target=cast.sibling, reason="由该局制作。"),
    "ask_supplement": lambda case, by, cast: actions.ask_supplement(
        case, by=by, points="请写明年度。", respond_by=days(15)
    ),
    "supplement": lambda case, by, cast: actions.supplement_on_paper(
        case, by=by, text="2025年度。", received_on=days(0)
    ),
    "consult": lambda case, by, cast: actions.consult(
        case, by=by, addressee="third_party", party="甲公司", letter="请提出意见。"
    ),
    "record_opinion": lambda case, by, cast: actions.record_opinion(
        case.consultations.first() or Consultation(request=case), by=by, opinion="consent"
    ),
    "charge_fee": lambda case, by, cast: actions.charge_fee(
        case, by=by, method="pages", units=45, how_to_pay="局财务室。"
    ),
    "record_payment": lambda case, by, cast: actions.record_payment(case, by=by, paid_on=days(0)),
    "decide": lambda case, by, cast: actions.decide(case, by=by, outcome="R3_1", text="现予公开。"),
    "return_decision": lambda case, by, cast: actions.return_decision(case, by=by, reason="再核对"),
    "approve_decision": lambda case, by, cast: actions.approve_decision(case, by=by),
    "archive": lambda case, by, cast: actions.archive(case, by=by),
    "withdraw": lambda case, by, cast: actions.withdraw(case, by=by),
    "record_search": lambda case, by, cast: actions.record_search(
        case, by=by, places="档案室", terms="低保", result="查到"
    ),
    "extend": lambda case, by, cast: actions.extend(case, by=by, days=5, reason="数量较大"),
    "ask_reasons": lambda case, by, cast: actions.ask_reasons(
        case, by=by, why="本月已申请二十件。", respond_by=days(5)
    ),
    "give_reasons": lambda case, by, cast: actions.give_reasons(case, by=by, text="用于诉讼。"),
    "set_own_date": lambda case, by, cast: actions.set_own_date(case, by=by, due_on=days(90), reason="数量较大"),
    "name_responsible": lambda case, by, cast: actions.name_responsible(
        case, by=by, name="远山县民政局", contact="电话5550001"
    ),
    "note": lambda case, by, cast: actions.add_note(case, by=by, text="内部情况"),
}
TOPICS_DONE = {
    "answer": lambda topic, by, item, ground: actions.answer_topic(topic, by=by, item=item),
    "refuse": lambda topic, by, item, ground: actions.refuse_topic(topic, by=by, facts="属于隐私。", ground=ground),
}
LEADING_TO = {
    State.RECEIVED: [],
    State.REGISTERED: ["register"],
    State.PROCESSING: ["register", "process"],
    State.SUPPLEMENTING: ["register", "process", "ask_supplement"],
    State.CONSULTING: ["register", "process", "consult"],
    State.PAYING: ["register", "process", "charge_fee"],
    State.REVIEWING: ["register", "process", "record_search", "decide"],
    State.ANSWERED: ["register", "process", "record_search", "decide", "approve_decision"],
    State.ARCHIVED: ["register", "process", "record_search", "decide", "approve_decision", "archive"],
    State.WITHDRAWN: ["register", "withdraw"],
}


def allowed(verb):
    return HOLDING.get(verb) or STAYING.get(verb) or TABLE[verb].sources


def brought(case, verbs, cast):
    for verb in verbs:
        DONE[verb](case, cast.head if verb == "approve_decision" else cast.clerk, cast)
    return DisclosureRequest.objects.select_related("agency", "clock").get(pk=case.pk)


def everything():
    """Every row that a verb could have written, as it stands."""
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in WRITTEN}


def test_every_verb_of_the_tables_is_tried_here():
    assert (set(TABLE) | set(STAYING)) - ELSEWHERE == set(DONE) | FOLLOWING
    assert set(LEADING_TO) == set(State)
    assert set(TOPIC_TABLE) == set(TOPICS_DONE) | {"merge"}


@pytest.mark.parametrize("state", State)
def test_what_a_state_forbids_is_refused_to_everybody(cast, received, state):
    case = brought(received(by=cast.citizen), LEADING_TO[state], cast)
    assert case.state == state
    before, tried = everything(), 0
    for verb in sorted(verb for verb in DONE if state not in allowed(verb)):
        for name, person in cast.members().items():
            with pytest.raises(Refused) as refused:
                DONE[verb](case, person, cast)
            assert str(refused.value).strip(" 。.“”"), (verb, name)
            tried += 1
    assert tried >= len(cast.members())
    assert everything() == before


@pytest.mark.parametrize("state", State)
def test_what_a_state_allows_is_refused_to_who_has_no_right(cast, received, state):
    case = brought(received(by=cast.citizen), LEADING_TO[state], cast)
    before = everything()
    rights = {verb.state_verb: verb.permission for verb in REQUEST_VERBS.values() if verb.state_verb in DONE}
    for verb in sorted(verb for verb in rights if state in allowed(verb)):
        strangers = [person for person in cast.members().values() if not can(person, rights[verb], on=case)]
        assert {cast.sibling_clerk, cast.other_clerk, cast.citizen} <= set(strangers)
        for person in strangers:
            with pytest.raises(NotAllowed) as refused:
                DONE[verb](case, person, cast)
            assert str(refused.value).strip()
    assert everything() == before


@pytest.mark.parametrize("state", sorted(set(State) - {State.SUPPLEMENTING}))
def test_an_applicant_supplements_only_what_was_asked_for(cast, received, state):
    case = brought(received(by=cast.citizen), LEADING_TO[state], cast)
    before = everything()
    with pytest.raises(Refused):
        actions.supplement(case, by=None, text="2025年度。")
    assert everything() == before


@pytest.mark.parametrize("state", [TopicState.ANSWERED, TopicState.REFUSED])
def test_a_topic_request_is_answered_once(cast, topic, item, ground, state):
    asked = topic()
    TOPICS_DONE["answer" if state == TopicState.ANSWERED else "refuse"](asked, cast.clerk, item, ground)
    asked = TopicRequest.objects.get(pk=asked.pk)
    assert asked.state == state
    before = everything()
    for verb, do in TOPICS_DONE.items():
        for name, person in cast.members().items():
            with pytest.raises(Refused) as refused:
                do(asked, person, item, ground)
            assert str(refused.value).strip(), (verb, name)
    assert everything() == before
