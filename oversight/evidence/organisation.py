"""Evidence from the organisation of the work: months in which enough was sent in, people who were trained.

A government that set no terms owes no months and has no period of training: nothing is measured there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.evidence.row import Row
from oversight.models import StaffMember, Submission, WorkTerms
from oversight.models.work_terms import last_day, months_before, superior_of
from oversight.work.standing import ended_months
from portal.agencies.models import Agency


def _terms(agency: Agency) -> WorkTerms | None:
    above = superior_of(agency)
    return WorkTerms.objects.filter(agency=above).first() if above else None


def months_kept(agency: Agency, year: int) -> Iterator[Row]:
    """Months of `year` that have ended; one counts when the agency sent in its quota, late submissions among them."""
    terms = _terms(agency)
    quota = terms.quota_of(agency) if terms else 0
    if terms is None or not quota:
        return
    sent = Submission.objects.by_month([agency], dt.date(year, 1, 1), dt.date(year, 12, 1))
    for month in ended_months(terms, year, timezone.localdate()):
        number = sent.get((agency.pk, month), 0)
        title = _("%(number)s of %(quota)s sent in") % {"number": number, "quota": quota}
        day = last_day(month.year, month.month)
        yield Row("month", month.year * 100 + month.month, f"{month:%Y-%m}", title, number >= quota, day)


def staff_trained(agency: Agency, year: int) -> Iterator[Row]:
    """People on the roster at the end of `year`, or today; one counts who attended a course in the months before.

    Their posts are named, not they themselves: results are public.
    """
    terms = _terms(agency)
    if terms is None:
        return
    day = min(timezone.localdate(), dt.date(year, 12, 31))
    after = months_before(day, terms.training_months)
    roster = StaffMember.objects.serving_on(day).of_agency(agency).trained_since(after, day).order_by("pk")
    for place, person in enumerate(roster, start=1):
        is_trained = person.is_trained  # type: ignore[attr-defined]
        yield Row("staff", person.pk, str(place), person.post or _("person on the roster"), is_trained)
