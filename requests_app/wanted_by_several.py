"""Several applicants who want the same of one agency: it may publish the information for everybody (article 44)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils import timezone

from portal.search.similar import pieces_of, sameness
from requests_app.models import DisclosureRequest

APPLICANTS = 3  # different ones, that of the case among them
DAYS = 365  # before the day of receipt of the newest
LOOKED_AT = 500  # newest requests of the agency
SHOWN = 10


class WantedBySeveral(NamedTuple):
    """How many applicants asked for the same in a year, and the newest of their requests beside the case."""

    applicants: int
    cases: list[DisclosureRequest]


def wanted_by_several(case: DisclosureRequest) -> WantedBySeveral | None:
    """Who else asked the agency of `case` for the same within a year; None below three applicants. Two queries."""
    pieces = pieces_of(case.subject)
    since = timezone.localdate() - dt.timedelta(days=DAYS)
    others = DisclosureRequest.objects.filter(agency=case.agency_id, received_on__gte=since).exclude(pk=case.pk)
    rows = others.newest_first().values_list("pk", "subject", "identity_number")[:LOOKED_AT]
    same = {pk: number for pk, subject, number in rows if sameness(pieces, subject)}
    applicants = len({case.identity_number, *same.values()})
    if applicants < APPLICANTS:
        return None
    shown = DisclosureRequest.objects.in_bulk(list(same)[:SHOWN])
    return WantedBySeveral(applicants, [shown[pk] for pk in same if pk in shown])
