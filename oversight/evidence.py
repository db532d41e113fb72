"""What measured indicators are measured from: for an agency and a year, how many cases count, out of how many."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils import timezone

from catalog.models import Duty
from oversight.models import Evidence
from portal.agencies.models import Agency
from requests_app.models import DisclosureRequest
from requests_app.periods import Period

Measure = Callable[[Agency, int], tuple[int, int]]


def duties_on_time(agency: Agency, year: int) -> tuple[int, int]:
    """Duties of the agency that are not overdue today, out of all that have a date or were met.

    A duty stores its present standing only; `year` says nothing here, and whoever measures does so at its end.
    """
    today = timezone.localdate()
    duties = Duty.objects.active().filter(agency=agency)
    kept = duties.met(today).count() + duties.due(today).count()
    return kept, kept + duties.overdue(today).count()


def requests_on_time(agency: Agency, year: int) -> tuple[int, int]:
    """Requests answered in `year` within their time limit, out of those answered in it and those that ran out of time
    in it and are still not answered (条例 art. 33).
    """
    period = Period.year(year)
    requests = DisclosureRequest.objects.filter(agency=agency)
    answered = requests.answered_in(period.begin, period.end)
    unanswered = requests.overdue().filter(clock__due_at__gte=period.begin, clock__due_at__lt=period.end)
    return answered.filter(ending__is_on_time=True).count(), answered.count() + unanswered.count()


MEASURES: Mapping[Evidence, Measure] = {
    Evidence.DUTIES_ON_TIME: duties_on_time,
    Evidence.REQUESTS_ON_TIME: requests_on_time,
}
