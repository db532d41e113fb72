"""A file of stages, one to a row: read as it is, every fault kept beside its row; rows of one number are one case."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from catalog.spreadsheet import Row
from disclosure.headed_table import read_table
from disclosure.item_columns import label
from disclosure.item_template import DATA_TITLE
from disclosure.row_export import INSTRUCTIONS_TITLE, unguarded
from oversight.powers.columns import BY_FIELD, COLUMNS, FIELDS, value_of
from portal.refusals import Refused

MOST_ROWS = 300
"""Each stage is written down with its clock and its trail, within one answer of the server."""
OF_CASE = ("outside_number", "item", "party_kind", "party_name", "party_number", "matter")


@dataclass
class Line:
    """A row, what it says, each fault with the header of its column, and what became of its case."""

    number: int
    content: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    case: str = ""
    is_known: bool = False

    def fault(self, sentence: str, name: str | None = None) -> None:
        """Note what is wrong, with the header of the column it is in."""
        column = BY_FIELD.get(name or "")
        words = {"place": column.header if column else "", "sentence": sentence}
        self.faults.append(_("%(place)s: %(sentence)s") % words if column else sentence)


def read_stages(file: IO[bytes]) -> list[Line]:
    """Every row of the sheet with the headers. Raises Refused(field="file") for a file that cannot be read at all."""
    table = read_table(
        file, COLUMNS, FIELDS, most_rows=MOST_ROWS,
        absent=_("No row of the file holds the headers of stages; use the template."),
    )  # fmt: skip
    return [_line(row, table.places) for row in table.rows]


def _line(row: Row, places: Mapping[str, int]) -> Line:
    line = Line(row.number)
    for column in COLUMNS:
        at = places.get(column.field, len(row.cells))
        cell = unguarded(row.cells[at]).strip() if at < len(row.cells) else ""
        try:
            line.content[column.field] = value_of(column, cell)
        except Refused as refusal:
            line.fault(str(refusal), refusal.field)
    return line


def by_case(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The rows of each case in the order of the file; a row that says another party than the first one is a fault."""
    cases: dict[str, list[Line]] = {}
    for line in lines:
        first = cases.setdefault(line.content.get("outside_number", ""), [])
        first.append(line)
        for name in OF_CASE:
            if line.content.get(name) != first[0].content.get(name) and not line.faults:
                words = {"row": first[0].number}
                line.fault(_("Row %(row)s says something else of the same case.") % words, name)
    return cases


def stages_template() -> bytes:
    """An XLSX file without rows. Its cells are text, so that numbers and dates stay as they are typed."""
    book = Workbook()
    sheet = book.active
    sheet.title = DATA_TITLE
    sheet.freeze_panes = "A2"
    for place, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(place)
        sheet.cell(1, place, f"{column.header}*" if column.is_required else column.header).font = Font(bold=True)
        sheet.column_dimensions[letter].width = 18
        for row in range(2, MOST_ROWS + 2):
            sheet.cell(row, place).number_format = "@"
        if column.choices is not None:
            rule = DataValidation(type="list", formula1=f'"{",".join(label(one) for one in column.choices)}"')
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
    notes = book.create_sheet(INSTRUCTIONS_TITLE)
    for row, column in enumerate(COLUMNS, 1):
        notes.cell(row, 1, column.header).font = Font(bold=True)
        notes.cell(row, 2, str(column.help))
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 18, 80
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
