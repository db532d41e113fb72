"""The figures of agencies as a table: a row for each, what is computed from it, and all together."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import CharField, Count, F, Max, Value

from disclosure.models import Item
from oversight.figures import FIGURES, RATES, Desk, Rate
from portal.agencies.models import Agency
from requests_app.statistics import Figures


class Row(NamedTuple):
    """The figures of one agency, or of several together. A count is None where the person may not know it."""

    agency: Agency | None
    counts: Mapping[str, int | None]
    answers: Figures
    last_published: dt.datetime | None

    @property
    def cases(self) -> int:
        """What the share on time is a share of."""
        return self.answers.answered + self.answers.overdue

    @property
    def share(self) -> int | None:
        """Percent on time, rounded down."""
        return 100 * self.answers.on_time // self.cases if self.cases else None

    @property
    def median(self) -> float | None:
        return self.answers.median_days

    @property
    def p90(self) -> int | None:
        return self.answers.p90_days

    @property
    def rates(self) -> list[tuple[Rate, float | None]]:
        return [(rate, getattr(self, rate.key)) for rate in RATES]


def counted(desk: Desk, agency: Agency | None = None) -> dict[str, dict[int, int]]:
    """For every figure, how many rows each agency has, or only one of them. One query."""
    parts = [
        (figure.rows(desk) if agency is None else figure.rows(desk).filter(**{figure.agency_field: agency}))
        .order_by()
        .values(whose=F(f"{figure.agency_field}_id"))
        .annotate(figure=Value(figure.key, output_field=CharField()), number=Count("pk"))
        .values_list("figure", "whose", "number")
        for figure in FIGURES.values()
    ]
    numbers: dict[str, dict[int, int]] = {key: {} for key in FIGURES}
    for key, agency_id, number in parts[0].union(*parts[1:], all=True):
        numbers[key][agency_id] = number
    return numbers


def table(desk: Desk, agency: Agency | None = None) -> tuple[list[Row], Row]:
    """One row per agency overseen, in tree order, or only that of `agency`, and the totals. Five queries at most,
    however many agencies.
    """
    numbers, days = counted(desk, agency), days_taken(desk, agency)
    published = last_published(agency or desk.government)
    rows = [
        Row(
            one,
            {key: _count(desk, key, of_figure, one) for key, of_figure in numbers.items()},
            Figures(
                overdue=numbers["requests-overdue"].get(one.pk, 0),
                on_time=numbers["requests-on-time"].get(one.pk, 0),
                days=days.get(one.pk, Counter()),
            ),
            published.get(one.pk),
        )
        for one in ([agency] if agency else desk.agencies)
    ]
    return rows, together(rows)


def together(rows: Iterable[Row]) -> Row:
    """Several rows as one; what may not be known of an agency is not in the sum."""
    kept = list(rows)
    sums = {key: sum(row.counts[key] or 0 for row in kept) for key in FIGURES}
    latest = max((row.last_published for row in kept if row.last_published), default=None)
    return Row(None, sums, sum((row.answers for row in kept), Figures()), latest)


def days_taken(desk: Desk, agency: Agency | None = None) -> dict[int, Counter[int]]:
    """For each agency, how many answers took how many working days. One query."""
    answered = desk.answered() if agency is None else desk.answered().filter(agency=agency)
    found: dict[int, Counter[int]] = {}
    for whose, taken, number in (
        answered.order_by().values_list("agency_id", "ending__working_days").annotate(Count("pk"))
    ):
        found.setdefault(whose, Counter())[taken] = number
    return found


def _count(desk: Desk, key: str, numbers: Mapping[int, int], agency: Agency) -> int | None:
    if key == "complaints-open" and agency.pk not in desk.heard:
        return None
    return numbers.get(agency.pk, 0)


def last_published(government: Agency) -> dict[int, dt.datetime]:
    """When each agency below `government` last published something that is public now. One query."""
    items = Item.objects.public().under(government).order_by()
    return dict(items.values_list("agency").annotate(Max("published_at")))


def ordered(rows: list[Row], sort: str) -> list[Row]:
    """By the column that `sort` names, with "-" the largest first; rows without a value come last."""
    column = sort.removeprefix("-")
    reverse = sort.startswith("-")
    if column in FIGURES:
        value: Callable[[Row], Any] = lambda row: row.counts[column]  # noqa: E731
    elif column in {*(rate.key for rate in RATES), "last_published"}:
        value = attrgetter(column)
    else:
        return rows
    known = [row for row in rows if value(row) is not None]
    return sorted(known, key=value, reverse=reverse) + [row for row in rows if value(row) is None]
