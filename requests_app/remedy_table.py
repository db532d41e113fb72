"""Table 4 of the statutory report: reconsiderations and lawsuits of a period (国办公开办函〔2021〕30号)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import NamedTuple

from django.db.models import QuerySet

from portal.agencies.models import Agency
from requests_app.models import Remedy, RemedyKind, RemedyQuerySet, RemedyResult

TOTAL = "total"


class RemedyLine(NamedTuple):
    """Five cells of one group of columns; `total` is the sum of the four others."""

    kind: RemedyKind
    upheld: int
    corrected: int
    other: int
    pending: int

    @property
    def total(self) -> int:
        return self.upheld + self.corrected + self.other + self.pending

    @property
    def cells(self) -> list[int]:
        """In the order of the table: 结果维持, 结果纠正, 其他结果, 尚未审结, 总计."""
        return [self.upheld, self.corrected, self.other, self.pending, self.total]

    @property
    def by_result(self) -> list[tuple[str, int]]:
        """The same, each with the name of its result: what leads to the cases behind it."""
        return list(zip([*RemedyResult.values, TOTAL], self.cells, strict=True))


def remedy_table(agencies: QuerySet[Agency], *, first: dt.date, last: dt.date) -> list[RemedyLine]:
    """The 15 cells of `agencies` from `first` to `last`, both counted: one line for each kind. Two queries.

    Concluded in the period counts under its result, filed by its end and not concluded then as pending, whatever came
    of it later. A reconsideration body that is sued along does not count the lawsuit (国办公开办函〔2016〕201号).
    """
    remedies = _counted(agencies).order_by()
    concluded = remedies.concluded_between(first, last).values_list("kind", "result")
    pending = remedies.pending_on(last).values_list("kind", flat=True)
    counted = Counter(concluded)
    counted.update((kind, RemedyResult.PENDING.value) for kind in pending)
    return [RemedyLine(kind, *(counted[kind, result] for result in RemedyResult)) for kind in RemedyKind]


def remedies_behind(
    agencies: QuerySet[Agency], kind: RemedyKind, result: str, *, first: dt.date, last: dt.date
) -> RemedyQuerySet:
    """What one cell of `remedy_table` counts, the latest first; `result` is a `RemedyResult` or `TOTAL`."""
    remedies = _counted(agencies).filter(kind=kind)
    if result == TOTAL:
        return remedies.counting_in(first, last)
    if result == RemedyResult.PENDING:
        return remedies.pending_on(last)
    return remedies.concluded_between(first, last).filter(result=result)


def _counted(agencies: QuerySet[Agency]) -> RemedyQuerySet:
    return Remedy.objects.filter(agency__in=agencies.order_by()).counted()
