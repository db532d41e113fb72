"""Review: sign, step by step, or send back exactly what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.actions.locking import locked, newest_as_seen
from disclosure.actions.schedules import void
from disclosure.gate import require_clear
from disclosure.letters import tell_author, tell_reviewers
from disclosure.models import Contribution, Deed, Item, Review, Verdict, Version
from disclosure.permissions import Permission
from disclosure.states import TABLE, State
from disclosure.steps import RIGHTS, Step
from portal.agencies.permissions import can, require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind as NoticeKind
from portal.refusals import NotAllowed, Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User

REASON_LIMIT = 500


def has_contributed(user: User, item: Item) -> bool:
    """True if `user` had a hand in any version since the last publication, and so may not let it through (预审独立)."""
    later = Contribution.objects.filter(version__item=item, version__number__gt=item.live_number)
    return later.filter(person=user).exists()


def has_signed(user: User, version: Version) -> bool:
    """True if `user` signed another step of this text, where the chain wants a person of its own for each."""
    return not version.same_signer and version.signatures().filter(reviewer=user).exists()


def step_of(item: Item) -> Step:
    """The step that `item` stands at, or would."""
    return Step(item.step or Step.APPROVAL)


def holds_step(user: User, item: Item) -> bool:
    """True if `user` holds the right that the present step takes, on the agency that is asked."""
    return can(user, RIGHTS[step_of(item)], on=item.asked_of or item.agency)


def require_step(user: User, item: Item) -> None:
    """Raise NotAllowed unless `holds_step`."""
    require(user, RIGHTS[step_of(item)], on=item.asked_of or item.agency)


@transaction.atomic
def approve(item: Item, *, by: User, seen: str | None = None) -> Item:
    """Sign the step that the submitted version stands at; the last one approves it. Bound to the hash of the version.

    Raises NotAllowed without the right of the step, for a contributor, and for who has signed another step; Refused
    when it is not in review, changed since it was `seen`, no longer matches its own hash, or the step is the secrecy
    review, which asks for a record (`review_secrecy`).
    """
    item = locked(item)
    require_step(by, item)
    version = newest_as_seen(item, seen)
    if step_of(item) == Step.SECRECY:
        raise Refused(_("The secrecy review asks what was looked for and found; use its own form."))
    return sign(item, version, by=by)


def sign(item: Item, version: Version, *, by: User) -> Item:
    """Put the signature of `by` to the present step of a locked item, who holds its right."""
    step = step_of(item)
    if has_contributed(by, item):
        raise NotAllowed(_("You had a hand in this text; somebody else has to review it."))
    require_intact(version)
    require_clear(version)
    later = version.chain[version.chain.index(step) + 1 :]
    before = advance(item, "sign" if later else "approve", TABLE)
    if has_signed(by, version):
        raise NotAllowed(_("You have signed another step of this text; somebody else has to sign this one."))
    item.step, item.asked_of = later[0] if later else "", None
    item.save(update_fields=["state", "step", "asked_of", "changed_at"])
    review = Review.objects.create(
        version=version, version_hash=version.hash, reviewer=by, verdict=Verdict.APPROVED, step=step
    )
    facts = {"state": item.state} | version.traced() | review.traced()
    event = Event.ITEM_SIGNED if later else Event.ITEM_APPROVED
    record(event, by=by, agency=item.agency, subject=item, before={"state": before}, after=facts)
    if later:
        tell_reviewers(item, version)
    return item


@transaction.atomic
def return_(item: Item, *, by: User, reason: str, seen: str | None = None) -> Item:
    """Send the submitted or approved version back to its author, who is told the reason.

    Whoever may sign the step it stands at may send it back. Raises NotAllowed, Refused(field="reason") without one.
    """
    item = locked(item)
    if item.state == State.APPROVED:
        require(by, Permission.REVIEW_ITEM, on=item)
    else:
        require_step(by, item)
    return send_back(item, newest_as_seen(item, seen), by=by, reason=given_reason(reason, REASON_LIMIT))


def send_back(item: Item, version: Version, *, by: User, reason: str) -> Item:
    """Lead a locked item back to its author; a publication that was scheduled is called off."""
    step = step_of(item)
    before = advance(item, "return", TABLE)
    item.step, item.asked_of = "", None
    item.save(update_fields=["state", "step", "asked_of", "changed_at"])
    void(item, Deed.PUBLISH, by=by)
    review = Review.objects.create(
        version=version, version_hash=version.hash, reviewer=by, verdict=Verdict.RETURNED, reason=reason, step=step
    )
    facts = {"state": item.state, "reason": reason} | version.traced() | review.traced()
    record(Event.ITEM_RETURNED, by=by, agency=item.agency, subject=item, before={"state": before}, after=facts)
    tell_author(NoticeKind.ITEM_RETURNED, item, version, title=_("Sent back: %(title)s"), body=reason, by=by)
    return item


def given_reason(reason: str, limit: int) -> str:
    """`reason` on one line. Raises Refused(field="reason") if there is none or it is too long."""
    reason = " ".join(reason.replace("\x00", "").split())
    if not reason:
        raise Refused(_("Give a reason."), field="reason")
    if len(reason) > limit:
        raise Refused(_("At most %(limit)d characters are possible here.") % {"limit": limit}, field="reason")
    return reason


def require_intact(version: Version) -> None:
    """Raise Refused if the stored text, metadata or files are not those the hash was made of."""
    if version.fingerprint() != version.hash:
        raise Refused(_("This version does not match its own hash; it was changed outside the portal."))
