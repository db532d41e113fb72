"""The annual report on its way to the portal: the clerk submits, the office checks, the head freezes and publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oversight.actions.report_drafting import taken_up
from oversight.actions.report_reminding import tell_whose_step_it_is
from oversight.models import AnnualReport
from oversight.permissions import Permission
from oversight.report.asked import Finding, Level
from oversight.report.document import document_of, hash_of
from oversight.report.examining import examined
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def submit_report(report: AnnualReport, *, by: User) -> AnnualReport:
    """Hand the draft to the office; errors may be left, the office sees them too."""
    case = taken_up(report, "submit", Permission.DRAFT_REPORT, by=by)
    case.submitted_by = by
    case.save(update_fields=["state", "submitted_by"])
    record(Event.REPORT_SUBMITTED, by=by, agency=case.agency, subject=case, after={"state": case.state})
    tell_whose_step_it_is(case, right=Permission.CHECK_REPORT, words=gettext_lazy("%(report)s waits to be checked."))
    return case


@transaction.atomic
def check_report(report: AnnualReport, *, by: User) -> AnnualReport:
    """The office finds nothing wrong. Raises Refused while an error is left, and for who submitted it."""
    case = taken_up(report, "check", Permission.CHECK_REPORT, by=by)
    if case.submitted_by_id == by.pk:
        raise Refused(_("Nobody checks what they submitted themselves."))
    _require_agreement(examined(case), confirms=True)
    case.save(update_fields=["state"])
    record(Event.REPORT_CHECKED, by=by, agency=case.agency, subject=case, after={"state": case.state})
    tell_whose_step_it_is(case, right=Permission.FREEZE_REPORT, words=gettext_lazy("%(report)s waits to be frozen."))
    return case


@transaction.atomic
def return_report(report: AnnualReport, *, by: User, reason: str) -> AnnualReport:
    """Send it back to be mended, with the reason that the clerk reads."""
    case = taken_up(report, "return", Permission.CHECK_REPORT, by=by)
    if not reason.strip():
        raise Refused(_("Write what is to be mended."), field="reason")
    case.save(update_fields=["state"])
    record(Event.REPORT_RETURNED, by=by, agency=case.agency, subject=case, after={"reason": reason.strip()})
    words = gettext_lazy("%(report)s was sent back: %(reason)s")
    tell_whose_step_it_is(case, right=Permission.DRAFT_REPORT, words=words, reason=reason.strip())
    return case


@transaction.atomic
def freeze_report(report: AnnualReport, *, by: User, confirms: bool = False) -> AnnualReport:
    """Freeze every cell and text for good; the hash of the whole goes into the audit trail.

    Raises Refused while an error is left, and for warnings unless `confirms`.
    """
    case = taken_up(report, "freeze", Permission.FREEZE_REPORT, by=by)
    cells = case.cells()
    found = examined(case, cells=cells)
    _require_agreement(found, confirms=confirms)
    case.document = document_of(case, cells)
    case.sha256, case.frozen_at = hash_of(case.document), timezone.now()
    case.save(update_fields=["state", "document", "sha256", "frozen_at"])
    record(
        Event.REPORT_FROZEN, by=by, agency=case.agency, subject=case,
        after={"sha256": case.sha256, "confirmed": [finding.sentence for finding in found]},
    )  # fmt: skip
    return case


@transaction.atomic
def publish_report(report: AnnualReport, *, by: User, confirms: bool = False) -> AnnualReport:
    """Put the frozen report on the portal. Raises Refused as freezing does: the years beside it may have moved."""
    case = taken_up(report, "publish", Permission.FREEZE_REPORT, by=by)
    _require_agreement(examined(case), confirms=confirms)
    case.published_at = timezone.now()
    case.save(update_fields=["state", "published_at"])
    record(Event.REPORT_PUBLISHED, by=by, agency=case.agency, subject=case, after={"sha256": case.sha256})
    return case


def _require_agreement(found: list[Finding], *, confirms: bool) -> None:
    errors = [finding.sentence for finding in found if finding.level == Level.ERROR]
    if errors:
        raise Refused(_("This does not agree yet: %(sentences)s") % {"sentences": " ".join(errors)})
    if found and not confirms:
        raise Refused(_("There are warnings: look at them and confirm that the figures are right."), field="confirms")
