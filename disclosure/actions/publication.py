"""Publication and withdrawal: what citizens read, find and download."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog.actions import fulfil
from disclosure.actions.evidence import evidence_gone
from disclosure.actions.gate import examine
from disclosure.actions.locking import locked, newest_as_seen
from disclosure.actions.publishable import require_publishable
from disclosure.actions.replacing import require_replacement
from disclosure.actions.review import approve, given_reason
from disclosure.actions.schedules import void
from disclosure.body import plain
from disclosure.letters import tell_author
from disclosure.models import Audience, Deed, Item, Occasion, Version, WithdrawalGround
from disclosure.parts import as_lines
from disclosure.permissions import Permission
from disclosure.states import TABLE
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.models import Kind as NoticeKind
from portal.refusals import Refused
from portal.search import actions as search
from portal.transitions import advance
from portal.uploads.models import TextState

if TYPE_CHECKING:
    from portal.accounts.models import User

SEARCH_KIND = "item"
REASON_LIMIT = 300


@transaction.atomic
def approve_and_publish(item: Item, *, by: User, seen: str | None = None) -> Item:
    """`approve` and `publish` as one decision of a person who holds both rights: both or neither happens."""
    return publish(approve(item, by=by, seen=seen), by=by, seen=seen)


@transaction.atomic
def publish(item: Item, *, by: User, at: dt.datetime | None = None, seen: str | None = None) -> Item:
    """Make the approved version the one that citizens read; the version before is replaced in the same moment.

    In order: duty of the catalog entry fulfilled, search row written, audit, author told. `at` (default: now) may lie
    in the past for documents taken over from elsewhere, never in the future. Raises NotAllowed, and Refused unless
    every step of the chain was signed for exactly this hash by people who did not contribute to it, and its attribute
    is proactive.
    """
    require(by, Permission.PUBLISH_ITEM, on=item)
    item = locked(item)
    version = newest_as_seen(item, seen)
    at = _not_in_the_future(at)
    before = advance(item, "publish", TABLE)
    examine(version, Occasion.PUBLICATION, by=by)
    require_publishable(item, version)
    void(item, Deed.PUBLISH, by=by)
    go_public(item, version, by=by, at=at, before=before)
    return item


def go_public(item: Item, version: Version, *, by: User, at: dt.datetime, before: str) -> None:
    """Make `version` of a locked item what citizens read: everything that publication brings about.

    The caller has asked for the right, advanced the state (from `before`), required what has to be signed, and called
    off what was scheduled.
    """
    version.published_at = at
    version.save(update_fields=["published_at"])
    earlier = item.entry if item.is_live else None
    _go_live(item, version, at)
    if earlier != item.entry:
        evidence_gone(item.agency, earlier)
    if item.entry is not None:
        fulfil(item.agency, item.entry, on=timezone.localdate(at))
    facts = {"state": item.state} | version.traced()
    record(Event.ITEM_PUBLISHED, by=by, agency=item.agency, subject=item, before={"state": before}, after=facts)
    tell_author(NoticeKind.ITEM_PUBLISHED, item, version, title=_("Published: %(title)s"), body=version.title, by=by)


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
    search.remove(kind=SEARCH_KIND, key=str(item.pk))


@transaction.atomic
def index_again(item: Item) -> Item:
    """Write the search row anew, with the text of attachments that has been read by now. Not public: nothing."""
    item = locked(item)
    if item.live_version is not None:
        _index(item, item.live_version)
        item.save(update_fields=["awaits_text"])
    return item


def _not_in_the_future(at: dt.datetime | None) -> dt.datetime:
    now = timezone.now()
    if at is not None and at > now:
        raise Refused(_("The time of publication lies in the future."), field="at")
    return at or now


def _go_live(item: Item, version: Version, at: dt.datetime) -> None:
    """Point the item at the version and let it show what the version says.

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
    _index(item, version)
    item.save()


def _index(item: Item, version: Version) -> None:
    """Write the search row; the caller saves whether the text of an attachment is still to come."""
    if version.audience != Audience.EVERYONE:
        search.remove(kind=SEARCH_KIND, key=str(item.pk))
        return
    files = [link.file for link in version.attachments.select_related("file")]
    parts = [plain(version.body), version.doc_number, version.source_name, *(file.name for file in files)]
    entry = version.entry
    search.index(
        kind=SEARCH_KIND,
        key=str(item.pk),
        agency=item.agency,
        date=timezone.localdate(item.published_at),
        title=version.title,
        text="\n\n".join([*parts, *as_lines(version.kind, version.parts), *(file.text for file in files)]),
        url=_address(item),
        area=str(entry.area.number) if entry else "",
        entry=entry.code if entry else "",
    )
    item.awaits_text = any(file.text_state == TextState.WAITING for file in files)


def _address(item: Item) -> str:
    with translation.override(settings.LANGUAGE_CODE):  # not the /en/ address because an editor worked in English
        return item.get_absolute_url()
