"""The workbook that clerks fill in to take in many requests on paper: headers, drop-downs, explanations."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from catalog.fields import NO, YES
from disclosure.item_columns import label
from disclosure.item_template import DATA_TITLE
from disclosure.row_export import INSTRUCTIONS_TITLE
from requests_app.intake_columns import COLUMNS, IntakeColumn, choices_of
from requests_app.intake_file import MOST_REQUESTS


def intake_template() -> bytes:
    """An XLSX file without rows. Its cells are text, so that numbers of documents and dates stay as they are typed."""
    book = Workbook()
    sheet = book.active
    sheet.title = DATA_TITLE
    sheet.freeze_panes = "A2"
    for place, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(place)
        sheet.cell(1, place, f"{column.header}*" if column.is_required else column.header).font = Font(bold=True)
        sheet.column_dimensions[letter].width = 40 if column.field in {"subject", "description"} else 18
        for row in range(2, MOST_REQUESTS + 2):
            sheet.cell(row, place).number_format = "@"
        _offer(sheet, column, letter)
    _explain(book.create_sheet(INSTRUCTIONS_TITLE))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _offer(sheet: Any, column: IntakeColumn, letter: str) -> None:
    if column.choices is None:
        return
    labels = ",".join(label(choice).replace(",", "，") for choice in choices_of(column))
    rule = DataValidation(type="list", formula1=f'"{labels}"', allow_blank=not column.is_required)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{MOST_REQUESTS + 1}")


def _explain(sheet: Any) -> None:
    for place, head in enumerate((_("Column"), _("Required"), _("Choices"), _("Remarks")), 1):
        sheet.cell(1, place, head).font = Font(bold=True)
    for row, column in enumerate(COLUMNS, 2):
        offered = "、".join(label(choice) for choice in choices_of(column)) if column.choices is not None else ""
        facts = (column.header, YES if column.is_required else NO, offered, str(column.help))
        for place, value in enumerate(facts, 1):
            sheet.cell(row, place, value).alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCD", (20, 10, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
