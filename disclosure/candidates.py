"""What could be printed in the next issue of a gazette."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, When

from disclosure.models import GazetteEntry, GazetteIssue, Item, ItemQuerySet, Kind
from portal.agencies.models import Agency


def candidates(issue: GazetteIssue, since: dt.date | None, until: dt.date | None) -> ItemQuerySet:
    """Public items of the government and its departments whose public text stands in none of its issues.

    Normative documents first, then by day. Governments below with a site of their own have a gazette of their own.
    """
    printed = GazetteEntry.objects.filter(issue__agency=issue.agency)
    rows = Item.objects.public().under(issue.agency).published_between(since, until)
    rows = rows.exclude(live_version__in=printed.values("version")).exclude(pk__in=issue.entries.values("item"))
    below = Agency.objects.governments().under(issue.agency).exclude(pk=issue.agency_id)
    for path in below.values_list("path", flat=True):
        rows = rows.exclude(agency__path__startswith=path)
    first = Case(When(kind=Kind.NORMATIVE, then=0), default=1)
    return rows.order_by(first, "published_at", "pk").for_lists()
