"""The program that looks into PDF files: `python -m portal.uploads.gate.pdf_look < file > lines of JSON`."""

import ctypes
import sys
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from portal.uploads.gate.told import Told, passage, say, trace

INVISIBLE = 3  # text render mode of ISO 32000-1, table 106
TINY = 1.5  # points: nobody reads this
WHITE = 250  # of 255 in each colour
MAX_OBJECTS = 50_000
NOTES = {  # kinds of annotations that hold what somebody remarked
    raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_SQUIGGLY, raw.FPDF_ANNOT_CARET, raw.FPDF_ANNOT_INK,
}  # fmt: skip


def look(content: bytes) -> Iterator[Told]:
    document = pypdfium2.PdfDocument(content)
    author = document.get_metadata_value("Author").strip()
    if author:
        yield trace("metadata", "Author", author)
    for number in range(document.count_attachments()):
        yield trace("embedded_file", "file", document.get_attachment(number).get_name())
    left, empty = MAX_OBJECTS, 0
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage().get_text_range()
        empty += not words.strip()
        place = str(number + 1)
        yield passage(place, words)
        yield from _annotations(page, place)
        hidden, left = _unseen(page, left)
        if hidden:
            yield trace("unseen_text", place, f"{hidden} ×")
        page.close()
    if empty:
        yield trace("picture_only", "file", f"{empty}/{len(document)}")


def _annotations(page: pypdfium2.PdfPage, place: str) -> Iterator[Told]:
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if raw.FPDFAnnot_GetSubtype(annotation) in NOTES:
            yield trace("comment", place, _contents(annotation))
        raw.FPDFPage_CloseAnnot(annotation)


def _contents(annotation: object) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, b"Contents", ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0")


def _unseen(page: pypdfium2.PdfPage, left: int) -> tuple[int, int]:
    """How many pieces of text nobody sees, and how many objects may still be looked at."""
    things = [thing for _number, thing in zip(range(left), page.get_objects(), strict=False)]
    texts = [thing for thing in things if thing.type == raw.FPDF_PAGEOBJ_TEXT]
    is_white_paper = len(texts) == len(things)  # white words are seen on a coloured box or a picture
    unseen = sum(_is_invisible(text) or (is_white_paper and _is_white(text)) for text in texts)
    return unseen, left - len(things)


def _is_invisible(text: pypdfium2.PdfObject) -> bool:
    """Drawn in a mode that leaves no ink, as the text layer of a scan is, or too small to be read."""
    size, matrix = ctypes.c_float(), text.get_matrix()
    raw.FPDFTextObj_GetFontSize(text, size)
    scale = max(abs(matrix.a), abs(matrix.b), abs(matrix.d))
    return raw.FPDFTextObj_GetTextRenderMode(text) == INVISIBLE or size.value * scale < TINY


def _is_white(text: pypdfium2.PdfObject) -> bool:
    colours = [ctypes.c_uint() for _ in range(4)]
    return bool(raw.FPDFPageObj_GetFillColor(text, *colours)) and all(part.value >= WHITE for part in colours[:3])


if __name__ == "__main__":
    say(lambda: look(sys.stdin.buffer.read()))
