"""Emergency publication (应急发布): out at once with a reason, flagged to the office, cleared by another person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions.gate import examine
from disclosure.actions.locking import locked, newest_as_seen
from disclosure.actions.publication import Release, go_public
from disclosure.actions.publishable import require_presentable
from disclosure.actions.review import REASON_LIMIT, given_reason, require_intact
from disclosure.actions.schedules import void
from disclosure.letters import tell_of_release
from disclosure.models import Contribution, Deed, EmergencyRelease, Item, Occasion
from disclosure.permissions import Permission
from disclosure.states import TABLE
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import NotAllowed, Refused
from portal.remembering import remembering
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def publish_in_emergency(item: Item, *, by: User, reason: str, seen: str | None = None) -> Item:
    """Publish the newest version although its chain of review is not complete, for a reason that stays on record.

    It is flagged until `clear` by another person; the officers nearest above are told at once. Raises NotAllowed,
    Refused for what is not proactive, not ready or not intact: an emergency does not make a wrong text right.
    """
    require(by, Permission.EMERGENCY_PUBLISH, on=item)
    item = locked(item)
    version = newest_as_seen(item, seen)
    reason = given_reason(reason, REASON_LIMIT)
    after_number = item.live_number
    before = advance(item, "emergency", TABLE)
    with remembering():
        examine(version, Occasion.PUBLICATION, by=by)
        require_presentable(version)
    void(item, Deed.PUBLISH, by=by)
    go_public([Release(item, version, by, timezone.now(), before)])
    EmergencyRelease.objects.create(
        item=item, version=version, version_hash=version.hash, after_number=after_number, released_by=by, reason=reason
    )
    facts = {"version": version.number, "hash": version.hash, "reason": reason}
    record(Event.ITEM_RELEASED, by=by, agency=item.agency, subject=item, after=facts)
    tell_of_release(item, version, reason=reason, by=by)
    return item


@transaction.atomic
def clear(item: Item, *, by: User, reason: str) -> EmergencyRelease:
    """Say afterwards that the text which was published in an emergency is in order; `reason` is the note of it.

    The oldest release first. By somebody who holds the right of approval, neither released nor wrote it. What is not
    in order is corrected or withdrawn instead. Raises NotAllowed, Refused.
    """
    require(by, Permission.REVIEW_ITEM, on=item)
    item = locked(item)
    release = item.releases.uncleared().select_related("version", "released_by").order_by("pk").first()
    if release is None:
        raise Refused(_("No emergency publication of this item waits to be cleared."))
    if not may_clear(by, release):
        raise NotAllowed(_("You had a hand in this text or its publication; somebody else has to clear it."))
    if release.version.hash != release.version_hash:
        raise Refused(_("This version does not match its own hash; it was changed outside the portal."))
    require_intact(release.version)
    release.note = given_reason(reason, REASON_LIMIT)
    release.cleared_by, release.cleared_at = by, timezone.now()
    release.save(update_fields=["note", "cleared_by", "cleared_at"])
    facts = {"version": release.version.number, "hash": release.version_hash, "note": release.note}
    record(Event.ITEM_RELEASE_CLEARED, by=by, agency=item.agency, subject=item, after=facts)
    return release


def may_clear(user: User, release: EmergencyRelease) -> bool:
    """True if `user` neither released the text nor had a hand in it since the publication before."""
    writers = Contribution.objects.filter(
        version__item=release.item_id,
        version__number__gt=release.after_number,
        version__number__lte=release.version.number,
    )
    return release.released_by_id != user.pk and not writers.filter(person=user).exists()
