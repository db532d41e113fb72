"""A bulletin as a Word document (.docx), in Chinese whoever asks for it."""

from __future__ import annotations

import io

from django.conf import settings
from django.utils import timezone, translation
from docx.enum.text import WD_ALIGN_PARAGRAPH

from oversight.models import Bulletin
from oversight.report.word import TEXT, blank_paper, clean


def bulletin_as_word(bulletin: Bulletin) -> bytes:
    """The bytes of the Word file of a published bulletin: head, editorial, each entry with its source."""
    with translation.override(settings.LANGUAGE_CODE):
        paper = blank_paper(bulletin.title)
        for line in (bulletin.issue, bulletin.agency.name):
            paper.add_paragraph(clean(line)).alignment = WD_ALIGN_PARAGRAPH.CENTER
        if bulletin.published_at is not None:
            day = f"{timezone.localtime(bulletin.published_at):%Y年%m月%d日}"
            paper.add_paragraph(day).alignment = WD_ALIGN_PARAGRAPH.CENTER
        _text(paper, bulletin.editorial)
        for entry in bulletin.entries.all():
            heading = paper.add_paragraph()
            heading.add_run(clean(entry.title)).bold = True
            heading.paragraph_format.keep_with_next = True
            _text(paper, entry.text)
            paper.add_paragraph(clean(f"（{entry.source}）")).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _text(paper: object, text: str) -> None:
    for line in text.splitlines():
        if line.strip():
            paragraph = paper.add_paragraph(clean(line.strip()))  # type: ignore[attr-defined]
            paragraph.paragraph_format.first_line_indent = TEXT * 2
