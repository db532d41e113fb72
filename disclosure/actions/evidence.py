"""Which duties a change of what is public leaves open."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone

from catalog.models import CatalogEntry
from catalog.reopening import reopen
from disclosure.models import Item
from portal.agencies.models import Agency


def evidence_gone(agency: Agency, entry: CatalogEntry | None) -> None:
    """Something of `agency` no longer stands for `entry`: its duty is open again, or rests on what is left.

    Called by `withdraw` and `publish` after the item is saved, inside their transactions.
    """
    if entry is None:
        return
    left = Item.objects.filter(agency=agency, entry=entry, live_version__isnull=False)
    newest = left.aggregate(newest=Max("live_version__published_at"))["newest"]
    reopen(agency, entry, evidence_on=timezone.localdate(newest) if newest else None, today=timezone.localdate())
