"""A report as a Word document (.docx): the six statutory parts with their tables, in Chinese whoever asks for it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from oversight.report.document import Table, tables_of

SONG, FANGSONG = "宋体", "仿宋"
TITLE, TEXT, SMALL = Pt(22), Pt(16), Pt(10.5)  # 二号, 三号, 五号
PARTS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML 1.0 cannot hold


def title_of(document: Mapping[str, Any]) -> str:
    return f"{document['agency']['name']}{document['year']}年政府信息公开工作年度报告"


def as_word(document: Mapping[str, Any]) -> bytes:
    """The bytes of the Word file of a frozen report."""
    with translation.override(settings.LANGUAGE_CODE):
        paper = blank_paper(title_of(document))
        tables, texts = tables_of(document["cells"], document["form"]), document["texts"]
        _part(paper, PARTS[0], texts["overview"])
        _part(paper, PARTS[1])
        for block in tables.second:
            paper.add_paragraph(clean(block.title))
            _table(paper, block)
        _part(paper, PARTS[2])
        _table(paper, tables.third)
        _part(paper, PARTS[3])
        _table(paper, tables.fourth)
        _part(paper, PARTS[4], texts["problems"])
        _part(paper, PARTS[5], texts["other"])
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def blank_paper(title: str) -> Any:
    """An A4 document in the faces of official papers, with its title."""
    paper = Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FANGSONG, TEXT
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANGSONG)
    paper.core_properties.title = clean(title)
    paper.core_properties.author = ""
    heading = paper.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run(clean(title))
    run.font.size, run.bold, run.font.name = TITLE, True, SONG
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
    return paper


def _part(paper: Any, heading: str, text: str = "") -> None:
    paragraph = paper.add_paragraph()
    paragraph.add_run(heading).bold = True
    paragraph.paragraph_format.keep_with_next = True
    for line in text.splitlines():
        if line.strip():
            paper.add_paragraph(clean(line.strip())).paragraph_format.first_line_indent = TEXT * 2


def _table(paper: Any, table: Table) -> None:
    grid = paper.add_table(rows=1, cols=len(table.columns) + 1, style="Table Grid")
    _fill(grid.rows[0], ["", *(str(label) for label in table.columns)], is_head=True)
    for line in table.lines:
        row = grid.add_row()
        if line.is_heading:
            row.cells[0].merge(row.cells[-1])
            _write(row.cells[0], line.indented)
        else:
            _fill(row, [line.indented, *(cell.text for cell in line.cells)])


def _fill(row: Any, words: list[str], *, is_head: bool = False) -> None:
    for place, (cell, text) in enumerate(zip(row.cells, words, strict=True)):
        _write(cell, text, is_centred=is_head or place > 0)


def _write(cell: Any, text: str, *, is_centred: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(clean(text)).font.size = SMALL
    if is_centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def clean(words: object) -> str:
    """`words` without what XML cannot hold."""
    return _UNWRITABLE.sub("", str(words))
