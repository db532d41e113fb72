"""The workbook that clerks fill in to import items: headers, drop-downs for choices, and a sheet of explanations."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from catalog.fields import NO, YES
from disclosure.item_columns import COLUMNS, ItemColumn, label
from disclosure.item_import import MOST_ITEMS
from disclosure.row_export import INSTRUCTIONS_TITLE

DATA_TITLE, CHOICES_TITLE = "数据", "选项"
FORMATTED_ROWS = 200


def item_template() -> bytes:
    """An XLSX file without rows. Its cells are text, so that numbers and dates stay as they are typed."""
    book = Workbook()
    sheet = book.active
    sheet.title = DATA_TITLE
    sheet.freeze_panes = "A2"
    choices = book.create_sheet(CHOICES_TITLE)
    for place, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(place)
        sheet.cell(1, place, f"{column.header}*" if column.is_required else column.header).font = Font(bold=True)
        sheet.column_dimensions[letter].width = 40 if column.field in {"title", "body"} else 18
        for row in range(2, FORMATTED_ROWS + 2):
            sheet.cell(row, place).number_format = "@"
        _offer(sheet, choices, column, letter)
    choices.sheet_state = "hidden"
    _explain(book.create_sheet(INSTRUCTIONS_TITLE))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _offer(sheet: Any, choices: Any, column: ItemColumn, letter: str) -> None:
    """A drop-down out of the hidden sheet: a list in the cell itself would be too short for the genres."""
    if column.choices is None or column.field == "salience":  # several can be named there
        return
    labels = [label(choice) for choice in column.choices]
    for row, text in enumerate(labels, 1):
        choices[f"{letter}{row}"] = text
    area = f"'{CHOICES_TITLE}'!${letter}$1:${letter}${len(labels)}"
    rule = DataValidation(type="list", formula1=area, allow_blank=not column.is_required)
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{MOST_ITEMS + 1}")


def _explain(sheet: Any) -> None:
    for place, head in enumerate((_("Column"), _("Required"), _("Choices"), _("Remarks")), 1):
        sheet.cell(1, place, head).font = Font(bold=True)
    for row, column in enumerate(COLUMNS, 2):
        offered = "、".join(label(choice) for choice in column.choices) if column.choices is not None else ""
        facts = (column.header, YES if column.is_required else NO, offered, str(column.help))
        for place, value in enumerate(facts, 1):
            sheet.cell(row, place, value).alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCD", (20, 10, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
