"""The tables of the dashboards as lines of a file: the same cells as on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.agency_table import Row, table
from oversight.figures import FIGURES, RATES, Desk, Figure
from oversight.groups import Group, grouped
from oversight.signals import signal_of
from oversight.trend import trend
from portal.agencies.models import Agency

Lines = list[list[Any]]


def figures_shown(desk: Desk) -> list[Figure]:
    """The figures that the person may know at all."""
    return [figure for figure in FIGURES.values() if figure.key != "complaints-open" or desk.heard]


def agencies(desk: Desk, agency: Agency | None) -> Lines:
    """A line for each agency, and all together."""
    figures = figures_shown(desk)
    rows, whole = table(desk, agency)
    heads = [_("Agency"), _("Signal"), *_labels(figures), _("Last published")]
    lines = [[row.agency.name, str(signal_of(row).label), *_cells(row, figures)] for row in rows]  # type: ignore[union-attr]
    return [[_title(desk, _("Figures per agency"))], heads, *lines, [_("All together"), "", *_cells(whole, figures)]]


def groups(desk: Desk, agency: Agency | None) -> Lines:
    """A line for each agency in its group, with its place, and one for each group."""
    figures = figures_shown(desk)
    heads = [_("Group"), _("Agency"), _("Place in the group"), *_labels(figures), _("Last published")]
    lines: Lines = [[_title(desk, _("Comparison inside groups"))], heads]
    for group in grouped(table(desk)[0]):
        lines += _group_lines(group, figures)
    return lines


def months(desk: Desk, agency: Agency | None) -> Lines:
    """A line for each of 24 months, of all agencies or of one."""
    keys = ["items-published", "requests-received", "requests-answered", "requests-on-time"]
    heads = [_("Month"), *(str(FIGURES[key].label) for key in keys), *(str(rate.label) for rate in RATES)]
    lines = [[one.period.key, *(number for _key, number in one.cells), *one.rates] for one in trend(desk, agency)]
    return [[_title(desk, agency.name if agency else _("Month by month"))], heads, *lines]


TABLES: Mapping[str, Callable[[Desk, Agency | None], Lines]] = {
    "agencies": agencies,
    "groups": groups,
    "months": months,
}


def _group_lines(group: Group, figures: list[Figure]) -> Lines:
    lines = [
        [group.name, member.row.agency.name, member.place, *_cells(member.row, figures)]  # type: ignore[union-attr]
        for member in group.members
    ]
    return [*lines, [group.name, _("All together"), None, *_cells(group.whole, figures)]]


def _labels(figures: list[Figure]) -> list[str]:
    return [*(str(figure.label) for figure in figures), *(str(rate.label) for rate in RATES)]


def _cells(row: Row, figures: list[Figure]) -> list[Any]:
    counts = [row.counts[figure.key] for figure in figures]
    day = f"{timezone.localtime(row.last_published):%Y-%m-%d}" if row.last_published else None
    return [*counts, *(value for _rate, value in row.rates), day]


def _title(desk: Desk, name: str) -> str:
    return f"{name} · {desk.today:%Y-%m-%d}"
