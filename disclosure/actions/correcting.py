"""Telling readers what was changed in a public text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.actions.locking import locked
from disclosure.actions.review import given_reason
from disclosure.models import CorrectionNote, Item, Kind, Weight
from disclosure.permissions import Permission
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

NOTE_LIMIT = 500
NOTED = {Kind.NORMATIVE, Kind.NOTICE}


def needs_note(item: Item) -> bool:
    """True if the newest version, once published, replaces a public document or notice: its readers are told why."""
    return item.is_live and item.newest().kind in NOTED


@transaction.atomic
def note_correction(
    item: Item, *, by: User, reason: str, weight: str = Weight.MINOR, seals: bool = False
) -> CorrectionNote:
    """Say in public what the live version changed (`reason`), and how much.

    A second note on the same version puts the first one right: the first stays readable as corrected. `seals`: the
    earlier texts hold what must not be read any more and are not shown from now on. Raises NotAllowed, and Refused
    unless a corrected version is public.
    """
    require(by, Permission.PUBLISH_ITEM, on=item)
    item = locked(item)
    version = item.live_version
    if version is None or not item.was_corrected:
        raise Refused(_("Only a published text that replaced an earlier one has a correction note."))
    text = given_reason(reason, NOTE_LIMIT)
    former = CorrectionNote.objects.filter(version=version, corrected_by__isnull=True).first()
    note = CorrectionNote.objects.create(
        version=version, weight=Weight(weight), text=text, written_by=by, corrects=former
    )
    if seals:
        item.sealed_number = version.number - 1
        item.save(update_fields=["sealed_number", "changed_at"])
    facts = note.traced() | {"sealed": item.sealed_number}
    before = {"note": former.text} if former else None
    record(Event.CORRECTION_NOTED, by=by, agency=item.agency, subject=item, before=before, after=facts)
    return note
