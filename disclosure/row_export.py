"""Lists as files: CSV, JSON and XLSX for everyone, and the template that clerks fill in.

No cell of a file can begin a formula: spreadsheet programs run what begins with =, +, -, @ (OWASP, CSV injection).
What is guarded here the import takes off again, so a file that was downloaded can be imported unchanged.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from catalog.fields import NO, YES, Column
from catalog.models import FieldType

INSTRUCTIONS_TITLE = "填写说明"
_ACTIVE = re.compile(r"^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_GUARDED = re.compile(r"^'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
MOST_LISTED = 255  # characters of a drop-down's list (ECMA-376 18.3.1.32)
Rows = Iterable[Mapping[str, str]]


def guarded(cell: str) -> str:
    """`cell` so that no spreadsheet program takes it for a formula."""
    return f"'{cell}" if _ACTIVE.match(cell) or _GUARDED.match(cell) else cell


def unguarded(cell: str) -> str:
    """What `guarded` made safe, as it was."""
    return cell[1:] if _GUARDED.match(cell) else cell


def as_csv(columns: Sequence[Column], rows: Rows) -> bytes:
    """UTF-8 with a mark at the beginning, which Excel and WPS need to read Chinese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(column.header) for column in columns])
    for row in rows:
        writer.writerow([_safe(column, row[column.key]) for column in columns])
    return text.getvalue().encode("utf-8-sig")


def _safe(column: Column, cell: str) -> str:
    return cell if column.is_number else guarded(cell)  # a checked number is no formula


def as_json(columns: Sequence[Column], rows: Rows, about: Mapping[str, Any]) -> bytes:
    """What the list is, its columns, and its rows by the keys of the columns; every value a string, as in the CSV."""
    whole = {**about, "columns": [_described(column) for column in columns], "rows": [dict(row) for row in rows]}
    return json.dumps(whole, ensure_ascii=False, cls=DjangoJSONEncoder, indent=1).encode()


def _described(column: Column) -> dict[str, Any]:
    return {"key": column.key, "label": column.label, "type": str(column.type), "unit": column.unit}


def as_xlsx(columns: Sequence[Column], rows: Rows) -> bytes:
    """A workbook in which every cell is text, whatever it looks like: no formula, no lost zeros, no rounded codes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    for place, _column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = 20
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, column.header, bold=True) for column in columns])
    for row in rows:
        sheet.append([_text(sheet, row[column.key]) for column in columns])
    return _bytes(book)


def _text(sheet: Any, value: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=_printable(value))
    cell.data_type = "s"  # openpyxl makes a formula of what begins with =
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _printable(value: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value)


def template(columns: Sequence[Column]) -> bytes:
    """An empty workbook with the headers, drop-downs for choices, and a sheet that says how to fill it in."""
    book = Workbook()
    sheet = book.active
    sheet.title = "数据"
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, 1):
        letter = get_column_letter(place)
        cell = sheet.cell(1, place, column.header)
        cell.data_type = "s"
        cell.font = Font(bold=True)
        sheet.column_dimensions[letter].width = 20
        for row in range(2, 202):
            sheet.cell(row, place).number_format = "@"
        _add_drop_down(sheet, column, letter)
    _explain(book.create_sheet(INSTRUCTIONS_TITLE), columns)
    return _bytes(book)


def _add_drop_down(sheet: Any, column: Column, letter: str) -> None:
    values = (YES, NO) if column.type == FieldType.YES_NO else column.choices
    listed = ",".join(values)
    if not values or len(listed) > MOST_LISTED or any("," in value or '"' in value for value in values):
        return
    rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=not column.is_required)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}20001")


def _explain(sheet: Any, columns: Sequence[Column]) -> None:
    heads = (_("Column"), _("Type"), _("Required"), _("Choices"), _("Remarks"))
    for place, head in enumerate(heads, 1):
        sheet.cell(1, place, head).font = Font(bold=True)
    for row, column in enumerate(columns, 2):
        remark = [column.help, _("Each row has a value of its own here.") if column.is_key else ""]
        kind = FieldType(column.type).label
        facts = (column.header, str(kind), YES if column.is_required else NO, "、".join(column.choices))
        for place, value in enumerate((*facts, " ".join(filter(None, remark))), 1):
            cell = sheet.cell(row, place, value)
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDE", (30, 24, 10, 50, 50), strict=True):
        sheet.column_dimensions[letter].width = width


def _bytes(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
