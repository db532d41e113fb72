"""What the public reads about how agencies answer: only shares and medians over enough cases to say something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.utils import timezone

from oversight.figures import PERIOD, median
from portal.agencies.models import Agency
from requests_app.models import DisclosureRequest

FEWEST = 5  # below that, one case would be readable from the figure


class Performance(NamedTuple):
    """Of `cases` that were answered in the last 365 days or are overdue, `on_time` were answered within their limit;
    `median` is in working days of counted time, over the answered ones.
    """

    agency: Agency
    cases: int
    on_time: int
    median: float | None

    @property
    def share(self) -> int:
        """Percent answered on time, rounded down: 99.6 is not everything."""
        return 100 * self.on_time // self.cases


def performances(government: Agency, *, now: dt.datetime | None = None) -> list[Performance]:
    """Of every public agency of `government` with enough cases, best share first. Three queries."""
    now = now or timezone.now()
    cases: dict[int, list[tuple[bool, int | None]]] = {}
    for agency_id, is_on_time, days in _cases(government, now):
        cases.setdefault(agency_id, []).append((is_on_time, days))
    found = [
        Performance(
            agency,
            len(cases[agency.pk]),
            sum(is_on_time for is_on_time, _days in cases[agency.pk]),
            median([days for _is_on_time, days in cases[agency.pk] if days is not None]),
        )
        for agency in Agency.objects.public().under(government)
        if len(cases.get(agency.pk, [])) >= FEWEST
    ]
    return sorted(found, key=lambda one: (-one.on_time / one.cases, -one.cases))


def _cases(government: Agency, now: dt.datetime) -> Iterator[tuple[int, bool, int | None]]:
    requests = DisclosureRequest.objects.under(government).order_by()
    answered = requests.answered_in(now - PERIOD, now + dt.timedelta(microseconds=1))
    for agency_id, is_on_time, days in answered.values_list("agency_id", "ending__is_on_time", "ending__working_days"):
        yield agency_id, bool(is_on_time), days
    for agency_id in requests.overdue(now).values_list("agency_id", flat=True):
        yield agency_id, False, None
