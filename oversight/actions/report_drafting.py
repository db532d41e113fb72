"""Drafting the annual report: computed from cases and registers, written, corrected in the open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.models import AnnualReport, Correction
from oversight.permissions import Permission
from oversight.report.computing import Part, added, own_cells
from oversight.report.drafting import drafted
from oversight.report.scheme import name_of, names, sums
from oversight.report.units import Reach, is_reporting, reach_of
from oversight.states import REPORT_TABLE
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def open_report(agency: Agency, *, year: int, by: User) -> AnnualReport:
    """Begin the report of `agency` for a year that has begun, computed and with the sentences that figures allow.

    Raises Refused (field "agency" or "year") for an agency that does not report, a coming year, or a second report.
    """
    require(by, Permission.DRAFT_REPORT, on=agency)
    if not is_reporting(agency):
        raise Refused(_("This agency publishes no annual report of its own."), field="agency")
    if year > timezone.localdate().year:
        raise Refused(_("This year has not begun."), field="year")
    Agency.objects.select_for_update().get(pk=agency.pk)
    if AnnualReport.objects.filter(agency=agency, year=year).exists():
        raise Refused(_("This agency has a report for that year already."), field="year")
    report = AnnualReport(agency=agency, year=year)
    reach = _compute(report)
    _fill(report, drafted(report, reach, report.computed))
    report.save()
    record(Event.REPORT_OPENED, by=by, agency=agency, subject=report, after={"year": year})
    return report


def _compute(report: AnnualReport) -> Reach:
    """Put into `report` what cases, registers and the reports below say now; the caller saves."""
    reach = reach_of(report.agency)
    final = AnnualReport.objects.final().of_year(report.year).filter(agency__in=reach.below)
    reports = {one.agency_id: one for one in final}
    parts = [Part(agency, reports.get(agency.pk)) for agency in reach.below]
    report.computed = added(own_cells(reach, report.year), parts)
    report.parts = [part.facts() for part in parts]
    report.computed_at = timezone.now()
    return reach


def _fill(report: AnnualReport, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        setattr(report, name, text.strip())


def taken_up(report: AnnualReport, verb: str, permission: Permission, *, by: User) -> AnnualReport:
    """The first two beats of every verb: the right, the lock and the transition."""
    rows = AnnualReport.objects.select_for_update(of=("self",)).select_related("agency")
    locked = rows.get(pk=report.pk)
    require(by, permission, on=locked)
    advance(locked, verb, REPORT_TABLE)
    return locked


@transaction.atomic
def recompute_report(report: AnnualReport, *, by: User, with_texts: bool = False) -> AnnualReport:
    """Compute every cell anew; corrections stay and show what was computed. `with_texts` also drafts the texts anew,
    over what was written.
    """
    case = taken_up(report, "write", Permission.DRAFT_REPORT, by=by)
    before = dict(case.computed)
    reach = _compute(case)
    if with_texts:
        _fill(case, drafted(case, reach, case.cells()))
    case.save(update_fields=["computed", "computed_at", "parts", "overview", "problems", "other"])
    moved = {cell: number for cell, number in case.computed.items() if before.get(cell, 0) != number}
    record(
        Event.REPORT_COMPUTED, by=by, agency=case.agency, subject=case,
        before={cell: before.get(cell, 0) for cell in moved}, after=moved,
    )  # fmt: skip
    return case


@transaction.atomic
def write_report(report: AnnualReport, *, by: User, overview: str, problems: str, other: str) -> AnnualReport:
    """Write the texts of parts one, five and six."""
    case = taken_up(report, "write", Permission.DRAFT_REPORT, by=by)
    before = case.texts
    _fill(case, {"overview": overview, "problems": problems, "other": other})
    case.save(update_fields=["overview", "problems", "other"])
    changed = [name for name, text in case.texts.items() if text != before[name]]
    record(Event.REPORT_WRITTEN, by=by, agency=case.agency, subject=case, after={"texts": changed})
    return case


@transaction.atomic
def correct_cell(report: AnnualReport, *, by: User, cell: str, value: int | None, reason: str) -> Correction:
    """Set a cell by hand, or enter one that no register computes; None goes back to what is computed.

    Totals follow their parts. Raises Refused for a total, for no cell, for a negative number, and without a reason.
    """
    case = taken_up(report, "write", Permission.DRAFT_REPORT, by=by)
    if cell not in names(case.form):
        raise Refused(_("The report has no such cell."), field="cell")
    if cell in sums(case.form):
        raise Refused(_("A total follows its parts; correct those."), field="cell")
    if value is not None and value < 0:
        raise Refused(_("A cell of the report is never negative."), field="value")
    if not reason.strip():
        raise Refused(_("Give the reason, or the source of the figure."), field="reason")
    before = Correction.objects.in_force(case).get(cell, case.computed.get(cell))
    correction = Correction.objects.create(
        report=case, cell=cell, computed=case.computed.get(cell), value=value, reason=reason.strip(), by=by,
        at=timezone.now(),
    )  # fmt: skip
    record(
        Event.REPORT_CORRECTED, by=by, agency=case.agency, subject=case,
        before={cell: before}, after={cell: value, "reason": correction.reason, "name": name_of(cell, case.form)},
    )  # fmt: skip
    return correction
