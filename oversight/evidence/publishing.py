"""Evidence from what is published: interpretations, outcomes of consultations, the annual report."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from disclosure.models import Audience, Consultation
from disclosure.models.interpretation import WORKING_DAYS, InterpretationPlan, Pairing
from oversight.evidence.row import Row, in_time
from oversight.models import AnnualReport, Deadlines
from oversight.report.units import is_reporting
from oversight.rules.publishing import OUTCOME_DAYS
from oversight.states import ReportState
from portal.agencies.models import Agency
from portal.workdays.calendar import Calendar
from requests_app.periods import Period


def interpretations(agency: Agency, year: int) -> Iterator[Row]:
    """Policies published in `year` that need an interpretation: it counts within 3 working days (matrix row 112)."""
    period, calendar = Period.year(year), Calendar.for_scope(agency.path)
    rows = InterpretationPlan.objects.filter(
        not_needed_because="", item__agency=agency, item__live_version__isnull=False,
        item__audience=Audience.EVERYONE, item__published_at__gte=period.begin, item__published_at__lt=period.end,
    ).select_related("item").order_by("pk")  # fmt: skip
    plans = list(rows)
    pairs = Pairing.objects.filter(
        policy__in=[plan.item_id for plan in plans], interpretation__live_version__isnull=False
    ).order_by("-interpretation__published_at")
    # the earliest comes last and stays
    explained = dict(pairs.values_list("policy", "interpretation__published_at"))
    found = (
        (
            plan.item, plan.item.index_no, plan.item.title,
            calendar.add_workdays(timezone.localdate(plan.item.published_at), WORKING_DAYS),
            timezone.localdate(explained[plan.item_id]) if plan.item_id in explained else None,
        )
        for plan in plans
    )  # fmt: skip
    return in_time(found, "item", period.last)


def consultations(agency: Agency, year: int) -> Iterator[Row]:
    """Consultations that closed in `year`; it counts when the outcome was published in time.

    No statute counts the days: 20 working days, as the rule that warns of it.
    """
    period, calendar = Period.year(year), Calendar.for_scope(agency.path)
    rows = Consultation.objects.public().filter(
        item__agency=agency, closes_at__gte=period.begin, closes_at__lt=min(period.end, timezone.now())
    )
    found = (
        (
            row, row.item.index_no, row.item.title,
            calendar.add_workdays(timezone.localdate(row.closes_at), OUTCOME_DAYS),
            row.outcome_at and timezone.localdate(row.outcome_at),
        )
        for row in rows.with_item().order_by("pk")
    )  # fmt: skip
    return in_time(found, "consultation", period.last)


def annual_report(agency: Agency, year: int) -> Iterator[Row]:
    """The report on the year before, which is published in `year` (条例 arts. 49, 50); one taken over is left out.

    Agencies that publish no report of their own owe none.
    """
    if not is_reporting(agency):
        return
    due_on = Deadlines([agency]).due_on(agency, year - 1)
    report = AnnualReport.objects.filter(agency=agency, year=year - 1).first()
    if report is not None and report.state == ReportState.IMPORTED:
        return
    published = report and report.published_at and timezone.localdate(report.published_at)
    if published or due_on < timezone.localdate():
        number = str(year - 1)
        yield Row("report", report.pk if report else 0, number, number, bool(published and published <= due_on), due_on)
