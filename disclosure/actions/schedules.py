"""Calling off what was to happen at a moment: a part of every verb that changes what the moment was set for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from disclosure.models import Deed, Item, Schedule
from portal.audit.actions import record
from portal.audit.models import Event

if TYPE_CHECKING:
    from portal.accounts.models import User


def void(item: Item, *deeds: Deed, by: User) -> bool:
    """Call off what is scheduled for a locked item and still to come; True if there was something."""
    rows = list(Schedule.objects.waiting().filter(item=item, deed__in=deeds))
    for row in rows:
        row.voided_at = timezone.now()
        row.save(update_fields=["voided_at"])
        facts = {"deed": row.deed, "at": row.at}
        record(Event.ITEM_UNSCHEDULED, by=by, agency=item.agency, subject=item, before=facts)
    return bool(rows)
