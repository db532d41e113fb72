"""A report as a workbook (.xlsx), and the workbook by which earlier reports are taken over."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from disclosure.row_export import INSTRUCTIONS_TITLE
from oversight.report.document import Cell, Table, tables_of
from oversight.report.reading import HEADS
from oversight.report.scheme import Format, names
from oversight.report.word import PARTS, title_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATE_SHEETS = (("2021年格式", Format.OF_2021), ("2019年格式", Format.OF_2019))
TEMPLATE_HELP = (
    "每份年度报告填一列（C列起），第一、二列请勿改动；使用哪一年的格式，就填哪一张表。",
    "机关：填写单位名称或者单位代码；年度：四位数字；来源：原报告网址。",
    "空白按0处理；收费金额、采购金额单位为万元，最多四位小数，其余为整数。",
    "导入前请先预览：系统按勾稽关系逐项核对，并列出与上下年度报告不一致之处。",
)
Value = str | int | float | None


def as_sheet(document: Mapping[str, Any]) -> bytes:
    """The bytes of the workbook of a frozen report: one sheet for each part that is a table, one for the texts."""
    book = Workbook(write_only=True)
    with translation.override(settings.LANGUAGE_CODE):
        tables, texts = tables_of(document["cells"], document["form"]), document["texts"]
        sheets: list[tuple[str, list[list[Value]]]] = [
            ("主动公开", [line for block in tables.second for line in (*_lines(block), [])]),
            ("申请办理", list(_lines(tables.third))),
            ("复议诉讼", list(_lines(tables.fourth))),
            ("文字部分", [[PARTS[0], texts["overview"]], [PARTS[4], texts["problems"]], [PARTS[5], texts["other"]]]),
        ]
    for name, lines in sheets:
        _sheet(book, name, [[title_of(document)], *lines])
    return _bytes(book)


def import_template() -> bytes:
    """The workbook of `reading`: codes, names, and an empty column for each report, one sheet for each form."""
    book = Workbook(write_only=True)
    with translation.override(settings.LANGUAGE_CODE):
        for title, form in TEMPLATE_SHEETS:
            heads: list[list[Value]] = [[head, "", ""] for head in HEADS]
            cells = [[code, " / ".join(str(word) for word in words), ""] for code, words in names(form).items()]
            _sheet(book, title, [*heads, *cells])
    _sheet(book, INSTRUCTIONS_TITLE, [[line] for line in TEMPLATE_HELP])
    return _bytes(book)


def _lines(table: Table) -> Iterator[list[Value]]:
    yield [str(table.title), *(str(label) for label in table.columns)]
    for line in table.lines:
        yield [str(line.label), *(_number(cell) for cell in line.cells)]


def _number(cell: Cell) -> Value:
    """A number as a number: fees in 10 000 yuan, as the report shows them."""
    if cell.value is None:
        return None
    return float(cell.text) if cell.code.endswith(".yuan") else cell.value


def _sheet(book: Workbook, name: str, lines: Sequence[Sequence[Value]]) -> None:
    sheet = book.create_sheet(name)
    for place, width in enumerate((46, 30, *[14] * 7), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, line in enumerate(lines):
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl makes a formula of what begins with =
                cell.alignment = Alignment(wrap_text=number > 0, vertical="top")
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)


def _bytes(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
