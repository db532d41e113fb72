"""Figures as files: CSV and XLSX of what the page shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import Http404, HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from disclosure.row_export import guarded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | float | None
WIDE, NARROW = 44, 14


def answer(lines: Iterable[Sequence[Cell]], *, form: str, name: str) -> HttpResponse:
    """`lines` as a download in `form`, csv or xlsx; the first two are the title and the headers. Raises Http404."""
    if form == "csv":
        response = HttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        response = HttpResponse(_xlsx(lines), content_type=XLSX)
    else:
        raise Http404
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _csv(lines: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark that Excel and WPS need to read Chinese; no cell begins a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) if isinstance(cell, str) else cell for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(lines: Iterable[Sequence[Cell]]) -> bytes:
    """Numbers as numbers, everything else as text, whatever it looks like."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("统计")
    kept = list(lines)
    for place in range(1, max(len(line) for line in kept) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDE if place == 1 else NARROW
    for number, line in enumerate(kept):
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl makes a formula of what begins with =
                cell.alignment = Alignment(wrap_text=number > 0)
            if number < 2:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
