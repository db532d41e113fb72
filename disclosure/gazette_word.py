"""An issue of the gazette as a Word document (.docx): cover, contents, texts."""

from __future__ import annotations

import io
import re
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from disclosure.body import rows_and_lines
from disclosure.models import GazetteEntry, GazetteIssue

SONG = "宋体"
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML 1.0 cannot hold


def as_word(issue: GazetteIssue) -> bytes:
    """The bytes of the document. A text that was taken back since stands in it as one line, as on the page."""
    entries = issue.printed()
    document = _blank(issue)
    _centred(document, issue.name, 26)
    _centred(document, f"{issue.numbering}  {issue.cover_on:%Y-%m-%d}", 14)
    document.add_heading(_("Contents"), 1)
    for section, texts in _by_section(entries):
        document.add_paragraph(_clean(section)).runs[0].bold = True
        for entry in texts:
            document.add_paragraph(_clean(entry.shown_title), style="List Bullet")
    for section, texts in _by_section(entries):
        document.add_page_break()
        document.add_heading(_clean(section), 1)
        for entry in texts:
            _text(document, entry)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _blank(issue: GazetteIssue) -> Any:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(25)
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = SONG
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
    document.styles["Normal"].font.size = Pt(12)
    document.core_properties.title = _clean(str(issue))
    document.core_properties.author = _clean(issue.agency.name)
    return document


def _text(document: Any, entry: GazetteEntry) -> None:
    document.add_heading(_clean(entry.shown_title), 2)
    if not entry.is_readable:
        document.add_paragraph(_("This text has been taken back and is not shown any more."))
        return
    version = entry.version
    facts = (entry.item.agency.name, version.doc_number, entry.item.index_no)
    document.add_paragraph(_clean("  ".join(fact for fact in facts if fact)))
    if entry.was_corrected:
        document.add_paragraph(_("This text was corrected after it was printed; the current one stands on the site."))
    for is_table, rows in groupby(rows_and_lines(version.body), key=lambda cells: len(cells) > 1):
        if is_table:
            _table(document, list(rows))
        else:
            for (line,) in rows:
                document.add_paragraph(_clean(line))


def _table(document: Any, rows: list[tuple[str, ...]]) -> None:
    table = document.add_table(rows=0, cols=max(map(len, rows)), style="Table Grid")
    for row in rows:
        cells = table.add_row().cells
        for place, words in enumerate(row):
            cells[place].text = _clean(words)


def _centred(document: Any, words: str, points: int) -> None:
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.add_run(_clean(words)).font.size = Pt(points)


def _by_section(entries: list[GazetteEntry]) -> list[tuple[str, list[GazetteEntry]]]:
    return [(name, list(texts)) for name, texts in groupby(entries, key=lambda entry: entry.section.name)]


def _clean(words: str) -> str:
    return _UNWRITABLE.sub("", words)
