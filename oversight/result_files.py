"""The assessment of a scheme as a file: XLSX with a sheet for each group and one of the evidence, or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from disclosure.row_export import guarded
from oversight.evidence.doors import addresses
from oversight.models import Assessment, AssessmentScheme, EvidenceRow
from oversight.models.assessments import AssessmentQuerySet
from oversight.report.sheet import XLSX
from oversight.standing import Standings

if TYPE_CHECKING:
    from portal.accounts.models import User

Cell = str | int | float | None
Lines = list[list[Cell]]
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def result_file(
    scheme: AssessmentScheme, readable: AssessmentQuerySet, *, form: str, reader: User | None
) -> HttpResponse:
    """`readable` assessments of `scheme` as `form` (xlsx, csv). Raises Http404 for another form.

    What is not final stands as it is today. `reader` None is everybody: evidence is named only where it is public.
    """
    cases = list(readable.filter(scheme=scheme).select_related("agency").by_rank())
    for case in cases:
        case.scheme = scheme
    if form == "csv":
        answer = HttpResponse(_csv(_table(scheme, cases)), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        answer = HttpResponse(_xlsx(scheme, cases, reader), content_type=XLSX)
    else:
        raise Http404
    name = f"assessment-{scheme.agency.code}-{scheme.year}-{scheme.kind}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _table(scheme: AssessmentScheme, cases: Sequence[Assessment]) -> Lines:
    """A header, and a line for each agency with every indicator."""
    live = [case for case in cases if not case.is_final]
    standing = Standings(scheme, live)
    documents = standing.documents() | {case: case.frozen for case in cases if case.is_final}
    heads = [f"{line.name} ({line.weight})" for line in standing.indicators]
    lines: Lines = [[_("Group"), _("Rank"), _("Agency"), _("Total"), _("Grade"), *heads, _("Veto items"), _("Bonus")]]
    for case in cases:
        document = documents[case]
        points = standing.points.get(case)
        total, level = (case.total, case.get_level_display()) if case.is_final else (points and points.total, "")
        lines.append([
            case.group_label, case.rank, case.agency.name, _number(total), level,
            *(_number(line["value"]) for line in document["lines"]),
            "; ".join(one["name"] for one in document["vetoes"]),
            sum(float(one["points"]) for one in document["bonuses"]),
        ])  # fmt: skip
    return lines


def _evidence(cases: Sequence[Assessment], reader: User | None) -> Lines:
    rows = list(EvidenceRow.objects.filter(score__assessment__in=cases).select_related("score__indicator"))
    names, open_to = {case.pk: case.agency.name for case in cases}, addresses(rows, reader)
    lines: Lines = [[_("Agency"), _("Indicator"), _("Number"), _("Title"), _("Due on"), _("Counts")]]
    for row in rows:
        named = reader is not None or (row.kind, row.key) in open_to
        lines.append([
            names[row.score.assessment_id], row.score.indicator.name, row.number if named else "",
            row.title if named else _("not public"), row.day.isoformat() if row.day and named else "",
            _("yes") if row.counts else _("no"),
        ])  # fmt: skip
    return lines


def _xlsx(scheme: AssessmentScheme, cases: Sequence[Assessment], reader: User | None) -> bytes:
    book = Workbook(write_only=True)
    head, *lines = _table(scheme, cases)
    for number, (group, members) in enumerate(groupby(lines, key=lambda line: line[0]), 1):
        name = f"{number} {group or scheme.get_kind_display()}".translate(_NOT_IN_A_NAME)[:31]
        _sheet(book, name, [head, *members])
    _sheet(book, str(_("Evidence")), _evidence(cases, reader))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(book: Workbook, name: str, lines: Iterable[list[Cell]]) -> None:
    sheet = book.create_sheet(name)
    for place, width in enumerate((22, 22, 30, 30, *[14] * 20), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, line in enumerate(lines):
        sheet.append([_cell(sheet, value, is_head=number == 0) for value in line])


def _cell(sheet: Any, value: Cell, *, is_head: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl makes a formula of what begins with =
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if is_head:
        cell.font = Font(bold=True)
    return cell


def _csv(lines: Lines) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) if isinstance(cell, str) else cell for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _number(value: object) -> float | None:
    return None if value in (None, "") else float(str(value))
