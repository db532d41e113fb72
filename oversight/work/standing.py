"""Which agency lacks what in a year: persons, plan, report heard, submissions, training. Set queries only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Self

from django.db.models.functions import Left, Length

from oversight.models import PlanKind, ReportHeard, ResponsiblePerson, StaffMember, Submission, WorkPlan, WorkTerms
from oversight.models.leading import Responsibility
from oversight.models.work_terms import last_day, months_before
from portal.agencies.models import Agency, Kind

Month = dt.date
"""The first day of a month."""


class Share(NamedTuple):
    """`part` out of `whole`."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Rounded down; None of nothing."""
        return self.part * 100 // self.whole if self.whole else None


class Units:
    """Governments with their terms, and the agencies directly below each that owe something."""

    def __init__(self, terms: Iterable[WorkTerms], agencies: Iterable[Agency]) -> None:
        self._terms = {row.agency.path: row for row in terms}
        self.agencies = [agency for agency in agencies if owes(agency) and parent_path(agency) in self._terms]

    @classmethod
    def everywhere(cls) -> Self:
        """Of every government that set terms. Two queries."""
        terms = list(WorkTerms.objects.select_related("agency").defer("agency__functions"))
        above = Agency.objects.public().annotate(above=Left("path", Length("path") - Agency.steplen))
        return cls(terms, above.filter(above__in=[row.agency.path for row in terms]).defer("functions"))

    def terms_of(self, agency: Agency) -> WorkTerms:
        return self._terms[parent_path(agency)]


def parent_path(agency: Agency) -> str:
    """Path of the agency directly above; empty at the root."""
    return agency.path[: -Agency.steplen]


def owes(agency: Agency) -> bool:
    """The office itself organises the work and owes nothing; a dissolved agency owes no more."""
    return agency.is_active and agency.kind != Kind.OFFICE


def named(agencies: Sequence[Agency], year: int) -> dict[int, set[str]]:
    """Which responsibilities of each agency have a name. One query."""
    found: dict[int, set[str]] = {}
    for agency, duty in ResponsiblePerson.objects.filter(agency__in=agencies, year=year).values_list("agency", "duty"):
        found.setdefault(agency, set()).add(duty)
    return found


def filed(agencies: Sequence[Agency], year: int) -> dict[int, WorkPlan]:
    """The standing plan of the year of each agency. One query."""
    rows = WorkPlan.objects.standing().filter(agency__in=agencies, year=year, kind=PlanKind.PLAN)
    return {row.agency_id: row for row in rows}


def heard(agencies: Sequence[Agency], year: int) -> set[int]:
    """Agencies whose chief person heard a report in the year. One query."""
    rows = ReportHeard.objects.filter(agency__in=agencies).of_year(year).order_by()
    return set(rows.values_list("agency", flat=True))


def coverage(units: Units, day: dt.date) -> dict[int, Share]:
    """Of each agency with a roster: who attended a course in the months before `day`, out of all who serve that day.

    Who left counts no more, neither way. One query for every length of time that some government set.
    """
    months: dict[int, list[Agency]] = {}
    for agency in units.agencies:
        months.setdefault(units.terms_of(agency).training_months, []).append(agency)
    found: dict[int, Share] = {}
    for number, agencies in months.items():
        roster = StaffMember.objects.serving_on(day).filter(agency__in=agencies).order_by()
        counted = roster.count_trained(months_before(day, number), day)
        found |= {agency: Share(part, whole) for agency, part, whole in counted}
    return found


def ended_months(terms: WorkTerms, year: int, today: dt.date) -> list[Month]:
    """The months of `year` that have ended, from the one in which the terms came into force."""
    firsts = [dt.date(year, month, 1) for month in range(1, 13)]
    return [first for first in firsts if terms.since <= last_day(year, first.month) < today]


def missed(
    units: Units, year: int, today: dt.date, sent: Mapping[tuple[int, Month], int] | None = None
) -> dict[int, list[Month]]:
    """The ended months of `year` for which each agency sent less than its quota. One query, none if `sent` is known."""
    if sent is None:
        sent = Submission.objects.by_month(units.agencies, dt.date(year, 1, 1), dt.date(year, 12, 1))
    found = {}
    for agency in units.agencies:
        terms = units.terms_of(agency)
        if quota := terms.quota_of(agency):
            months = ended_months(terms, year, today)
            found[agency.pk] = [month for month in months if sent.get((agency.pk, month), 0) < quota]
    return found


class Line(NamedTuple):
    """One agency of the matrix: what it lacks in the year. `months` is None where no submissions are owed."""

    agency: Agency
    persons: list[str]
    plan: WorkPlan | None
    is_heard: bool
    training: Share | None
    is_trained: bool
    months: list[Month] | None
    this_month: int
    quota: int

    @property
    def lacks(self) -> int:
        """How many of the five columns are not in order."""
        return sum((bool(self.persons), self.plan is None, not self.is_heard, not self.is_trained, bool(self.months)))


def matrix(government: Agency, agencies: Iterable[Agency], year: int, today: dt.date) -> list[Line]:
    """A line for each of `agencies` directly below `government`. Six queries, however many they are."""
    units = Units([WorkTerms.of(government)], agencies)
    below = units.agencies
    names, plans, reports = named(below, year), filed(below, year), heard(below, year)
    shares = coverage(units, min(today, dt.date(year, 12, 31)))
    sent = Submission.objects.by_month(below, dt.date(year, 1, 1), dt.date(year, 12, 1))
    late, this = missed(units, year, today, sent), today.replace(day=1)
    lines = []
    for agency in below:
        terms, share = units.terms_of(agency), shares.get(agency.pk)
        duties = [duty for duty in Responsibility if duty.value not in names.get(agency.pk, set())]
        is_reached = share is not None and share.part * 100 >= terms.training_target * share.whole
        lines.append(
            Line(
                agency, [str(duty.label) for duty in duties], plans.get(agency.pk), agency.pk in reports, share,
                is_reached, late.get(agency.pk), sent.get((agency.pk, this), 0), terms.quota_of(agency),
            )
        )  # fmt: skip
    return lines
