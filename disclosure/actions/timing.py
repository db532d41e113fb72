"""Setting the moment: when an approved version is to be published, and when what is public is to end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions.locking import locked, newest_as_seen
from disclosure.actions.publishable import require_publishable
from disclosure.actions.schedules import void
from disclosure.models import Deed, Item, Schedule, Version
from disclosure.permissions import Permission
from disclosure.states import TABLE
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def schedule(item: Item, *, by: User, at: dt.datetime, seen: str | None = None) -> Item:
    """Let the approved version be published at the second `at`, in place of any moment set before.

    Everything that publishing will ask is asked now, while somebody sits at the desk. Any edit calls it off; what is
    public stays until then as it is. Raises NotAllowed, Refused.
    """
    require(by, Permission.PUBLISH_ITEM, on=item)
    item = locked(item)
    version = newest_as_seen(item, seen)
    advance(item, "schedule", TABLE)
    require_publishable(version)
    return _set(item, version, Deed.PUBLISH, at=at, by=by)


@transaction.atomic
def unschedule(item: Item, *, by: User) -> Item:
    """Call off the publication that is scheduled; the version stays approved. Raises NotAllowed, Refused."""
    require(by, Permission.PUBLISH_ITEM, on=item)
    return _call_off(locked(item), Deed.PUBLISH, by=by)


@transaction.atomic
def set_expiry(item: Item, *, by: User, at: dt.datetime) -> Item:
    """Let what is public leave the site at the second `at`: the text stays on record, the address says that it ended.

    To end a publication is to withdraw it, and takes the same right. It holds for the item: a correction that is
    published meanwhile ends at the same moment. Raises NotAllowed, Refused.
    """
    require(by, Permission.WITHDRAW_ITEM, on=item)
    item = locked(item)
    if item.live_version is None:
        raise Refused(_("Only what is public can end."))
    return _set(item, item.live_version, Deed.EXPIRE, at=at, by=by)


@transaction.atomic
def drop_expiry(item: Item, *, by: User) -> Item:
    """Let what is public stay after all. Raises NotAllowed, Refused."""
    require(by, Permission.WITHDRAW_ITEM, on=item)
    return _call_off(locked(item), Deed.EXPIRE, by=by)


def _set(item: Item, version: Version, deed: Deed, *, at: dt.datetime, by: User) -> Item:
    at = at.replace(microsecond=0)
    if at <= timezone.now():
        raise Refused(_("The moment must lie in the future."), field="at")
    void(item, deed, by=by)
    Schedule.objects.create(item=item, deed=deed, version=version, version_hash=version.hash, at=at, by=by)
    item.save(update_fields=["changed_at"])
    facts = {"deed": deed, "at": at, "version": version.number, "hash": version.hash}
    record(Event.ITEM_SCHEDULED, by=by, agency=item.agency, subject=item, after=facts)
    return item


def _call_off(item: Item, deed: Deed, *, by: User) -> Item:
    if not void(item, deed, by=by):
        raise Refused(_("Nothing is scheduled."))
    return item
