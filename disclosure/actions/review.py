"""Review: approve or send back exactly what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.actions.locking import locked, newest_as_seen
from disclosure.gate import require_clear
from disclosure.letters import tell_author
from disclosure.models import Contribution, Item, Review, Verdict, Version
from disclosure.permissions import Permission
from disclosure.states import TABLE
from portal.agencies.permissions import require
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


@transaction.atomic
def approve(item: Item, *, by: User, seen: str | None = None) -> Item:
    """Let the submitted version through; the approval is bound to its hash.

    Raises NotAllowed without the right or for a contributor, Refused when it is not in review, changed since it was
    `seen`, or no longer matches its own hash.
    """
    require(by, Permission.REVIEW_ITEM, on=item)
    item = locked(item)
    version = newest_as_seen(item, seen)
    if has_contributed(by, item):
        raise NotAllowed(_("You had a hand in this text; somebody else has to review it."))
    require_intact(version)
    before = advance(item, "approve", TABLE)
    require_clear(version)
    item.save(update_fields=["state", "changed_at"])
    Review.objects.create(version=version, version_hash=version.hash, reviewer=by, verdict=Verdict.APPROVED)
    facts = {"state": item.state, "version": version.number, "hash": version.hash}
    record(Event.ITEM_APPROVED, by=by, agency=item.agency, subject=item, before={"state": before}, after=facts)
    return item


@transaction.atomic
def return_(item: Item, *, by: User, reason: str, seen: str | None = None) -> Item:
    """Send the submitted or approved version back to its author, who is told the reason.

    Raises NotAllowed, Refused(field="reason") without one.
    """
    require(by, Permission.REVIEW_ITEM, on=item)
    item = locked(item)
    version = newest_as_seen(item, seen)
    reason = given_reason(reason, REASON_LIMIT)
    before = advance(item, "return", TABLE)
    item.save(update_fields=["state", "changed_at"])
    Review.objects.create(
        version=version, version_hash=version.hash, reviewer=by, verdict=Verdict.RETURNED, reason=reason
    )
    facts = {"state": item.state, "version": version.number, "reason": reason}
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
