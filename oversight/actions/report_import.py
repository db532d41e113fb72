"""Taking over annual reports of earlier years: all of a file or nothing, and never over one that is frozen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.models import AnnualReport
from oversight.permissions import Permission
from oversight.report.asked import Finding
from oversight.report.examining import examined
from oversight.report.reading import Read
from oversight.states import REPORT_TABLE, ReportState
from portal.agencies.models import Agency
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User

EARLIEST = 2008


@dataclass
class Taken:
    """A report of the file, what it became, and what does not agree in it."""

    read: Read
    report: AnnualReport | None = None
    findings: list[Finding] = field(default_factory=list)
    is_new: bool = True


@dataclass
class Import:
    """What an import did, or would do. With any fault nothing was written."""

    lines: list[Taken]
    is_dry_run: bool

    @property
    def is_clean(self) -> bool:
        return not any(line.read.faults for line in self.lines)


@transaction.atomic
def import_reports(reads: list[Read], *, by: User, is_dry_run: bool) -> Import:
    """Take over every report of a file that names an agency which `by` checks, with the findings of each.

    A dry run does the same and undoes it. One taken over before is replaced; a report of ours, or a frozen one, is a
    fault of its line. Reports are settled as they are: their faults are reported, not mended.
    """
    agencies = _agencies(by)
    found = Import([Taken(read) for read in reads], is_dry_run)
    for line in found.lines:
        _take(line, agencies, by)
    if found.is_clean:
        for line in found.lines:
            if line.report is not None:
                line.findings = examined(line.report)
    if is_dry_run or not found.is_clean:
        transaction.set_rollback(True)
    return found


def _agencies(by: User) -> dict[str, Agency]:
    """Agencies whose reports `by` checks, by code and name; a name that two of them have is none."""
    own = list(Agency.objects.managed_by(by, Permission.CHECK_REPORT))
    many = Counter(agency.name for agency in own)
    return {a.name: a for a in own if many[a.name] == 1} | {agency.code: agency for agency in own}


def _take(line: Taken, agencies: dict[str, Agency], by: User) -> None:
    read = line.read
    agency = agencies.get(read.agency)
    if agency is None and read.agency:
        read.faults.append(_("“%(agency)s” is no agency whose reports you check.") % {"agency": read.agency[:60]})
    if read.year and not EARLIEST <= read.year < timezone.localdate().year:
        read.faults.append(_("Only reports of earlier years are taken over."))
    if read.faults or agency is None:
        return
    try:
        line.report, line.is_new = _saved(read, agency)
    except Refused as refusal:
        read.faults.append(str(refusal))
        return
    record(
        Event.REPORT_IMPORTED, by=by, agency=agency, subject=line.report,
        after={"year": read.year, "source": line.report.source, "cells": read.cells},
    )  # fmt: skip


def _saved(read: Read, agency: Agency) -> tuple[AnnualReport, bool]:
    facts = {
        "form": read.form, "source": read.source or _("a file"), "computed": read.cells, "said": read.said,
        "computed_at": timezone.now(), **read.texts,
    }  # fmt: skip
    rows = AnnualReport.objects.select_for_update(of=("self",)).select_related("agency")
    report = rows.filter(agency=agency, year=read.year).first()
    if report is None:
        return AnnualReport.objects.create(agency=agency, year=read.year, state=ReportState.IMPORTED, **facts), True
    if report.state != ReportState.IMPORTED:
        raise Refused(_("The portal has its own report of %(year)s already.") % {"year": read.year})
    advance(report, "replace", REPORT_TABLE)
    for name, value in facts.items():
        setattr(report, name, value)
    report.save(update_fields=list(facts))
    return report, False
