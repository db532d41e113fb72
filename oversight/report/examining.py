"""A report with what the rules need beside it: the years before and after, the figures of its text."""

from __future__ import annotations

from oversight.models import AnnualReport
from oversight.report.asked import Figures, Finding
from oversight.report.claims import claims_in, claims_of
from oversight.report.rules import findings
from oversight.report.scheme import Cells


def figures_of(report: AnnualReport, *, cells: Cells | None = None) -> Figures:
    """What the rules are asked of `report`. Three queries, until it is frozen four; `cells` saves the fourth."""
    near = AnnualReport.objects.settled().filter(agency=report.agency, year__in=(report.year - 1, report.year + 1))
    others = {one.year: one.cells() for one in near}
    texts = report.texts
    return Figures(
        year=report.year,
        kind=report.agency.kind,
        tier=report.agency.tier,
        form=report.form,
        cells=report.cells() if cells is None else cells,
        before=others.get(report.year - 1),
        after=others.get(report.year + 1),
        claims=[*claims_in("\n".join(texts.values())), *claims_of(report.said)],
        said=report.said,
        texts=texts,
        missing=[part["name"] for part in report.parts if not part["is_there"]],
    )


def examined(report: AnnualReport, *, cells: Cells | None = None) -> list[Finding]:
    """What does not agree in `report`, errors first."""
    return findings(figures_of(report, cells=cells))
