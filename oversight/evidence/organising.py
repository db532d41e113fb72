"""Evidence from the organisation of the work: submissions against the quota, people trained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.utils import timezone

from oversight.evidence.row import Row
from oversight.models import Attendance, StaffMember, Submission, WorkTerms
from oversight.models.work_terms import last_day, months_before
from oversight.work.standing import ended_months, owes, parent_path
from portal.agencies.models import Agency


def submissions(agency: Agency, year: int) -> Iterator[Row]:
    """As many cases for each ended month of `year` as the quota asks for: a submission counts, a gap does not.

    More than the quota of one month helps no other month. Where the government above set no terms, nothing is owed.
    """
    terms = _terms(agency)
    quota = terms.quota_of(agency) if terms else 0
    if terms is None or not quota:
        return
    sent = list(Submission.objects.filter(agency=agency, month__year=year).order_by("month", "at", "pk"))
    for month in ended_months(terms, year, timezone.localdate()):
        due_on, name = last_day(month.year, month.month), f"{month:%Y-%m}"
        kept = [row for row in sent if row.month == month][:quota]
        for row in kept:
            yield Row("submission", row.pk, name, row.title, counts=True, day=due_on)
        for _missed in range(quota - len(kept)):
            yield Row("submission", 0, name, name, counts=False, day=due_on)


def training(agency: Agency, year: int) -> Iterator[Row]:
    """Everybody on the roster at the end of `year`, or today while it lasts; who attended a course in time counts."""
    terms = _terms(agency)
    if terms is None:
        return
    day = min(dt.date(year, 12, 31), timezone.localdate())
    after = months_before(day, terms.training_months)
    held = Attendance.objects.filter(person=OuterRef("pk"), course__held_on__gt=after, course__held_on__lte=day)
    roster = StaffMember.objects.serving_on(day).filter(agency=agency).annotate(is_trained=Exists(held))
    for person in roster.order_by("name", "pk"):
        yield Row("staff", person.pk, person.post, person.name, person.is_trained)  # type: ignore[attr-defined]


def _terms(agency: Agency) -> WorkTerms | None:
    """Those of the government directly above; None where it set none, or the agency owes nothing."""
    return WorkTerms.objects.filter(agency__path=parent_path(agency)).first() if owes(agency) else None
