"""Errors that readers reported on pages, and that nobody takes up or answers in time."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.models import EarlyWarning, PageReport
from oversight.permissions import Permission
from oversight.rules.rule import Finding, Rule, Scale, Sight, about


def _late(sight: Sight) -> Iterator[Finding]:
    for report in PageReport.objects.overdue(sight.now).for_lists().order_by("pk"):
        since, due_on = timezone.localdate(report.received_at), report.due_clock.due_on
        title = f"{report.number} · {report.get_kind_display()}"
        yield Finding(report.agency, about(report), title, report.number, since, due_on)


def _nowhere(warning: EarlyWarning) -> str:
    """Reports are read by those who put them right alone; they have the workbench."""
    return ""


def _report(warning: EarlyWarning) -> str:
    return reverse("oversight:page_report_detail", args=[warning.subject_number])


RULES = (
    Rule(
        "page-report-late",
        _("Error on a page not dealt with in time"),
        _("A report of an error on a page is accepted within 1 working day and answered within 3."),
        _("Site inspection rules (国办秘函〔2019〕19号), “I find errors for the government site”"),
        Scale(soon=None, far=5),
        Permission.ANSWER_PAGE_REPORT,
        _late,
        _nowhere,
        _report,
    ),
)
