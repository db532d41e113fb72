"""Publication and withdrawal: what citizens read, find and download."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.actions import fulfil
from catalog.models import CatalogEntry
from disclosure.actions.correcting import note_correction
from disclosure.actions.evidence import evidence_gone
from disclosure.actions.gate import examine
from disclosure.actions.indexing import awaits_text, forget, index_live
from disclosure.actions.locking import locked, newest_as_seen
from disclosure.actions.publishable import require_publishable
from disclosure.actions.replacing import require_replacement
from disclosure.actions.review import approve, given_reason
from disclosure.actions.schedules import void
from disclosure.letters import tell_author, tell_authors
from disclosure.models import Deed, Item, Occasion, Version, Weight, WithdrawalGround
from disclosure.permissions import Permission
from disclosure.states import TABLE
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import Fact, record, record_all
from portal.audit.models import Event
from portal.notices.models import Kind as NoticeKind
from portal.refusals import Refused
from portal.remembering import remembering
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User

REASON_LIMIT = 300


@transaction.atomic
def approve_and_publish(
    item: Item, *, by: User, seen: str | None = None, note: str = "", weight: str = Weight.MINOR
) -> Item:
    """`approve` and `publish` as one decision of a person who holds both rights: both or neither happens."""
    return publish(approve(item, by=by, seen=seen), by=by, seen=seen, note=note, weight=weight)


@transaction.atomic
def publish(
    item: Item,
    *,
    by: User,
    at: dt.datetime | None = None,
    seen: str | None = None,
    note: str = "",
    weight: str = Weight.MINOR,
) -> Item:
    """Make the approved version the one that citizens read; the version before is replaced in the same moment.

    In order: duty of the catalog entry fulfilled, search row written, audit, author told. `at` (default: now) may lie
    in the past for documents taken over from elsewhere, never in the future. `note` tells readers what the text
    changes in the public one that it replaces (`weight`: how much). Raises NotAllowed, and Refused unless
    every step of the chain was signed for exactly this hash by people who did not contribute to it, and its attribute
    is proactive.
    """
    require(by, Permission.PUBLISH_ITEM, on=item)
    item = locked(item)
    version = newest_as_seen(item, seen)
    at = _not_in_the_future(at)
    before = advance(item, "publish", TABLE)
    with remembering():
        examine(version, Occasion.PUBLICATION, by=by)
        require_publishable(version)
    void(item, Deed.PUBLISH, by=by)
    go_public([Release(item, version, by, at, before)])
    if note:
        note_correction(item, by=by, reason=note, weight=weight)
    return item


class Release(NamedTuple):
    """A version of a locked item on its way out.

    The right was asked for, the state advanced (from `before`), what has to be signed was required, and what was
    scheduled called off.
    """

    item: Item
    version: Version
    by: User
    at: dt.datetime
    before: str


def go_public(releases: Sequence[Release]) -> None:
    """Make each version what citizens read, of different items: everything that publication brings about."""
    answered: dict[tuple[Agency, CatalogEntry], dt.date] = {}
    for release in releases:
        item, version = release.item, release.version
        version.published_at = release.at
        version.save(update_fields=["published_at"])
        earlier = item.entry if item.is_live else None
        _show(item, version, release.at)
        item.save()
        if earlier != item.entry:
            evidence_gone(item.agency, earlier)
        if item.entry is not None:
            answered[item.agency, item.entry] = timezone.localdate(release.at)
    index_live([(release.item, release.version) for release in releases])
    for (agency, entry), day in answered.items():
        fulfil(agency, entry, on=day)
    record_all([_fact(release) for release in releases])
    tell_authors(
        NoticeKind.ITEM_PUBLISHED,
        [(one.item, one.version, one.version.title, one.by) for one in releases],
        title=_("Published: %(title)s"),
    )


def _fact(release: Release) -> Fact:
    item, after = release.item, {"state": release.item.state} | release.version.traced()
    return Fact(Event.ITEM_PUBLISHED, release.by, item.agency, item, {"state": release.before}, after)


@transaction.atomic
def withdraw(
    item: Item,
    *,
    by: User,
    reason: str,
    ground: str = WithdrawalGround.OTHER,
    replacement: Item | None = None,
) -> Item:
    """Take what is public off the site. Its address keeps answering with a tombstone: ground, `reason`, replacement.

    Text, earlier texts and files are private again at once and for good, search no longer finds them. Raises
    NotAllowed, Refused, also for a replacement that is not public or leads back to the item.
    """
    require(by, Permission.WITHDRAW_ITEM, on=item)
    item = locked(item)
    reason = given_reason(reason, REASON_LIMIT)
    version = item.live_version
    if version is None:
        raise Refused(_("Only what is public can be withdrawn."))
    require_replacement(item, replacement)
    before = advance(item, "withdraw", TABLE)
    item.step, item.asked_of = "", None
    void(item, Deed.PUBLISH, Deed.EXPIRE, by=by)
    item.withdrawal_ground, item.replaced_by = WithdrawalGround(ground), replacement
    take_off(item, by=by, at=timezone.now(), reason=reason)
    facts = {"state": item.state, "version": version.number, "reason": reason, "ground": item.withdrawal_ground}
    facts |= {"replacement": replacement.index_no} if replacement else {}
    record(Event.ITEM_WITHDRAWN, by=by, agency=item.agency, subject=item, before={"state": before}, after=facts)
    tell_author(NoticeKind.ITEM_WITHDRAWN, item, version, title=_("Withdrawn: %(title)s"), body=reason, by=by)
    return item


def take_off(item: Item, *, by: User, at: dt.datetime, reason: str) -> None:
    """Take what is public of a locked item off the site and out of the search."""
    item.live_version, item.sealed_number = None, item.live_number
    item.withdrawn_at, item.withdrawn_by, item.withdrawal_reason = at, by, reason
    item.awaits_text = False
    item.save(
        update_fields=[
            "state", "step", "asked_of", "live_version", "withdrawn_at", "withdrawn_by", "withdrawal_reason",
            "withdrawal_ground", "replaced_by", "sealed_number", "has_expired", "awaits_text", "changed_at",
        ]
    )  # fmt: skip
    evidence_gone(item.agency, item.entry)
    forget(item)


def _not_in_the_future(at: dt.datetime | None) -> dt.datetime:
    now = timezone.now()
    if at is not None and at > now:
        raise Refused(_("The time of publication lies in the future."), field="at")
    return at or now


def _show(item: Item, version: Version, at: dt.datetime) -> None:
    """Point the item at the version and let it show what the version says; the caller saves it.

    A corrected text keeps the day of the first publication; after a withdrawal it is published anew.
    """
    item.published_at = item.published_at if item.is_live else at
    item.live_version, item.live_number = version, version.number
    item.published_as = ""
    item.withdrawn_at = item.withdrawn_by = None
    item.withdrawal_reason = item.withdrawal_ground = ""
    item.replaced_by = None
    item.has_expired = False
    item.step, item.asked_of = "", None
    for name, value in version.described().items():
        setattr(item, name, value)
    item.awaits_text = awaits_text(version)
