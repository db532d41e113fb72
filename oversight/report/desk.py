"""A report as those see it who prepare it: every cell with the way to its cases, and what is to be known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from oversight.models import AnnualReport, Correction
from oversight.permissions import Permission
from oversight.report.asked import Finding
from oversight.report.document import Cell, Tables, tables_of
from oversight.report.examining import examined
from oversight.report.rules import RULES, Rule
from oversight.report.scheme import shown
from oversight.report.units import reach_of
from oversight.states import REPORT_TABLE
from portal.agencies.permissions import can
from requests_app.models import DisclosureRequest
from requests_app.periods import Period

if TYPE_CHECKING:
    from portal.accounts.models import User

STEPS = {
    "submit": Permission.DRAFT_REPORT,
    "check": Permission.CHECK_REPORT,
    "return": Permission.CHECK_REPORT,
    "freeze": Permission.FREEZE_REPORT,
    "publish": Permission.FREEZE_REPORT,
}


class Sheet(NamedTuple):
    """The tables of a report, what does not agree in them, and the rules that nothing was found by."""

    tables: Tables
    findings: list[Finding]
    kept: list[Rule]


def sheet_of(report: AnnualReport) -> Sheet:
    """Everything about the figures of `report`."""
    cells = report.cells()
    found = examined(report, cells=cells)
    wrong = {cell for finding in found for cell in finding.cells}
    corrections = {} if report.is_frozen else Correction.objects.standing(report)

    def dress(cell: Cell) -> Cell:
        remarks = []
        if cell.code in corrections:
            computed = shown(cell.code, report.computed.get(cell.code)) or _("nothing")
            remarks.append(_("Set by hand; computed: %(number)s") % {"number": computed})
            if report.computed.get(cell.code) != corrections[cell.code].computed:
                remarks.append(_("computed otherwise since"))
        if cell.code in wrong:
            remarks.append(_("does not agree"))
        address = reverse("oversight:report_cell", args=[report.year, report.agency.code, cell.code])
        return cell._replace(address=address, remarks=tuple(remarks))

    broken = {finding.rule for finding in found}
    return Sheet(tables_of(cells, report.form, dress=dress), found, [rule for rule in RULES if rule.key not in broken])


def steps_for(report: AnnualReport, user: User) -> list[str]:
    """The verbs that `user` may take with `report` as it stands."""
    return [
        verb for verb, permission in STEPS.items()
        if report.state in REPORT_TABLE[verb].sources and can(user, permission, on=report)
    ]  # fmt: skip


def may_write(report: AnnualReport, user: User) -> bool:
    return report.is_editable and can(user, Permission.DRAFT_REPORT, on=report)


def left_out(report: AnnualReport) -> int:
    """Requests of the year received by those below that no report counts: utilities, schools, villages, courts."""
    if report.is_imported or report.is_frozen:
        return 0
    left = DisclosureRequest.objects.filter(agency__in=reach_of(report.agency).left_out)
    return left.received_in(Period.year(report.year)).count()


class Contribution(NamedTuple):
    """What one report below gives to a cell."""

    name: str
    text: str
    address: str


def contributions(report: AnnualReport, cell: str, user: User) -> list[Contribution]:
    """What the reports below give to a cell, those that give nothing left out. One query, for a report that adds up."""
    codes = [part["code"] for part in report.parts if part["is_there"]]
    if not codes:
        return []
    below = AnnualReport.objects.managed_by(user).final().of_year(report.year).under(report.agency)
    found = below.filter(agency__code__in=codes).select_related("agency").order_by("agency__path")
    return [
        Contribution(
            one.agency.name, shown(cell, one.document["cells"][cell]),
            reverse("oversight:report_cell", args=[one.year, one.agency.code, cell]),
        )
        for one in found if one.document["cells"].get(cell)
    ]  # fmt: skip
