"""The chain of review: steps, separate rights, distinct signers, the secrecy record, emergencies."""

import pytest

from catalog.models import NegativeGround
from disclosure import actions
from disclosure.models import Attribute, Concern, EmergencyRelease, Item, Outcome, SecrecyReview
from disclosure.permissions import Permission
from disclosure.reviewers import reviewers_of
from disclosure.states import State
from disclosure.steps import Step
from portal.agencies.actions import grant
from portal.agencies.permissions import Role
from portal.agencies.roles import ROLES
from portal.audit.models import AuditEvent, Event
from portal.notices.models import Kind, Notice
from portal.refusals import NotAllowed, Refused
from tests.cast import person

EVERYTHING = Role("everything", "everything", frozenset(Permission.values))
ALL = list(Step)


@pytest.fixture
def chain(cast):
    """The county has all three steps; the bureau, which has no chain of its own, with it."""
    return actions.set_chain(cast.county, by=cast.officer, steps=ALL)


@pytest.fixture
def signers(cast):
    """One person for each step at the bureau, and a secrecy reviewer of the county."""
    names = ("pre_reviewer", "secrecy_reviewer", "reviewer")
    people = {name: person(f"own_{name}", name) for name in names}
    for name, user in people.items():
        grant(ROLES[name], to=user, on=cast.bureau, by=None)
    people["upper"] = person("upper", "上级")
    grant(ROLES["secrecy_reviewer"], to=people["upper"], on=cast.county, by=None)
    return people


def secrecy(item, by, outcome=Outcome.PROACTIVE, **given):
    return actions.review_secrecy(item, by=by, outcome=outcome, **({"looked_for": Concern.values} | given))


@pytest.mark.usefixtures("chain")
def test_every_step_is_signed_by_a_person_of_its_own(cast, signers, submitted):
    item = submitted()
    assert (item.step, item.newest().steps) == (Step.PRE_REVIEW, [step.value for step in ALL])
    with pytest.raises(NotAllowed):
        actions.approve(item, by=signers["reviewer"])  # no right to the first step
    item = actions.approve(item, by=signers["pre_reviewer"])
    with pytest.raises(Refused):
        actions.approve(item, by=signers["secrecy_reviewer"])  # a signature alone is no secrecy review
    item = secrecy(item, signers["secrecy_reviewer"])
    assert (item.state, item.step) == (State.IN_REVIEW, Step.APPROVAL)
    item = actions.approve(item, by=signers["reviewer"])
    assert (item.state, item.step) == (State.APPROVED, "")
    assert list(item.newest().signatures().values_list("step", flat=True)) == [step.value for step in ALL]
    assert actions.publish(item, by=cast.head).is_live


@pytest.mark.usefixtures("chain")
def test_one_person_signs_one_step_unless_the_agency_allows_more(cast, submitted):
    jack = person("jack", "样样行")
    grant(EVERYTHING, to=jack, on=cast.bureau, by=None)
    item = actions.approve(submitted(), by=jack)
    with pytest.raises(NotAllowed):
        secrecy(item, jack)
    assert item not in Item.objects.waiting_for(jack)
    actions.set_chain(cast.bureau, by=cast.officer, steps=ALL, same_signer=True)
    with pytest.raises(NotAllowed):  # the chain it was submitted to holds
        secrecy(item, jack)
    item = actions.submit(actions.revise(item, by=cast.clerk, body="新的正文。"), by=cast.clerk)
    item = actions.approve(secrecy(actions.approve(item, by=jack), jack), by=jack)
    assert actions.publish(item, by=jack).is_live


@pytest.mark.usefixtures("chain")
def test_each_list_shows_only_what_stands_at_its_step(cast, signers, submitted):
    item = submitted()
    for name, verb in (("pre_reviewer", actions.approve), ("secrecy_reviewer", secrecy), ("reviewer", actions.approve)):
        waiting = {who for who, user in signers.items() if item in Item.objects.waiting_for(user)}
        assert waiting - {"upper"} == {name}
        assert signers[name] in reviewers_of(item)
        asked = Notice.objects.filter(kind=Kind.ITEM_SUBMITTED, recipient=signers[name])
        assert asked.exists(), name
        item = verb(item, signers[name]) if verb is secrecy else verb(item, by=signers[name])


@pytest.mark.usefixtures("chain")
def test_an_edit_voids_every_signature(cast, signers, submitted):
    item = actions.approve(submitted(), by=signers["pre_reviewer"])
    item = actions.revise(item, by=cast.clerk, body="悄悄改了。")
    assert (item.state, item.step) == (State.DRAFT, "")
    item = actions.submit(item, by=cast.clerk)
    assert (item.step, item.newest().signatures().count()) == (Step.PRE_REVIEW, 0)
    assert item in Item.objects.waiting_for(signers["pre_reviewer"])  # who signed the text before, signs this one too


@pytest.mark.usefixtures("chain")
def test_what_was_sent_back_begins_its_chain_again(cast, signers, submitted):
    item = actions.approve(submitted(), by=signers["pre_reviewer"])
    item = actions.return_(item, by=signers["secrecy_reviewer"], reason="缺依据")
    item = actions.submit(item, by=cast.clerk)  # the same text, the same hash
    assert (item.step, item.newest().signatures().count()) == (Step.PRE_REVIEW, 0)


def test_the_nearest_chain_holds_and_there_the_one_for_the_genre(cast, submitted):
    actions.set_chain(cast.city, by=cast.admin, steps=ALL)
    actions.set_chain(cast.bureau, by=cast.admin, steps=[Step.APPROVAL])
    actions.set_chain(cast.bureau, by=cast.admin, steps=[Step.SECRECY, Step.APPROVAL], kind="penalty")
    assert submitted().step == Step.APPROVAL
    assert submitted(kind="penalty").step == Step.SECRECY
    with pytest.raises(Refused) as refusal:
        actions.set_chain(cast.bureau, by=cast.admin, steps=[Step.SECRECY])
    assert refusal.value.field == "steps"
    for name in ("clerk", "reviewer", "head", "other_officer"):
        with pytest.raises(NotAllowed):
            actions.set_chain(cast.bureau, by=getattr(cast, name), steps=ALL)
    assert AuditEvent.objects.filter(event=Event.REVIEW_CHAIN_CHANGED).count() == 3


@pytest.fixture
def at_secrecy(cast, submitted):
    def at_secrecy(**content):
        actions.set_chain(cast.bureau, by=cast.officer, steps=[Step.SECRECY, Step.APPROVAL])
        return submitted(**content)

    return at_secrecy


def test_the_secrecy_review_looks_both_ways(cast, signers, at_secrecy):
    reviewer, ground = signers["secrecy_reviewer"], NegativeGround.objects.get(code="R3_3_4")
    too_much = secrecy(at_secrecy(), reviewer, Outcome.WITHHELD, ground=ground, note="含个人隐私")
    assert too_much.state == State.RETURNED
    too_little = secrecy(at_secrecy(attribute=Attribute.WITHHELD, ground=ground), reviewer, note="不在负面清单内")
    assert too_little.state == State.RETURNED
    rightly = at_secrecy(attribute=Attribute.WITHHELD, ground=ground)
    rightly = secrecy(rightly, reviewer, Outcome.WITHHELD, ground=ground, note="属实")
    assert (rightly.state, rightly.step) == (State.IN_REVIEW, Step.APPROVAL)
    kept = SecrecyReview.objects.order_by("pk").first()
    assert (kept.reviewer, kept.ground, kept.version_hash) == (reviewer, ground, too_much.newest().hash)
    assert "含个人隐私" in Notice.objects.filter(kind=Kind.ITEM_RETURNED, recipient=cast.clerk).first().body


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"looked_for": [Concern.PRIVACY]}, "looked_for"),
        ({"outcome": Outcome.WITHHELD, "note": "理由"}, "ground"),
        ({"outcome": Outcome.ON_REQUEST}, "note"),
        ({"outcome": "whatever"}, "outcome"),
    ],
)
def test_an_incomplete_secrecy_review_is_refused(signers, at_secrecy, given, field):
    item = at_secrecy()
    with pytest.raises(Refused) as refusal:
        secrecy(item, signers["secrecy_reviewer"], **given)
    assert refusal.value.field == field
    assert not SecrecyReview.objects.exists()


def test_a_doubtful_case_goes_up(cast, signers, at_secrecy):
    item = secrecy(at_secrecy(), signers["secrecy_reviewer"], Outcome.REFERRED, note="拿不准")
    assert (item.state, item.asked_of) == (State.IN_REVIEW, cast.county)
    assert item not in Item.objects.waiting_for(signers["secrecy_reviewer"])
    assert item in Item.objects.waiting_for(signers["upper"])
    assert Notice.objects.filter(recipient=signers["upper"], kind=Kind.ITEM_SUBMITTED).exists()
    with pytest.raises(NotAllowed):
        secrecy(item, signers["secrecy_reviewer"])
    item = secrecy(item, signers["upper"])
    assert (item.step, item.asked_of) == (Step.APPROVAL, None)


def test_an_emergency_is_flagged_until_another_person_clears_it(cast, signers, drafted):
    item = drafted()
    with pytest.raises(NotAllowed):
        actions.publish_in_emergency(item, by=cast.reviewer, reason="溃坝")
    item = actions.publish_in_emergency(item, by=cast.head, reason="水库险情")
    assert item.is_live
    assert Item.objects.released_in_emergency().get() == item
    told = set(Notice.objects.filter(kind=Kind.ITEM_RELEASED).values_list("recipient__username", flat=True))
    assert {"reviewer", "officer"} <= told
    for name in ("head", "clerk", "officer"):
        with pytest.raises(NotAllowed):
            actions.clear(item, by=getattr(cast, name), reason="核对无误")
    actions.clear(item, by=cast.reviewer, reason="核对无误")
    release = EmergencyRelease.objects.get()
    assert (release.cleared_by, release.version_hash) == (cast.reviewer, item.live_version.hash)
    assert not Item.objects.released_in_emergency().exists()
    with pytest.raises(Refused):
        actions.clear(item, by=cast.reviewer, reason="再来一次")


def test_a_writer_who_may_approve_does_not_clear_their_own_text(cast, drafted):
    jack = person("jack", "样样行")
    grant(EVERYTHING, to=jack, on=cast.bureau, by=None)
    item = actions.publish_in_emergency(drafted(by=jack), by=cast.head, reason="险情")
    item = actions.revise(item, by=cast.clerk, body="后来的草稿。")  # a later draft changes nothing of it
    with pytest.raises(NotAllowed):
        actions.clear(item, by=jack, reason="没问题")
    actions.clear(item, by=cast.reviewer, reason="核对无误")


@pytest.mark.usefixtures("chain")
def test_the_pages_of_the_chain(cast, signers, submitted, client):
    item = submitted()
    client.force_login(signers["pre_reviewer"])
    page = client.get(f"/admin/disclosure/item/{item.pk}/change/").content.decode()
    assert 'aria-current="step"' in page
    client.post(f"/admin/disclosure/item/{item.pk}/approve/", {"seen": item.newest().hash})
    client.force_login(signers["secrecy_reviewer"])
    address = f"/admin/disclosure/item/{item.pk}/secrecy/"
    assert client.get(address).status_code == 200
    form = {"seen": item.newest().hash, "outcome": "proactive", "looked_for": [Concern.PRIVACY]}
    assert client.post(address, form).status_code == 200  # not everything was looked for: the form once more
    assert client.post(address, form | {"looked_for": Concern.values}).status_code == 302
    item.refresh_from_db()
    assert item.step == Step.APPROVAL
    client.force_login(cast.head)
    assert client.post(f"/admin/disclosure/item/{item.pk}/approve/").status_code == 302
    moment = {"at_0": "2099-01-01", "at_1": "08:00:30"}
    assert client.post(f"/admin/disclosure/item/{item.pk}/schedule/", moment).status_code == 302
    assert Item.objects.scheduled().get() == item
    assert "2099-01-01 08:00:30" in client.get(f"/admin/disclosure/item/{item.pk}/change/").content.decode()
    assert client.post(f"/admin/disclosure/item/{item.pk}/unschedule/").status_code == 302
    assert not Item.objects.scheduled().exists()
    item = actions.publish_in_emergency(item, by=cast.head, reason="险情")
    assert client.get("/admin/disclosure/item/?work=emergency").content.decode().count(item.index_no) >= 1
