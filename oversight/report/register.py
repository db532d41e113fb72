"""Who has reported: every agency that publishes a report of its own, and where its report of a year stands."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils import timezone

from oversight.models import AnnualReport, Deadlines
from oversight.permissions import Permission
from oversight.report.units import reporting
from oversight.states import ReportState
from portal.agencies.models import Agency
from portal.agencies.permissions import can
from portal.listing import paginate

if TYPE_CHECKING:
    from portal.accounts.models import User

SHOWN = 100
DONE = frozenset({ReportState.PUBLISHED, ReportState.IMPORTED})


class Line(NamedTuple):
    """An agency and its report of the year, if it has been begun. `may_open`: the reader may begin it."""

    agency: Agency
    report: AnnualReport | None
    due_on: dt.date
    is_late: bool
    may_open: bool


def lines_of(request: HttpRequest, year: int, *, by: User, government: Agency) -> Page | None:
    """The agencies that `by` reads reports of, in tree order; None where there are none."""
    agencies = reporting().managed_by(by, Permission.VIEW_REPORT).under(government)
    page = paginate(request, agencies, per_page=SHOWN)
    if not page.object_list:
        return None
    listed = list(page.object_list)
    rows = AnnualReport.objects.of_year(year).filter(agency__in=listed).defer("document", "computed", "overview")
    reports = {report.agency_id: report for report in rows}
    deadlines = Deadlines(listed)
    page.object_list = [
        _line(by, deadlines.due_on(agency, year), agency, reports.get(agency.pk), year) for agency in listed
    ]
    return page


def _line(by: User, due_on: dt.date, agency: Agency, report: AnnualReport | None, year: int) -> Line:
    today = timezone.localdate()
    is_late = today > due_on and (report is None or report.state not in DONE)
    may_open = report is None and year <= today.year and can(by, Permission.DRAFT_REPORT, on=agency)
    return Line(agency, report, due_on, is_late, may_open)
