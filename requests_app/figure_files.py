"""Tables as files: CSV and XLSX of what the page shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from disclosure.row_export import guarded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | float | None
WIDE, NARROW = 44, 14


def answer(
    lines: Iterable[Sequence[Cell]], *, form: str, name: str, sheet: str = "统计", widths: Sequence[int] = ()
) -> HttpResponse:
    """`lines` as a download in `form`, csv or xlsx; the first two are the title and the headers. Raises Http404.

    `widths` are those of the columns, in characters; without them the first is wide and the others are narrow.
    """
    if form == "csv":
        response = HttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        response = HttpResponse(_xlsx(lines, sheet, widths), content_type=XLSX)
    else:
        raise Http404
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _csv(lines: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with the mark that Excel and WPS need to read Chinese; no cell begins a formula."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([guarded(cell) if isinstance(cell, str) else cell for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(lines: Iterable[Sequence[Cell]], title: str, widths: Sequence[int]) -> bytes:
    """Numbers as numbers, everything else as text, whatever it looks like."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    kept = list(lines)
    columns = max(len(line) for line in kept)
    for place, width in enumerate(widths or (WIDE, *[NARROW] * (columns - 1)), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, line in enumerate(kept):
        sheet.append([_cell(sheet, value, number) for value in line])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _cell(sheet: Any, value: Cell, number: int) -> WriteOnlyCell:
    """A cell of line `number`; characters that a spreadsheet cannot hold are left out."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl makes a formula of what begins with =
        cell.alignment = Alignment(wrap_text=number > 0)
    if number < 2:
        cell.font = Font(bold=True)
    return cell
