"""Several matters in one request: each with an outcome of its own, counted as one; what is withheld is named."""

import itertools

import pytest
from django.db import IntegrityError, transaction

from catalog.models import NegativeGround
from portal.receipts import shown
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.actions.matters import Part
from requests_app.models import Decision, Ending, Matter
from requests_app.outcomes import Outcome, counted_as

TWO = ("2024年低保资金分配表", "2025年低保资金分配表")


@pytest.fixture
def searched(cast, processing):
    case = processing()
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保资金", result="查到一份")
    return case


@pytest.fixture
def halves(cast, searched):
    actions.split(searched, by=cast.clerk, subjects=TWO)
    return searched


def part(code="R3_3_4", what="身份证号码", matter=None):
    return Part(what, NegativeGround.objects.get(code=code), matter)


def decide(case, cast, **content):
    return actions.decide(case, by=cast.clerk, **{"text": "答复如下。", "grounds": "理由如下。"} | content)


@pytest.mark.parametrize(
    ("outcomes", "counted"),
    [
        (["R3_1"], "R3_1"),
        (["R3_1", "R3_1"], "R3_1"),
        (["R3_1", "R3_4_1"], "R3_2"),
        (["R3_2", "R3_3_1"], "R3_2"),
        (["R3_1", "R3_2"], "R3_2"),
        (["R3_4_1", "R3_3_5"], "R3_3_5"),
        (["R3_5_1", "R3_4_2", "R3_6_3"], "R3_4_2"),
    ],
)
def test_one_request_counts_once(outcomes, counted):
    for order in itertools.permutations(outcomes):
        assert counted_as(Outcome(one) for one in order) == counted


def test_each_matter_ends_with_its_outcome_and_the_request_counts_as_one(cast, halves):
    decision = decide(halves, cast, rulings={1: "R3_1", 2: "R3_4_1"})
    assert (decision.outcome, decision.article) == ("R3_2", "37")
    assert not Ending.objects.exists()  # a draft ends nothing
    actions.approve_decision(halves, by=cast.head)
    assert [(ruling.matter.subject, ruling.outcome) for ruling in decision.rulings.all()] == [
        (TWO[0], "R3_1"), (TWO[1], "R3_4_1"),
    ]  # fmt: skip
    ending = Ending.objects.get()
    assert (ending.request, ending.outcome, ending.decision) == (halves, "R3_2", decision)
    assert (ending.working_days, ending.is_on_time) == (0, True)


def test_one_outcome_may_hold_for_all_matters(cast, halves):
    decision = decide(halves, cast, outcome="R3_3_5")
    assert [ruling.outcome for ruling in decision.rulings.all()] == ["R3_3_5", "R3_3_5"]
    assert decision.outcome == "R3_3_5"


def test_no_matter_is_left_without_an_outcome(cast, halves):
    with pytest.raises(Refused) as refused:
        decide(halves, cast, rulings={1: "R3_1"})
    assert refused.value.field == "matter_2"
    with pytest.raises(Refused) as refused:
        decide(halves, cast, rulings={1: "R3_1", 2: "R9"})
    assert refused.value.field == "matter_2"
    assert not Decision.objects.exists()


def test_partial_disclosure_names_parts_and_grounds(cast, searched):
    with pytest.raises(Refused) as refused:
        decide(searched, cast, outcome="R3_2")
    assert refused.value.field == "withheld_1"
    parts = [part(), part("R3_3_6"), part("R3_3_6", "讨论记录"), part("R3_3_6", " 讨论记录 ")]
    decision = decide(searched, cast, outcome="R3_2", withheld=parts)
    assert [(one.what, one.ground.code) for one in decision.withheld.all()] == [
        ("身份证号码", "R3_3_4"), ("身份证号码", "R3_3_6"), ("讨论记录", "R3_3_6"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "given", "field"),
    [
        ("R3_2", {"what": " "}, "withheld_1"),
        ("R3_2", {"code": "R3_3_8"}, "ground_1"),
        ("R3_1", {}, "withheld_1"),
        ("R3_2", {"matter": 7}, "withheld_1"),
    ],
)
def test_parts_that_do_not_fit_are_refused(cast, searched, outcome, given, field):
    with pytest.raises(Refused) as refused:
        decide(searched, cast, outcome=outcome, withheld=[part(**given)])
    assert refused.value.field == field
    assert not Decision.objects.exists()


def test_parts_belong_to_the_matter_that_is_partly_disclosed(cast, halves):
    both = {1: "R3_2", 2: "R3_2"}
    for withheld in ([part()], [part(matter=1)], [part(matter=3), part(matter=2), part(matter=1)]):
        with pytest.raises(Refused):
            decide(halves, cast, rulings=both, withheld=withheld)
    decision = decide(halves, cast, rulings={1: "R3_1", 2: "R3_2"}, withheld=[part()])
    assert decision.withheld.get().matter.number == 2


@pytest.mark.parametrize("subjects", [[], ["一"], ["同一件事", "同一件事"], ["事项一", "长" * 201], ["事项"] * 21])
def test_what_is_no_list_of_matters(cast, searched, subjects):
    with pytest.raises(Refused) as refused:
        actions.split(searched, by=cast.clerk, subjects=subjects)
    assert refused.value.field == "subjects"
    assert not Matter.objects.exists()


def test_split_again_and_not_at_all(cast, halves):
    actions.split(halves, by=cast.clerk, subjects=["预算", "决算", "审计结论"])
    assert [str(matter) for matter in halves.matters.all()] == ["1. 预算", "2. 决算", "3. 审计结论"]
    actions.split(halves, by=cast.clerk, subjects=["预算和决算"])
    assert not halves.matters.exists()


def test_a_matter_that_a_draft_named_stays(cast, halves):
    decide(halves, cast, rulings={1: "R3_1", 2: "R3_4_1"})
    actions.return_decision(halves, by=cast.head, reason="请合并")
    with pytest.raises(Refused):
        actions.split(halves, by=cast.clerk, subjects=["一并答复"])
    actions.split(halves, by=cast.clerk, subjects=["上半年", "下半年", "全年"])
    assert halves.matters.count() == 3


def test_only_while_it_is_processed_and_by_who_handles_it(cast, received, answered):
    case = received()
    with pytest.raises(NotAllowed):
        actions.split(case, by=cast.head, subjects=TWO)
    for late in (case, answered()):
        with pytest.raises(Refused):
            actions.split(late, by=cast.clerk, subjects=TWO)


def test_withdrawn_draft_and_rulings_go_the_ending_stays(cast, halves):
    decide(halves, cast, rulings={1: "R3_1", 2: "R3_2"}, withheld=[part()])
    actions.withdraw(halves, by=None)
    ending = Ending.objects.get()
    assert (ending.outcome, ending.decision, ending.working_days, ending.is_on_time) == ("R3_6_3", None, None, None)
    assert not Decision.objects.exists()
    assert halves.matters.count() == 2


def test_the_database_knows_one_ending_for_one_request(cast, answered):
    case = answered()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ending.objects.create(request=case, outcome="R3_1", at=case.answered_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ending.objects.update(is_on_time=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ending.objects.update(outcome="R9")


def test_clerk_splits_and_decides_on_pages(client, cast, searched):
    client.force_login(cast.clerk)
    page = f"/admin/requests_app/disclosurerequest/{searched.pk}"
    assert 'href="../split/"' in client.get(f"{page}/change/").content.decode()
    client.post(f"{page}/split/", {"subjects": "\n".join(["", *TWO, " "])})
    assert TWO[0] in client.get(f"{page}/change/").content.decode()
    form = client.get(f"{page}/decide/").context["form"]
    assert "outcome" not in form.fields
    sent = {"matter_1": "R3_1", "matter_2": "R3_2", "text": "答复如下。", "grounds": "理由。", "remedies": "可以复议。"}
    answer = client.post(f"{page}/decide/", sent)
    assert answer.context["form"].errors.keys() == {"withheld_1"}
    ground = NegativeGround.objects.get(code="R3_3_4").pk
    answer = client.post(f"{page}/decide/", sent | {"withheld_2": "账号"})
    assert answer.context["form"].errors.keys() == {"ground_2"}
    answer = client.post(f"{page}/decide/", sent | {"withheld_1": "账号", "ground_1": ground, "of_matter_1": "2"})
    assert answer.status_code == 302
    text = client.get(f"{page}/change/").content.decode()
    for shown_to_staff in ("账号", "2. 2025年低保资金分配表", "部分公开"):
        assert shown_to_staff in text
    assert "UNDEFINED(" not in text


def test_the_applicant_reads_every_matter_and_what_is_withheld(client, cast, filed):
    case, code, _is_new = filed()
    actions.process(actions.register(case, by=cast.clerk), by=cast.clerk)
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保资金", result="查到一份")
    actions.split(case, by=cast.clerk, subjects=TWO)
    waiting = client.post("/requests/follow/", {"code": shown(code)}).content.decode()
    assert TWO[1] in waiting
    decide(case, cast, rulings={1: "R3_1", 2: "R3_2"}, withheld=[part(what="开户银行账号")])
    assert "开户银行账号" not in client.post("/requests/follow/", {"code": shown(code)}).content.decode()
    actions.approve_decision(case, by=cast.head)
    read = client.post("/requests/follow/", {"code": shown(code)}).content.decode()
    letter = case.letters.get(form="decision").body
    for said in (*TWO, "开户银行账号", "第三方", "60"):
        assert said in read
        assert said in letter
    assert "UNDEFINED(" not in read


def test_parts_are_added_one_by_one_and_what_was_typed_stays(cast, searched, client):
    client.force_login(cast.clerk)
    page = f"/admin/requests_app/disclosurerequest/{searched.pk}/decide/"
    ground = str(NegativeGround.objects.get(code="R3_3_4").pk)
    assert places(client.get(page)) == ["withheld_1"]
    sent = {"outcome": "R3_2", "text": "答复如下。", "grounds": "理由如下。", "remedies": "六十日内。"}
    sent |= {"withheld_1": "身份证号码", "ground_1": ground}
    answer = client.post(page, sent | {"add_part": "1"})
    assert places(answer) == ["withheld_1", "withheld_2"]
    form = answer.context["form"]
    assert (form.errors, form["withheld_1"].value(), form["ground_1"].value()) == ({}, "身份证号码", ground)
    assert not searched.decisions.exists()
    answer = client.post(page, sent | {"withheld_2": "", "ground_2": "", "withheld_3": "账号", "ground_3": ""})
    assert places(answer) == ["withheld_1", "withheld_2", "withheld_3"]
    assert answer.context["form"].errors.keys() == {"ground_3"}
    client.post(page, sent | {"withheld_2": "", "ground_2": "", "withheld_3": "账号", "ground_3": ground})
    assert [one.what for one in searched.decisions.get().withheld.all()] == ["身份证号码", "账号"]


def places(page):
    return [name for name in page.context["form"].fields if name.startswith("withheld_")]
