"""What every verb does first: take the row, and make sure that the text is the one the person saw."""

from __future__ import annotations

from django.utils.translation import gettext as _

from disclosure.models import Item, Version
from portal.refusals import Refused


def locked(item: Item) -> Item:
    """The row of `item` as it is now, locked until the transaction ends."""
    return Item.objects.select_for_update(of=("self",)).select_related("agency", "entry").get(pk=item.pk)


def newest_as_seen(item: Item, seen: str | None) -> Version:
    """The newest version of a locked item.

    `seen` is the hash of the text the person had on the screen, None if there was no screen. Raises Refused when
    somebody else has changed the text since: nobody overwrites, approves or publishes what they have not read.
    """
    version = item.newest()
    if seen is not None and seen != version.hash:
        raise Refused(
            _("Somebody else has changed this text in the meantime. Nothing was saved; open it again and compare.")
        )
    return version
