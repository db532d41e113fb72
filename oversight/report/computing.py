"""The cells of a report out of cases and registers, and the cases behind a cell."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from disclosure.models.normative import NormativeDocument
from oversight.models import PowerCase, PowerKind
from oversight.report.scheme import Cells
from oversight.report.units import Reach, reach_of
from portal.agencies.models import Agency
from requests_app.models import DisclosureRequest, DisclosureRequestQuerySet, RemedyKind, RemedyQuerySet
from requests_app.periods import Period
from requests_app.remedy_table import remedies_behind, remedy_table
from requests_app.statistics import rows_of
from requests_app.tables import TOTAL, table3

if TYPE_CHECKING:
    from oversight.models import AnnualReport


class Part(NamedTuple):
    """An agency below, and its report of the year that is settled, if there is one."""

    agency: Agency
    report: AnnualReport | None

    def facts(self) -> dict[str, Any]:
        """As a report keeps it."""
        return {"code": self.agency.code, "name": self.agency.name, "is_there": self.report is not None}


def requests_of(reach: Reach) -> DisclosureRequestQuerySet:
    """The cases of the agencies that a report counts itself."""
    return DisclosureRequest.objects.filter(agency__in=reach.own)


def own_cells(reach: Reach, year: int) -> dict[str, int]:
    """What cases and registers say of the agencies that a report counts itself: tables 3 and 4, and of table 2 the
    normative documents, and the licences, penalties and coercion that are run here. What no register of the portal
    holds is not there.
    """
    period = Period.year(year)
    cells = {f"{row}.{column}": number for (row, column), number in table3(requests_of(reach), period).items()}
    agencies = Agency.objects.filter(pk__in=reach.own)
    for line in remedy_table(agencies, first=period.first, last=period.last):
        results = zip(("upheld", "corrected", "other", "pending", "total"), line.cells, strict=True)
        cells |= {f"T4.{line.kind}.{result}": number for result, number in results}
    return _normative(reach, period) | _powers(reach, period) | cells


def _normative(reach: Reach, period: Period) -> dict[str, int]:
    """What was issued and not ended is in force, also if its first day comes after the year: in force is what was last
    year, and what was issued, less what was ended (`agreement.in_force`).
    """
    documents = NormativeDocument.objects.public().filter(item__agency__in=reach.own)
    eve = period.first - dt.timedelta(days=1)
    issued = documents.issued_by(period.last).exclude(pk__in=documents.issued_by(eve).values("pk"))
    ended = documents.issued_by(period.last).ended(period.last).exclude(pk__in=documents.ended(eve).values("pk"))
    return {
        "T2.normative.issued": issued.count(),
        "T2.normative.ended": ended.count(),
        "T2.normative.in_force": documents.issued_by(period.last)
        .exclude(pk__in=documents.ended(period.last).values("pk"))
        .count(),
    }


_POWER_CELLS = {
    PowerKind.LICENCE: "T2.licences.handled",
    PowerKind.PENALTY: "T2.penalties.handled",
    PowerKind.COERCION: "T2.coercion.handled",
}


def _powers(reach: Reach, period: Period) -> dict[str, int]:
    """Decisions of the year, for each kind of power of which a case was ever run or reported here."""
    day = dt.timedelta(days=1)
    first, end = (timezone.make_aware(dt.datetime.combine(on, dt.time.min)) for on in (period.first, period.last + day))
    rows = PowerCase.objects.filter(agency__in=reach.own, item__kind__in=_POWER_CELLS).order_by()
    decided = Count("pk", filter=Q(decided_at__gte=first, decided_at__lt=end))
    return {
        _POWER_CELLS[PowerKind(kind)]: number
        for kind, number in rows.values_list("item__kind").annotate(decided=decided)
    }


def added(cells: Cells, parts: list[Part]) -> dict[str, int]:
    """`cells` and the frozen cells of every part that is there, added cell by cell."""
    whole: Counter[str] = Counter()
    for some in (cells, *(part.report.document["cells"] for part in parts if part.report is not None)):
        for cell, number in some.items():
            whole[cell] += number
    return dict(whole)


def cases_behind(agency: Agency, year: int, cell: str) -> DisclosureRequestQuerySet:
    """The cases of its own that a cell of table 3 counts. Raises ValueError for a cell that counts no cases."""
    row, point, column = cell.partition(".")
    if not point or row.startswith("T"):
        raise ValueError("This cell counts no requests.")
    cases = rows_of(requests_of(reach_of(agency)), Period.year(year), row)
    return cases if column == TOTAL else cases.filter(category=column)


def proceedings_behind(agency: Agency, year: int, cell: str) -> RemedyQuerySet:
    """The reconsiderations and lawsuits of its own that a cell of table 4 counts. Raises ValueError for other cells."""
    table, _, rest = cell.partition(".")
    kind, _, result = rest.partition(".")
    if table != "T4":
        raise ValueError("This cell counts no reconsiderations or lawsuits.")
    agencies, period = Agency.objects.filter(pk__in=reach_of(agency).own), Period.year(year)
    return remedies_behind(agencies, RemedyKind(kind), result, first=period.first, last=period.last)
