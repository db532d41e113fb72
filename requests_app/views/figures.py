"""Figures of requests for staff: a table of agencies, the statutory tables, and the cases behind every number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.agencies.models import Agency
from portal.agencies.redirects import current
from portal.listing import paginate
from requests_app import figure_files, tables
from requests_app.forms.period import period_of
from requests_app.models import RemedyResult
from requests_app.periods import Period
from requests_app.reach import COLUMNS, Reach
from requests_app.remedy_table import RemedyLine, remedy_table
from requests_app.statistics import rows_of

SHOWN = 50


def reach_of(request: HttpRequest) -> Reach:
    """What the person signed in may count here. Raises Http404 for whoever reads no requests on this site."""
    reach = Reach(request.user, request.government)
    if not reach.agencies:
        raise Http404
    return reach


def agency_of(reach: Reach, code: str) -> Agency:
    """The agency within reach with this code. Raises Http404."""
    found = next((agency for agency in reach.agencies if agency.code == code), None)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Every agency within reach and all together, in a period."""
    reach = reach_of(request)
    period, form = period_of(request.GET)
    is_below = request.GET.get("below") == "on"
    lines, whole = reach.lines(period, with_below=is_below)
    context = {
        "period": period,
        "form": form,
        "lines": lines,
        "whole": whole,
        "columns": COLUMNS,
        "is_below": is_below,
        "query": query_of(period, is_own=not is_below),
    }
    return render(request, "requests_app/figures.html", context)


@login_required
@require_safe
def figures_file(request: HttpRequest, form: str) -> HttpResponse:
    """The table of agencies as CSV or XLSX."""
    reach = reach_of(request)
    period, _form = period_of(request.GET)
    lines, whole = reach.lines(period, with_below=request.GET.get("below") == "on")
    rows: list[list[Any]] = [[f"{_('Figures of disclosure requests')} {period}"]]
    rows.append([_("Agency"), *(str(column.label) for column in COLUMNS)])
    for line in [*lines, whole]:
        name = line.agency.name if line.agency else _("All together")
        rows.append([name, *(value for _column, value in line.cells)])
    return figure_files.answer(rows, form=form, name=f"requests-{period.key}")


@login_required
@require_safe
def figures_table(request: HttpRequest, code: str) -> HttpResponse:
    """Tables 3 and 4 of an agency, with those below it unless `?own=1`, and whether their sums come out."""
    reach = reach_of(request)
    if current(code, request.government) != code:
        return redirect("requests_app:figures_table", current(code, request.government), permanent=True)
    agency = agency_of(reach, code)
    period, form = period_of(request.GET)
    is_own = request.GET.get("own") == "1"
    cells = tables.table3(reach.requests(agency, is_own=is_own), period)
    before = tables.carried(reach.requests(agency, is_own=is_own), period.before())
    context = {
        "agency": agency,
        "period": period,
        "form": form,
        "is_own": is_own,
        "has_below": any(one.path.startswith(agency.path) for one in reach.agencies if one != agency),
        "columns": tables.COLUMNS,
        "rows": [(row, row.name_in(period), _cells(row, cells)) for row in tables.ROWS],
        "checks": [*tables.checks3(cells), tables.check_of_carrying(cells, before)],
        "remedies": _remedies(reach, agency, period, is_own=is_own),
        "results": [*RemedyResult.labels, _("Total")],
        "query": query_of(period, is_own=is_own),
    }
    return render(request, "requests_app/figures_table.html", context)


@login_required
@require_safe
def figures_table_file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Tables 3 and 4 as CSV or XLSX."""
    reach = reach_of(request)
    agency = agency_of(reach, code)
    period, _form = period_of(request.GET)
    is_own = request.GET.get("own") == "1"
    cells = tables.table3(reach.requests(agency, is_own=is_own), period)
    lines: list[list[Any]] = [[f"{agency.name} {period}"], ["", *(str(label) for label in tables.COLUMNS.values())]]
    lines += [[str(row.name_in(period)), *(number for _column, number in _cells(row, cells))] for row in tables.ROWS]
    lines += _remedy_lines(_remedies(reach, agency, period, is_own=is_own))
    return figure_files.answer(lines, form=form, name=f"{agency.code}-{period.key}")


def _cells(row: tables.Row, cells: tables.Cells) -> list[tuple[str, int | None]]:
    return [(column, cells.get((row.code, column))) for column in tables.COLUMNS]


def _remedy_lines(remedies: list[RemedyLine]) -> Iterator[list[Any]]:
    yield []
    yield [_("Reconsiderations and lawsuits"), *(str(label) for label in RemedyResult.labels), _("Total")]
    for line in remedies:
        yield [str(line.kind.label), *line.cells]


def _remedies(reach: Reach, agency: Agency, period: Period, *, is_own: bool) -> list[RemedyLine]:
    return remedy_table(reach.counted(agency, is_own=is_own), first=period.first, last=period.last)


@login_required
@require_safe
def figures_cases(request: HttpRequest, code: str, row: str) -> HttpResponse:
    """The cases behind a number: of a line, of a column of applicants with `?column=`."""
    reach = reach_of(request)
    agency = agency_of(reach, code)
    period, _form = period_of(request.GET)
    is_own, column = request.GET.get("own") == "1", request.GET.get("column", tables.TOTAL)
    if column not in tables.COLUMNS:
        raise Http404
    try:
        cases = rows_of(reach.requests(agency, is_own=is_own), period, row, now=reach.now)
    except ValueError as unknown:
        raise Http404 from unknown
    if column != tables.TOTAL:
        cases = cases.filter(category=column)
    context = {
        "agency": agency,
        "period": period,
        "label": _label(row, period),
        "column": tables.COLUMNS[column] if column != tables.TOTAL else "",
        "page": paginate(request, cases.with_ending().newest_first(), per_page=SHOWN),
        "query": query_of(period, is_own=is_own),
    }
    return render(request, "requests_app/figures_cases.html", context)


def _label(row: str, period: Period) -> Any:
    own = {column.row: column.label for column in COLUMNS if column.row}
    if row in own:
        return own[row]
    return next(one.name_in(period) for one in tables.ROWS if one.code == row)


def query_of(period: Period, *, is_own: bool) -> str:
    """What leads from a number to its cases: the period, and whether those below are left out."""
    return f"?period={period.key}" + ("&own=1" if is_own else "")
