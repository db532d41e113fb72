"""The draft under every edit: opened, changed by the action that asked for it, sealed, and shown by its item.

The item is locked by the caller, who has asked for the right and records the event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from disclosure.actions.schedules import void
from disclosure.models import Contribution, Deed, Item, Version, VersionFile
from disclosure.states import TABLE, State
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User


def open_draft(item: Item, version: Version, *, by: User) -> tuple[Version, str]:
    """Lead the item to a draft; return the version to write on and the state before."""
    before = advance(item, "revise", TABLE)
    item.step, item.asked_of = "", None
    void(item, Deed.PUBLISH, by=by)  # what was scheduled is not this text any more
    if before == State.DRAFT:
        return version, before
    files = [(link.file_id, link.position) for link in version.attachments.all()]
    fresh = Version(item=item, number=version.number + 1, body=version.body, author=by, **version.described())
    fresh.hash, fresh.row_set = version.hash, version.row_set
    fresh.save(force_insert=True)
    VersionFile.objects.bulk_create([VersionFile(version=fresh, file_id=f, position=p) for f, p in files])
    return fresh, before


def seal(version: Version, *, by: User) -> None:
    """Save the version with the hash of what it says now, and note who had a hand in it."""
    if version.pk is None:
        version.save(force_insert=True)
    version.hash = version.fingerprint()
    version.save()
    Contribution.objects.get_or_create(version=version, person=by)


def save_shown(item: Item, version: Version) -> None:
    """Save the state; until something has been public, the item shows what its draft says."""
    shown = version.described() if item.live_number == 0 else {}
    for name, value in shown.items():
        setattr(item, name, value)
    item.save(update_fields=["state", "step", "asked_of", "changed_at", *shown])
