"""The organisation of the work: who has not named, filed, sent, heard, trained or reached what was due.

No statute sets these days: they are the terms of each government (`oversight.models.work_terms`), and a government
that set none is not looked at. What fell due before its terms came into force is not warned of.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oversight.models import EarlyWarning, Milestone, Responsibility
from oversight.models.work_terms import last_day
from oversight.permissions import Permission
from oversight.rules.rule import Finding, Rule, Scale, Sight, about
from oversight.work.standing import Units, coverage, ended_months, filed, heard, missed, named
from portal.agencies.models import Agency

YEARLY = Scale(soon=5, far=20)


class _Owed(NamedTuple):
    """What an agency owes for a year, and whether it is there."""

    agency: Agency
    year: int
    is_there: bool


def _yearly(sight: Sight, name: str, day: str, title: str, owed: Iterator[_Owed], units: Units) -> Iterator[Finding]:
    for agency, year, is_there in owed:
        terms = units.terms_of(agency)
        due_on = terms.day(year, day)
        if not is_there and terms.since <= due_on <= sight.horizon:
            subject = (f"oversight.{name}", f"{agency.pk}-{year}")
            yield Finding(agency, subject, title % {"year": year}, f"{agency.code}/{year}", None, due_on)


def _years(sight: Sight) -> tuple[int, int]:
    """The last year can still be made up; an earlier one is over."""
    return sight.today.year - 1, sight.today.year


def _unnamed(sight: Sight) -> Iterator[Finding]:
    units, all_duties = Units.everywhere(), set(Responsibility.values)
    for year in _years(sight):
        names = named(units.agencies, year)
        owed = (_Owed(agency, year, names.get(agency.pk, set()) >= all_duties) for agency in units.agencies)
        yield from _yearly(
            sight, "responsibleperson", "persons_by", gettext("Responsible persons of %(year)s"), owed, units
        )


def _unfiled(sight: Sight) -> Iterator[Finding]:
    units = Units.everywhere()
    for year in _years(sight):
        plans = filed(units.agencies, year)
        owed = (_Owed(agency, year, agency.pk in plans) for agency in units.agencies)
        yield from _yearly(sight, "workplan", "plan_by", gettext("Plan of the year %(year)s"), owed, units)


def _unheard(sight: Sight) -> Iterator[Finding]:
    units = Units.everywhere()
    for year in _years(sight):
        reports = heard(units.agencies, year)
        owed = (_Owed(agency, year, agency.pk in reports) for agency in units.agencies)
        yield from _yearly(
            sight, "reportheard", "heard_by", gettext("Report on the work heard in %(year)s"), owed, units
        )


def _behind(sight: Sight) -> Iterator[Finding]:
    """Months that were missed since the last one that was kept: later diligence lets an old month rest."""
    units = Units.everywhere()
    late = {year: missed(units, year, sight.today) for year in _years(sight)}
    for agency in units.agencies:
        terms = units.terms_of(agency)
        for year in reversed(_years(sight)):
            gone = set(late[year].get(agency.pk, []))
            months = ended_months(terms, year, sight.today) if terms.quota_of(agency) else []
            behind = _since_the_last_kept(months, gone)
            yield from (_month(agency, month) for month in behind)
            if len(behind) < len(months):
                break


def _since_the_last_kept(months: list[dt.date], gone: set[dt.date]) -> list[dt.date]:
    kept = [place for place, month in enumerate(months) if month not in gone]
    return months[kept[-1] + 1 :] if kept else months


def _month(agency: Agency, month: dt.date) -> Finding:
    subject = ("oversight.submission", f"{agency.pk}-{month:%Y-%m}")
    title = gettext("Information for %(month)s") % {"month": f"{month:%Y-%m}"}
    return Finding(agency, subject, title, f"{agency.code}/{month.year}", month, last_day(month.year, month.month))


def _untrained(sight: Sight) -> Iterator[Finding]:
    units = Units.everywhere()
    shares = coverage(units, sight.today)
    for agency in units.agencies:
        terms, share = units.terms_of(agency), shares.get(agency.pk)
        if share is not None and share.part * 100 < terms.training_target * share.whole:
            facts = {"months": terms.training_months, "target": terms.training_target}
            title = gettext("Trained within %(months)s months: less than %(target)s per cent") % facts
            subject = ("oversight.staffmember", str(agency.pk))
            yield Finding(agency, subject, title, f"{agency.code}/{sight.today.year}")


def _not_reached(sight: Sight) -> Iterator[Finding]:
    for row in Milestone.objects.due_by(sight.horizon).select_related("agency").defer("agency__functions"):
        yield Finding(row.agency, about(row), row.title, f"{row.agency.code}/{row.year}", None, row.due_on)


def _page(warning: EarlyWarning) -> str:
    code, _slash, year = warning.subject_number.partition("/")
    return f"{reverse('oversight:organisation_agency', args=[code])}?year={year}"


TERMS = _("Local plans of work; the day or number is a setting of the government")
RULES = (
    Rule(
        "persons-unnamed",
        _("Responsible person missing"),
        _("Each agency names its first accountable person, the leader in charge and a liaison every year."),
        TERMS,
        YEARLY,
        Permission.FILE_WORK,
        _unnamed,
        _page,
        _page,
    ),
    Rule(
        "plan-unfiled",
        _("Plan of the year not filed"),
        _("Each agency files its plan of the year with the office of the government above."),
        TERMS,
        YEARLY,
        Permission.FILE_WORK,
        _unfiled,
        _page,
        _page,
    ),
    Rule(
        "quota-missed",
        _("Too little information sent in"),
        _("Agencies send in as much a month as their kind owes. A later month that is kept lets an earlier one rest."),
        TERMS,
        Scale(soon=None, far=5),
        Permission.FILE_WORK,
        _behind,
        _page,
        _page,
    ),
    Rule(
        "training-behind",
        _("Training below the target"),
        _("Everybody on the roster is trained once within the months that the government set."),
        TERMS,
        Scale(soon=None, far=None),
        Permission.FILE_WORK,
        _untrained,
        _page,
        _page,
    ),
    Rule(
        "report-unheard",
        _("No report on the work heard"),
        _("The chief person of each agency hears a report on the work at least once a year."),
        TERMS,
        YEARLY,
        Permission.FILE_WORK,
        _unheard,
        _page,
        _page,
    ),
    Rule(
        "milestone-late",
        _("Milestone not reached"),
        _("The lead agency reaches each step of the plan of work by its day, and says what proves it."),
        TERMS,
        Scale(soon=5, far=10),
        Permission.FILE_WORK,
        _not_reached,
        _page,
        _page,
    ),
)
