"""A letter as a Word document (.docx) in the layout of an official letter: A4, Song title, Fangsong text."""

from __future__ import annotations

import io
import re
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from requests_app.letter_text import Block, blocks

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FANGSONG, SONG = "仿宋", "宋体"
TEXT, TITLE, FOOT = Pt(16), Pt(22), Pt(9)  # 三号, 二号, 小五
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML 1.0 cannot hold
_SIDES = {
    "title": WD_ALIGN_PARAGRAPH.CENTER,
    "centred": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def as_word(body: str, *, title: str, foot: str) -> bytes:
    """The bytes of the document with the text of `body`, and `foot` and the page number below every page."""
    document = _blank(title)
    for block in blocks(body):
        if block.kind == "table":
            _table(document, block)
        else:
            _line(document.add_paragraph(), block)
    _foot(document, foot)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _blank(title: str) -> Any:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    # GB/T 9704-2012: 37 mm above, 28 mm at the binding, a type area of 156 mm by 225 mm
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    style = document.styles["Normal"]
    _in_font(style.font, style.element.get_or_add_rPr(), FANGSONG)
    style.font.size = TEXT
    document.core_properties.title = _clean(title)
    document.core_properties.author = ""
    return document


def _in_font(font: Any, properties: Any, name: str) -> None:
    font.name = name
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _line(paragraph: Any, block: Block) -> None:
    run = paragraph.add_run(_clean(block.text))
    paragraph.alignment = _SIDES.get(block.kind)
    if block.kind == "title":
        _in_font(run.font, run._element.get_or_add_rPr(), SONG)
        run.font.size, run.bold = TITLE, True
    elif block.kind == "text":
        paragraph.paragraph_format.first_line_indent = TEXT * 2


def _table(document: Any, block: Block) -> None:
    table = document.add_table(rows=0, cols=max(map(len, block.rows)), style="Table Grid")
    for row in block.rows:
        cells = table.add_row().cells
        for place, words in enumerate(row):
            cells[place].text = _clean(words)


def _foot(document: Any, words: str) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    runs = [paragraph.add_run(_clean(words) + "  — "), paragraph.add_run(), paragraph.add_run(" —")]
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    runs[1]._element.append(field)
    for run in runs:
        run.font.size = FOOT


def _clean(words: str) -> str:
    return _UNWRITABLE.sub("", words)
