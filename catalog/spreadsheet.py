"""Tables out of files that local governments send: CSV (UTF-8 or GB 18030) and XLSX, as plain text cells.

Merged cells of XLSX are filled down their first column. Formulas stay text and are never computed. Anything that is
not one of the two kinds, is damaged, or is larger than the limits, is refused with one sentence.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from typing import IO, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from portal.refusals import Refused

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_ROWS = 10_000
MAX_COLUMNS = 80
MAX_MERGED_CELLS = 200_000


class Row(NamedTuple):
    """A row as the spreadsheet program numbers it, from 1."""

    number: int
    cells: list[str]


class Sheet(NamedTuple):
    """A table; `title` is the name of the sheet, "" for CSV."""

    title: str
    rows: list[Row]


def read_sheets(file: IO[bytes], *, most_rows: int | None = None) -> list[Sheet]:
    """The visible sheets of `file` that hold anything; the kind is told from the content, not from the name."""
    most_rows = most_rows or MAX_ROWS
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused(_("The file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1024**2}, field="file")
    if not content.strip():
        raise Refused(_("The file is empty."), field="file")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(_("This is an old .xls file; save it as .xlsx and try again."), field="file")
    sheets = _xlsx(content, most_rows) if content.startswith(b"PK") else [Sheet("", _csv(content))]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise Refused(_("The file holds no rows."), field="file")
    for sheet in sheets:
        _within_limits(sheet, most_rows)
    return sheets


def _within_limits(sheet: Sheet, most_rows: int) -> None:
    if len(sheet.rows) > most_rows:
        raise Refused(_("The file has more than %(rows)s rows; split it.") % {"rows": most_rows}, field="file")
    if max(len(row.cells) for row in sheet.rows) > MAX_COLUMNS:
        raise Refused(_("The file has more than %(columns)s columns.") % {"columns": MAX_COLUMNS}, field="file")


def _csv(content: bytes) -> list[Row]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    try:
        return _kept(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Refused(_("The file is damaged: a quotation mark is missing or misplaced."), field="file") from error


def _decoded(content: bytes) -> str:
    """UTF-8 or GB 18030; what holds control characters after that is no text."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ue000-\uf8ff]", text):
            return text
        break
    raise Refused(_("This is neither a CSV nor an XLSX file."), field="file")


def _xlsx(content: bytes, most_rows: int) -> list[Sheet]:
    try:
        _check_archive(content)
        book = load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
        return [
            Sheet(sheet.title, _kept(_cells(sheet, most_rows)))
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    except Refused:
        raise
    except Exception as error:  # openpyxl raises whatever the damaged part happens to trip over
        raise Refused(_("The file is damaged and cannot be read as XLSX."), field="file") from error


def _check_archive(content: bytes) -> None:
    """Refuse what would blow up in memory, or is another kind of archive, before anything is built from it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if "xl/workbook.xml" not in archive.namelist():
            raise Refused(_("This is neither a CSV nor an XLSX file."), field="file")
        if len(parts) > 2000 or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            raise Refused(_("The file unpacks to more than it should; save it anew and try again."), field="file")
        merged = 0
        for part in parts:
            if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                merged += _merged_cells(archive.read(part))
        if merged > MAX_MERGED_CELLS:
            raise Refused(_("The file merges far too many cells."), field="file")


def _merged_cells(xml: bytes) -> int:
    # openpyxl makes an object for every cell of a merged range, so a range over the whole sheet must not get there
    total = 0
    for ref in re.findall(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z0-9:$]{1,40})[\"']", xml):
        left, top, right, bottom = range_boundaries(ref.decode())
        total += (right - left + 1) * (bottom - top + 1)
    return total


def _cells(sheet: Worksheet, most_rows: int) -> Iterable[list[str]]:
    """The rows of the sheet, merged cells filled down; one row and column more than allowed, so that it is noticed."""
    last_row, last_column = min(sheet.max_row, most_rows + 1), min(sheet.max_column, MAX_COLUMNS + 1)
    grid = [[_text(cell.value) for cell in row] for row in sheet.iter_rows(max_row=last_row, max_col=last_column)]
    for merged in sheet.merged_cells.ranges:
        left, top, _right, bottom = merged.bounds
        if left <= last_column and top <= last_row:
            for row in range(top, min(bottom, last_row)):
                grid[row][left - 1] = grid[top - 1][left - 1]
    return grid


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")
    return str(getattr(value, "text", value))  # an array formula is an object that holds its text


def _kept(rows: Iterable[list[str]]) -> list[Row]:
    """Rows that hold anything, with their numbers; cells trimmed, empty ones at the end cut off."""
    kept = []
    for number, cells in enumerate(rows, 1):
        trimmed = [trim(cell) for cell in cells]
        while trimmed and not trimmed[-1]:
            trimmed.pop()
        if trimmed:
            kept.append(Row(number, trimmed))
    return kept


def trim(cell: str) -> str:
    """The cell without blanks around it, Windows line ends and invisible characters."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip().strip("\u3000\ufeff")
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cf"})
