"""What several applicants asked for, or one proposes, is put to the agency, which publishes it or says why not."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from disclosure import actions as items
from portal.audit.models import AuditEvent
from portal.notices.models import Kind, Notice
from portal.notices.registry import is_still_true
from portal.receipts import shown
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.models import Origin, Proposal, ProposedRequest
from requests_app.publishable import may_propose, proposed_of
from requests_app.tasks import propose_publication
from tests.requests_app.papers import paper, upload

SAME = ("2025年低保资金分配表", "申请公开2025年低保资金分配表", "2025年低保资金分配表的情况")
OTHER = "城南公交站台迁移的听证记录"


@pytest.fixture
def three(received):
    """Three different applicants who want the same, and a fourth who wants something else."""
    cases = [received(subject=words, identity_number=f"证件{at}") for at, words in enumerate(SAME)]
    received(subject=OTHER, identity_number="证件9")
    return cases


@pytest.fixture
def proposed(answered):
    """An answered request and the open proposal of its applicant."""
    case = answered()
    return case, actions.propose(case).proposal


def members(proposal):
    return set(proposal.requests.values_list("request", flat=True))


def counted(proposal):
    return Proposal.objects.with_applicants().get(pk=proposal.pk).applicants


def test_three_applicants_who_want_the_same_open_one_proposal(cast, three):
    propose_publication()
    proposal = Proposal.objects.get()
    assert members(proposal) == {case.pk for case in three}
    assert (proposal.origin, proposal.state, proposal.agency) == (Origin.SEVERAL, "open", cast.bureau)
    assert counted(proposal) == 3
    told = Notice.objects.get(kind=Kind.PROPOSAL_OPENED)
    assert (told.recipient, told.url) == (cast.clerk, f"/admin/requests_app/proposal/{proposal.pk}/change/")
    link = AuditEvent.objects.get(event="proposal_opened")
    assert sorted(link.after["requests"]) == sorted(case.number for case in three)
    propose_publication()
    assert Proposal.objects.count() == Notice.objects.filter(kind=Kind.PROPOSAL_OPENED).count() == 1


def test_how_many_are_several_is_for_the_installation_to_say(settings, three):
    settings.PROPOSAL_FROM = 4
    propose_publication()
    assert not Proposal.objects.exists()
    settings.PROPOSAL_FROM = 2
    propose_publication()
    assert counted(Proposal.objects.get()) == 3


def test_repeats_of_one_applicant_count_once(received):
    cases = [received(subject=words, identity_number=f"证件{at % 2}") for at, words in enumerate(SAME)]
    propose_publication()
    assert not Proposal.objects.exists()
    cases.append(received(subject=SAME[0], identity_number="证件7"))
    propose_publication()
    proposal = Proposal.objects.get()
    assert members(proposal) == {case.pk for case in cases}
    assert counted(proposal) == 3


def test_another_agency_and_another_year_do_not_count(cast, received):
    with time_machine.travel(timezone.now() - dt.timedelta(days=400)):
        received(subject=SAME[0], identity_number="证件0")
    received(cast.sibling, subject=SAME[0], identity_number="证件1")
    for at in (2, 3):
        received(subject=SAME[at - 2], identity_number=f"证件{at}")
    propose_publication()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("outcome", ["R3_3_1", "R3_3_4", "R3_4_1", "R3_5_1"])
def test_what_was_refused_is_not_proposed(answered, received, outcome):
    answered(outcome=outcome, grounds="依法不予公开。", subject=SAME[0], identity_number="证件0")
    for at in (1, 2):
        received(subject=SAME[at], identity_number=f"证件{at}")
    propose_publication()
    assert not Proposal.objects.exists()
    received(subject=SAME[0], identity_number="证件3")
    propose_publication()
    assert counted(Proposal.objects.get()) == 3


def test_withdrawn_requests_do_not_count(three):
    actions.withdraw(three[0], by=None)
    propose_publication()
    assert not Proposal.objects.exists()


def test_an_answer_that_everybody_can_read_needs_no_proposal(cast, answered, received):
    for at in range(3):
        case = answered(subject=SAME[at], identity_number=f"证件{at}")
        actions.publish_request_answer(case, by=cast.clerk, title=case.subject, body="现予公开。")
    propose_publication()
    assert not Proposal.objects.exists()
    assert not may_propose(case, proposed_of(case))


def test_other_words_for_the_same_file_are_the_same(cast, processing, ground):
    """Three answers give out one file: it is asked for in words that have nothing in common."""
    for at, words in enumerate(("低保资金分配表", "去年救济款怎么发", "民政补助名册")):
        case = processing(subject=words, identity_number=f"证件{at}")
        _answered_with(case, "原件相同的文件", cast, ground)
    propose_publication()
    proposal = Proposal.objects.get()
    assert proposal.requests.count() == 3


def _answered_with(case, text, cast, ground):
    content = paper(text)
    file = actions.add_file(case, upload(content, "分配表.pdf"), by=cast.clerk)
    actions.blacken(actions.order_blackening(file, by=cast.clerk))
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保资金", result="查到一份")
    actions.decide(case, by=cast.clerk, outcome="R3_1", text="现予公开。")
    actions.approve_decision(case, by=cast.head)


def test_later_requests_join_the_open_proposal(received, three):
    propose_publication()
    later = received(subject=SAME[1], identity_number="证件5")
    again = received(subject=SAME[1], identity_number="证件5")
    propose_publication()
    proposal = Proposal.objects.get()
    assert {later.pk, again.pk} < members(proposal)
    assert counted(proposal) == 4
    assert AuditEvent.objects.filter(event="proposal_joined").count() == 2


def test_a_declined_one_opens_anew_when_as_many_others_ask(cast, received, three):
    propose_publication()
    declined = Proposal.objects.get()
    actions.decline_proposal(declined, by=cast.clerk, reason="含有大量个人信息，无法区分处理。")
    received(subject=SAME[0], identity_number="证件0")  # asked before
    for at in (5, 6):
        received(subject=SAME[0], identity_number=f"证件{at}")
    propose_publication()
    assert Proposal.objects.get() == declined
    received(subject=SAME[0], identity_number="证件7")
    propose_publication()
    anew = Proposal.objects.get(state="open")
    assert counted(anew) == 4
    assert not members(anew) & members(declined)


def test_what_is_like_an_accepted_one_is_left_alone(cast, answered, received):
    case = answered(subject=SAME[0], identity_number="证件0")
    actions.accept_proposal(actions.propose(case).proposal, by=cast.clerk, title="分配表", body="现予公开。")
    for at in range(1, 4):
        received(subject=SAME[0], identity_number=f"证件{at}")
    propose_publication()
    assert Proposal.objects.count() == 1


def test_a_request_passed_on_leaves_the_proposal(cast, three):
    propose_publication()
    actions.transfer(three[2], by=cast.clerk, target=cast.sibling, reason="由该局制作。")
    proposal = Proposal.objects.get()
    assert members(proposal) == {three[0].pk, three[1].pk}


def test_the_subject_tells_nothing_of_a_person(received):
    for at in range(3):
        received(subject="张三（13911112222）2025年低保资金分配表", identity_number=f"证件{at}")
    propose_publication()
    proposal = Proposal.objects.get()
    assert "低保资金分配表" in proposal.subject
    for told in ("张三", "13911112222"):
        assert told not in proposal.subject
        assert told not in Notice.objects.get(kind=Kind.PROPOSAL_OPENED).title


def test_a_group_is_opened_once_and_a_request_stands_in_one(three):
    (proposal,) = actions.find_proposals(three[0].agency)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposedRequest.objects.create(proposal=proposal, request=three[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(
            agency=proposal.agency, begun_with=proposal.begun_with, origin="several", subject="再来一次"
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": ""},
        {"state": "accepted"},
        {"state": "declined"},
        {"decided_at": timezone.now()},
        {"reason": "无", "state": "declined", "decided_at": timezone.now()},
    ],
)
def test_the_database_insists(cast, three, wrong):
    fields = {"agency": cast.bureau, "begun_with": three[0], "origin": "several", "subject": "某事"} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.create(**fields)


def test_accepting_makes_a_draft_of_an_answer(cast, answered, received):
    case = answered(subject=SAME[0], identity_number="证件0", name="张三", by=cast.citizen)
    received(subject=SAME[1], identity_number="证件1", name="李四光")
    received(subject=SAME[2], identity_number="证件2")
    propose_publication()
    proposal = Proposal.objects.get()
    item = actions.accept_proposal(proposal, by=cast.clerk, title="低保资金分配表", body="张三、李四光：现予公开。")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.item, proposal.decided_by) == ("accepted", item, cast.clerk)
    assert case.decisions.get().released_as == item
    assert (item.state, item.is_live) == ("draft", False)
    assert "张三" not in item.newest().body
    assert "李四光" not in item.newest().body
    told = Notice.objects.get(kind=Kind.PROPOSAL_DECIDED)
    assert (told.recipient, case.number in told.title) == (cast.citizen, True)
    assert AuditEvent.objects.get(event="proposal_accepted").after["item"] == item.index_no
    with pytest.raises(Refused):
        actions.decline_proposal(proposal, by=cast.clerk, reason="改主意了。")


def test_a_draft_that_there_is_already_is_taken(cast, proposed):
    case, proposal = proposed
    item = actions.publish_request_answer(case, by=cast.clerk, title=case.subject, body="现予公开。")
    assert actions.accept_proposal(proposal, by=cast.clerk) == item


def test_nothing_is_accepted_before_an_answer(cast, three):
    propose_publication()
    with pytest.raises(Refused):
        actions.accept_proposal(Proposal.objects.get(), by=cast.clerk, title="标题", body="正文")
    assert Proposal.objects.get().state == "open"


def test_declining_takes_a_reason_and_tells_who_proposed(cast, answered):
    case = answered(by=cast.citizen)
    proposal = actions.propose(case).proposal
    opened = Notice.objects.get(kind=Kind.PROPOSAL_OPENED)
    assert is_still_true(opened)
    with pytest.raises(Refused) as refused:
        actions.decline_proposal(proposal, by=cast.clerk, reason=" ")
    assert refused.value.field == "reason"
    actions.decline_proposal(proposal, by=cast.clerk, reason="仅涉及个别家庭。")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.item, proposal.reason) == ("declined", None, "仅涉及个别家庭。")
    assert Notice.objects.get(kind=Kind.PROPOSAL_DECIDED).recipient == cast.citizen
    assert not is_still_true(opened)


@pytest.mark.parametrize("stranger", ["head", "officer", "sibling_clerk", "other_clerk", "citizen"])
def test_only_who_handles_requests_decides(cast, proposed, stranger):
    _case, proposal = proposed
    with pytest.raises(NotAllowed):
        actions.accept_proposal(proposal, by=getattr(cast, stranger), title="标题", body="正文")
    with pytest.raises(NotAllowed):
        actions.decline_proposal(proposal, by=getattr(cast, stranger), reason="没有必要。")


def test_an_applicant_proposes_once(answered, reviewing):
    case = answered()
    row = actions.propose(case)
    assert (row.proposal.origin, row.proposal.begun_with) == (Origin.APPLICANT, case)
    assert row.proposed_at is not None
    with pytest.raises(Refused):
        actions.propose(case)
    with pytest.raises(Refused):
        actions.propose(reviewing())
    refused = answered(outcome="R3_3_1", text="不予公开。", grounds="属于国家秘密。")
    with pytest.raises(Refused):
        actions.propose(refused)
    assert Proposal.objects.count() == 1


def test_an_applicant_joins_the_proposal_for_the_same(answered, three):
    propose_publication()
    proposal = Proposal.objects.get()
    row = actions.propose(answered(subject=SAME[0], identity_number="证件8"))
    assert row.proposal == proposal
    assert counted(proposal) == 4
    assert Notice.objects.filter(kind=Kind.PROPOSAL_OPENED).count() == 1


def test_proposed_with_the_receipt_code(client, cast, filed):
    case, code, _ = filed()
    follow = {"code": shown(code)}
    assert "/requests/follow/proposal/" not in client.post("/requests/follow/", follow).content.decode()
    assert client.post("/requests/follow/proposal/", follow).status_code == 422
    actions.process(actions.register(case, by=cast.clerk), by=cast.clerk)
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保资金", result="查到一份")
    actions.decide(case, by=cast.clerk, outcome="R3_1", text="现予公开。")
    actions.approve_decision(case, by=cast.head)
    assert "/requests/follow/proposal/" in client.post("/requests/follow/", follow).content.decode()
    assert client.post("/requests/follow/proposal/", follow).status_code == 200
    page = client.post("/requests/follow/", follow).content.decode()
    assert "/requests/follow/proposal/" not in page
    assert client.post("/requests/follow/proposal/", follow).status_code == 422
    actions.decline_proposal(Proposal.objects.get(), by=cast.clerk, reason="仅涉及个别家庭。")
    assert "仅涉及个别家庭。" in client.post("/requests/follow/", follow).content.decode()


def test_proposed_from_ones_own_account(client, cast, answered):
    case = answered(by=cast.citizen)
    address = f"/my/requests/{case.number}/proposal/"
    client.force_login(cast.citizen, backend="django.contrib.auth.backends.ModelBackend")
    assert address in client.get(f"/my/requests/{case.number}/").content.decode()
    assert client.post(address, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 200
    item = actions.accept_proposal(Proposal.objects.get(), by=cast.clerk, title="分配表", body="现予公开。")
    assert address not in client.get(f"/my/requests/{case.number}/").content.decode()
    items.submit(item, by=cast.clerk)
    items.approve_and_publish(item, by=cast.reviewer)
    item.refresh_from_db()
    assert item.get_absolute_url() in client.get(f"/my/requests/{case.number}/").content.decode()


def test_the_clerk_works_on_it_in_the_workbench(client, cast, answered, received):
    case = answered(subject=SAME[0], identity_number="证件0")
    others = [received(subject=SAME[at], identity_number=f"证件{at}") for at in (1, 2)]
    propose_publication()
    proposal = Proposal.objects.get()
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    base = f"/admin/requests_app/proposal/{proposal.pk}"
    assert proposal.subject in client.get("/admin/").content.decode()
    assert f"{base}/change/" in client.get("/admin/requests_app/proposal/?state__exact=open").content.decode()
    assert (
        f"{base}/change/"
        in client.get(f"/admin/requests_app/disclosurerequest/{others[0].pk}/change/").content.decode()
    )
    page = client.get(f"{base}/change/").content.decode()
    for shown_there in (case.number, others[0].number, "../accept/", "../decline/"):
        assert shown_there in page
    assert "现将低保资金分配表予以公开。" in client.get(f"{base}/accept/").content.decode()
    assert client.post(f"{base}/decline/", {"reason": ""}).status_code == 200
    assert client.post(f"{base}/accept/", {"title": "分配表", "body": "现予公开。"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.item is not None
    assert proposal.item.index_no in client.get(f"{base}/change/").content.decode()
    assert client.post(f"{base}/decline/", {"reason": "改主意了。"}).status_code == 200
    assert Proposal.objects.get().state == "accepted"
