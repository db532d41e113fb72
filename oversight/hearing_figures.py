"""How complaints of a site are heard, as one figure for all of them: about an agency alone it would tell the agency."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.db.models import Avg, Count, F, Q
from django.utils import timezone

from oversight.models import Complaint
from oversight.states import ComplaintState
from portal.agencies.models import Agency

PERIOD = dt.timedelta(days=365)


class HearingFigures(NamedTuple):
    """Of `cases` that were due in the last 365 days, `answered` were answered or closed, `on_time` of them within their
    limit; `satisfaction` is the mean of `ratings` from 1 to 5, None with too few of them.
    """

    cases: int
    answered: int
    on_time: int
    ratings: int
    satisfaction: float | None

    @property
    def reply_rate(self) -> int:
        """Percent answered, rounded down."""
        return 100 * self.answered // self.cases

    @property
    def on_time_rate(self) -> int:
        """Percent answered within the limit, rounded down."""
        return 100 * self.on_time // self.cases


def hearing_figures(government: Agency, *, now: dt.datetime | None = None) -> HearingFigures | None:
    """Of complaints about `government` and all below; None with too few, of which one would be readable. One query."""
    now = now or timezone.now()
    concluded = Q(concluded_on__gt=timezone.localdate(now - PERIOD))
    late = Q(concluded_on=None, clock__due_at__lt=now)
    rows = Complaint.objects.filed_at(government).filter(concluded | late).order_by()
    found = rows.aggregate(
        cases=Count("pk"),
        answered=Count("pk", filter=concluded),
        on_time=Count("pk", filter=concluded & Q(clock__stopped_at__lte=F("clock__due_at"))),
        ratings=Count("pk", filter=Q(state=ComplaintState.ANSWERED, rating__isnull=False)),
        satisfaction=Avg("rating"),
    )
    if found["cases"] < settings.LEAGUE_MINIMUM:
        return None
    if found["ratings"] < settings.LEAGUE_MINIMUM:
        found["satisfaction"] = None
    return HearingFigures(**found)
