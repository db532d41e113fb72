"""Four eyes: an approval holds for one text, and comes from somebody who did not write it."""

import pytest

from disclosure import actions
from disclosure.models import Item, Review, Version
from disclosure.permissions import Permission
from disclosure.states import TABLE, State
from portal.agencies.actions import grant
from portal.agencies.permissions import Role
from portal.notices.models import Kind, Notice
from portal.refusals import NotAllowed, Refused

EVERYTHING = Role("everything", "everything", frozenset(Permission.values))


@pytest.fixture
def chief(cast):
    """A person who holds every right in the bureau, and writes as well."""
    grant(EVERYTHING, to=cast.sibling_clerk, on=cast.bureau, by=None)
    return cast.sibling_clerk


def test_the_way_to_publication(cast, submitted):
    item = submitted()
    assert item.state == State.IN_REVIEW
    item = actions.approve(item, by=cast.reviewer)
    assert item.state == State.APPROVED
    assert not Item.objects.public().exists()
    item = actions.publish(item, by=cast.reviewer)
    assert item.state == State.PUBLISHED
    assert Item.objects.public().get() == item
    review = Review.objects.get()
    assert (review.version_hash, review.reviewer) == (item.live_version.hash, cast.reviewer)


def test_the_author_cannot_review_whatever_their_rights(cast, chief, drafted):
    item = actions.submit(drafted(by=chief), by=chief)
    for verb in (actions.approve, actions.approve_and_publish):
        with pytest.raises(NotAllowed):
            verb(item, by=chief)
    assert actions.approve(item, by=cast.reviewer).state == State.APPROVED


@pytest.mark.parametrize("hand", ["revise", "submit"])
def test_nobody_with_a_hand_in_the_text_can_review(cast, chief, drafted, hand):
    item = drafted()
    if hand == "revise":
        actions.revise(item, by=chief, body="被另一人改过。")
        actions.submit(item, by=cast.clerk)
    else:
        actions.submit(item, by=chief)
    with pytest.raises(NotAllowed):
        actions.approve(item, by=chief)


def test_a_contributor_to_an_earlier_version_since_publication_cannot_review(cast, chief, submitted):
    item = actions.return_(submitted(by=cast.clerk), by=cast.reviewer, reason="补充依据")
    actions.revise(item, by=chief, body="补充了依据。")
    actions.submit(item, by=cast.clerk)
    item = actions.revise(item, by=cast.clerk, body="又改了一遍。")
    actions.submit(item, by=cast.clerk)
    with pytest.raises(NotAllowed):
        actions.approve(item, by=chief)
    actions.approve_and_publish(item, by=cast.reviewer)
    actions.revise(item, by=cast.clerk, body="发布以后的修改。")
    actions.submit(item, by=cast.clerk)
    assert actions.approve(item, by=chief).state == State.APPROVED  # the count begins anew with each publication


def test_an_edit_voids_the_approval(cast, submitted):
    item = actions.approve(submitted(), by=cast.reviewer)
    actions.revise(item, by=cast.clerk, body="批准之后悄悄改了。")
    with pytest.raises(Refused):
        actions.publish(item, by=cast.reviewer)
    assert not Item.objects.public().exists()


def test_a_text_changed_in_the_database_is_not_published(cast, submitted):
    item = actions.approve(submitted(), by=cast.reviewer)
    Version.objects.filter(item=item).update(body="<p>绕过了门户</p>")
    with pytest.raises(Refused):
        actions.publish(item, by=cast.reviewer)
    Version.objects.filter(item=item).update(hash=item.newest().fingerprint())
    with pytest.raises(Refused):  # with its hash put right no approval is left
        actions.publish(item, by=cast.reviewer)


def test_only_the_text_that_was_read_is_approved(cast, submitted):
    item = submitted()
    read = item.newest().hash
    actions.revise(item, by=cast.clerk, body="审查期间改了。")
    actions.submit(item, by=cast.clerk)
    for verb in (actions.approve, actions.approve_and_publish):
        with pytest.raises(Refused):
            verb(item, by=cast.reviewer, seen=read)
    assert actions.approve(item, by=cast.reviewer, seen=item.newest().hash).state == State.APPROVED


def test_sending_back_takes_a_reason_and_tells_the_author(cast, submitted):
    item = submitted()
    with pytest.raises(Refused) as refusal:
        actions.return_(item, by=cast.reviewer, reason=" \n")
    assert refusal.value.field == "reason"
    item = actions.return_(item, by=cast.reviewer, reason="请删去身份证号码。")
    assert item.state == State.RETURNED
    notice = Notice.objects.get(kind=Kind.ITEM_RETURNED)
    assert (notice.recipient, notice.body) == (cast.clerk, "请删去身份证号码。")
    assert actions.submit(item, by=cast.clerk).state == State.IN_REVIEW


@pytest.mark.parametrize(
    "name", ["clerk", "sibling_clerk", "officer", "supervisor", "admin", "other_officer", "citizen"]
)
def test_who_has_no_right_cannot_let_through(cast, submitted, name):
    user, item = getattr(cast, name), submitted()
    for verb in (actions.approve, actions.approve_and_publish, actions.publish):
        with pytest.raises(NotAllowed):
            verb(item, by=user)
    for verb in (actions.return_, actions.withdraw):
        with pytest.raises(NotAllowed):
            verb(item, by=user, reason="理由")
    item.refresh_from_db()
    assert item.state == State.IN_REVIEW


VERBS = {
    "submit": lambda item, cast: actions.submit(item, by=cast.clerk),
    "approve": lambda item, cast: actions.approve(item, by=cast.reviewer),
    "return": lambda item, cast: actions.return_(item, by=cast.reviewer, reason="理由"),
    "publish": lambda item, cast: actions.publish(item, by=cast.reviewer),
    "withdraw": lambda item, cast: actions.withdraw(item, by=cast.head, reason="理由"),
}
ROUTES = {
    State.DRAFT: (),
    State.IN_REVIEW: ("submit",),
    State.RETURNED: ("submit", "return"),
    State.APPROVED: ("submit", "approve"),
    State.PUBLISHED: ("submit", "approve", "publish"),
    State.WITHDRAWN: ("submit", "approve", "publish", "withdraw"),
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_state_does_what_the_table_says(cast, drafted, state, verb):
    item = drafted()
    for step in ROUTES[state]:
        item = VERBS[step](item, cast)
    assert item.state == state
    allowed = state in TABLE[verb].sources and (verb != "withdraw" or item.is_live)
    if allowed:
        assert VERBS[verb](item, cast).state == TABLE[verb].target
    else:
        with pytest.raises(Refused):
            VERBS[verb](item, cast)
        item.refresh_from_db()
        assert item.state == state


def test_what_waits_for_a_reviewer(cast, chief, submitted, drafted):
    waiting, _draft = submitted(), drafted()
    own = actions.submit(drafted(by=chief), by=chief)
    assert set(Item.objects.waiting_for(cast.reviewer)) == {waiting, own}
    assert set(Item.objects.waiting_for(chief)) == {waiting}
    assert set(Item.objects.waiting_for(cast.clerk)) == set()
