"""Review and reply: no reply without a search, none by the author alone, and every forbidden move is refused."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from portal.audit.models import AuditEvent
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from portal.transitions import advance
from requests_app import actions
from requests_app.models import Decision, DisclosureRequest
from requests_app.outcomes import Outcome
from requests_app.states import TABLE, State


def search(case, by):
    return actions.record_search(case, by=by, places="档案室、政府网站", terms="低保 2025", result="查到一份")


def test_six_stages_each_with_time_and_person(cast, reviewing):
    case = reviewing()
    actions.approve_decision(case, by=cast.head)
    case.refresh_from_db()
    actions.archive(case, by=cast.clerk)
    assert [(stage.name, stage.by) for stage in case.stages.all()] == [
        ("receive", None),
        ("register", cast.clerk),
        ("process", cast.clerk),
        ("review", cast.clerk),
        ("reply", cast.head),
        ("archive", cast.clerk),
    ]
    events = set(
        AuditEvent.objects.filter(subject=f"requests_app.disclosurerequest:{case.pk}").values_list("event", flat=True)
    )
    assert events == {
        "request_submitted", "request_registered", "request_assigned", "request_searched", "request_decided",
        "request_answered", "request_archived",
    }  # fmt: skip


def test_no_reply_without_a_search(cast, processing):
    case = processing()
    with pytest.raises(Refused, match=r"检索|search"):
        actions.decide(case, by=cast.clerk, outcome="R3_1", text="予以公开。")
    case.refresh_from_db()
    assert (case.state, Decision.objects.count()) == ("processing", 0)


@pytest.mark.parametrize("field", ["places", "terms", "result"])
def test_a_search_says_what_where_and_with_which_result(cast, processing, field):
    said = {"places": "档案室", "terms": "低保", "result": "查到一份"} | {field: "  "}
    with pytest.raises(Refused) as refused:
        actions.record_search(processing(), by=cast.clerk, **said)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"outcome": "R3_3_4"}, "grounds"),
        ({"outcome": "R3_2", "grounds": ""}, "grounds"),
        ({"outcome": "R9"}, "outcome"),
        ({"outcome": "R3_4_3", "grounds": "不明确"}, "outcome"),
        ({"outcome": "R3_6_1", "grounds": "逾期"}, "outcome"),
    ],
)
def test_an_incomplete_answer_is_refused_beside_its_field(cast, processing, changes, field):
    case = processing()
    search(case, cast.clerk)
    with pytest.raises(Refused) as refused:
        actions.decide(case, by=cast.clerk, **{"outcome": "R3_1", "text": "予以公开。"} | changes)
    assert refused.value.field == field


def test_remedies_are_always_named(cast, answered):
    decision = answered().decisions.get()
    with translation.override("en"):
        english = answered().decisions.get()
    for text in (decision.remedies, english.remedies):
        assert "60" in text
        assert cast.county.name in text  # the government above the bureau
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(remedies="")


def test_the_author_does_not_review(cast, reviewing):
    case = reviewing()
    Decision.objects.update(author=cast.head)
    for act in (actions.approve_decision, lambda *a, **k: actions.return_decision(*a, **k, reason="不妥")):
        with pytest.raises(NotAllowed):
            act(case, by=cast.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(state="approved", reviewer=cast.head, reviewed_at=case.filed_at)


def test_return_and_draft_again(cast, reviewing):
    case = reviewing()
    with pytest.raises(Refused) as refused:
        actions.return_decision(case, by=cast.head, reason="")
    assert refused.value.field == "reason"
    actions.return_decision(case, by=cast.head, reason="请补充依据")
    case.refresh_from_db()
    assert case.state == "processing"
    assert Notice.objects.get(kind="request_decision_returned").recipient == cast.clerk
    actions.decide(case, by=cast.clerk, outcome="R3_1", text="依据充分,予以公开。")
    actions.approve_decision(case, by=cast.head)
    assert list(case.decisions.values_list("state", flat=True)) == ["returned", "approved"]


def test_answer_stops_the_clock_and_tells_the_applicant_without_content(cast, answered):
    case = answered(by=cast.citizen, text="秘密的答复正文")
    assert (case.state, case.working_days) == ("answered", 0)
    assert case.clock.stopped_at == case.answered_at
    told = Notice.objects.get(kind="request_answered")
    assert told.recipient == cast.citizen
    assert "秘密" not in told.title + told.body


def test_withdrawn_by_the_applicant(cast, reviewing):
    case = reviewing()
    actions.withdraw(case, by=None)
    case.refresh_from_db()
    assert case.state == "withdrawn"
    assert case.clock.stopped_at is not None
    with pytest.raises(Refused):
        actions.withdraw(case, by=None)


def test_every_outcome_has_its_row_and_grounds_rule():
    assert len(Outcome) == 21
    assert {outcome for outcome in Outcome if not outcome.article} == {"R3_5_5", "R3_6_2", "R3_6_3"}
    assert [outcome for outcome in Outcome if not outcome.needs_grounds] == ["R3_1"]


@pytest.mark.parametrize("verb", sorted(TABLE))
def test_the_table_refuses_what_it_does_not_allow(verb):
    for state in State:
        case = DisclosureRequest(state=state)
        if state in TABLE[verb].sources:
            advance(case, verb, TABLE)
            assert case.state == TABLE[verb].target
        else:
            with pytest.raises(Refused):
                advance(case, verb, TABLE)
            assert case.state == state


ACTS = {
    "register": (actions.register, {}, "clerk"),
    "process": (actions.process, {}, "clerk"),
    "search": (actions.record_search, {"places": "档案室", "terms": "低保", "result": "没有"}, "clerk"),
    "supplement": (actions.ask_supplement, {"points": "年度", "respond_by": "2099-01-01"}, "clerk"),
    "consult": (actions.consult, {"addressee": "third_party", "party": "甲公司", "letter": "请答复"}, "clerk"),
    "extend": (actions.extend, {"days": 5, "reason": "数量大"}, "head"),
    "decide": (actions.decide, {"outcome": "R3_1", "text": "予以公开"}, "clerk"),
    "return": (actions.return_decision, {"reason": "不妥"}, "head"),
    "approve": (actions.approve_decision, {}, "head"),
    "archive": (actions.archive, {}, "clerk"),
}


@pytest.mark.parametrize(
    "who", ["sibling_clerk", "other_clerk", "citizen", "supervisor", "officer", "reviewer", "admin"]
)
def test_nobody_else_acts(cast, received, who):
    case = received()
    for act, said, _right in ACTS.values():
        with pytest.raises(NotAllowed):
            act(case, by=getattr(cast, who), **said)


def test_rights_do_not_jump_stages(cast, received):
    case = received()
    for verb in sorted(set(ACTS) - {"register"}):
        act, said, right = ACTS[verb]
        with pytest.raises(Refused) as refused:
            act(case, by=getattr(cast, right), **said)
        assert not isinstance(refused.value, NotAllowed)
    case.refresh_from_db()
    assert case.state == "received"
