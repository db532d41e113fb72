"""While somebody writes: keep what is typed, and tell who else is at it. No version, no hash and no audit event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.models import Autosave, Editing, Item
from disclosure.models.editing import KEPT_FOR
from disclosure.permissions import Permission
from portal.agencies.permissions import can_anywhere, require
from portal.refusals import NotAllowed, Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_CHARACTERS = 2_000_000


@transaction.atomic
def keep(content: Mapping[str, Any], *, by: User, item: Item | None = None, key: UUID | None = None) -> Autosave:
    """Keep what `by` has typed in the form of `item`, or in the form of a new one that has `key`.

    One row per person and form, overwritten each time; nobody else ever reads it. Raises NotAllowed, Refused.
    """
    _require_writer(item, by)
    if sum(len(str(value)) for value in content.values()) > MOST_CHARACTERS:
        raise Refused(_("This text is too long to be kept on the way. Save it as a draft."))
    Autosave.objects.filter(person=by, saved_at__lt=timezone.now() - KEPT_FOR).delete()
    place = {"item": item} if item is not None else {"key": key}
    kept, _new = Autosave.objects.update_or_create(
        person=by, **place, defaults={"content": dict(content), "saved_at": timezone.now()}
    )
    return kept


@transaction.atomic
def forget(*, by: User, item: Item | None = None, key: UUID | None = None) -> None:
    """Drop what was kept on the way: it has been saved, or `by` has thrown it away."""
    if item is not None:
        Autosave.objects.filter(person=by, item=item).delete()
        Editing.objects.filter(person=by, item=item).delete()
    if key is not None:
        Autosave.objects.filter(person=by, key=key).delete()


@transaction.atomic
def sign_of_life(item: Item, *, by: User, is_dirty: bool) -> list[Editing]:
    """Note that `by` has the form of `item` open; return who else has, the latest first. It never locks."""
    require(by, Permission.EDIT_ITEM, on=item)
    now = {"seen_at": timezone.now(), "is_dirty": is_dirty}
    Editing.objects.update_or_create(item=item, person=by, defaults=now)
    return list(Editing.objects.others(item, by))


def _require_writer(item: Item | None, by: User) -> None:
    if item is not None:
        require(by, Permission.EDIT_ITEM, on=item)
    elif not can_anywhere(by, Permission.EDIT_ITEM):
        raise NotAllowed(_("You may not write items."))
