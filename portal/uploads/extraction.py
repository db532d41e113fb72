"""The program that reads text: `python -m portal.uploads.extraction <content type> < file > text`.

It runs apart from the portal, without its settings, with limits on memory, computing time and output, because the
libraries below meet whatever people upload. Imports nothing that needs Django settings.
"""

import csv
import io
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import docx
import openpyxl
import pypdfium2
from defusedxml.ElementTree import fromstring
from docx.document import Document
from docx.section import _Footer, _Header
from docx.table import Table, _Cell

from portal.uploads import formats

MEMORY = 1024 * 1024 * 1024  # bytes of address space
COMPUTING = 25  # seconds of processor time
MAX_CHARACTERS = 2_000_000
MAX_OUTPUT = 4 * MAX_CHARACTERS + 1024  # bytes
MAX_DEPTH = 20  # tables inside tables
ENCODINGS = ("utf-8-sig", "gb18030")


def confine() -> None:
    """Give up the right to more memory, time and output than reading one document takes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (COMPUTING, COMPUTING))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_OUTPUT, MAX_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def pdf(file: BinaryIO) -> Iterator[str]:
    document = pypdfium2.PdfDocument(file.read())
    for number in range(len(document)):
        page = document[number]
        yield page.get_textpage().get_text_bounded()
        page.close()


def word(file: BinaryIO) -> Iterator[str]:
    document = docx.Document(file)
    for section in document.sections:
        for margin in (section.header, section.footer):
            if not margin.is_linked_to_previous:
                yield from _blocks(margin)
    yield from _blocks(document)


def _blocks(holder: Document | _Cell | _Header | _Footer, depth: int = 0) -> Iterator[str]:
    for block in holder.iter_inner_content():
        if not isinstance(block, Table):
            yield block.text
        elif depth < MAX_DEPTH:
            for row in block.rows:
                for cell in row.cells:
                    yield from _blocks(cell, depth + 1)


def excel(file: BinaryIO) -> Iterator[str]:
    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            yield "\t".join(str(value) for value in row if value is not None)


def slides(file: BinaryIO) -> Iterator[str]:
    with zipfile.ZipFile(file) as container:
        names = [name for name in container.namelist() if name.startswith("ppt/slides/slide")]
        for name in sorted(names, key=lambda name: (len(name), name)):
            for paragraph in fromstring(container.read(name)).iter(f"{DRAWING}p"):
                yield "".join(run.text or "" for run in paragraph.iter(f"{DRAWING}t"))


def plain(file: BinaryIO) -> Iterator[str]:
    content = file.read()
    for encoding in ENCODINGS:
        try:
            yield content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return
    raise ValueError("No known encoding.")


def table(file: BinaryIO) -> Iterator[str]:
    for row in csv.reader(io.StringIO("".join(plain(file)))):
        yield "\t".join(row)


DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
READERS = {
    formats.PDF.content_type: pdf,
    formats.DOCX.content_type: word,
    formats.XLSX.content_type: excel,
    formats.PPTX.content_type: slides,
    formats.TEXT.content_type: plain,
    formats.CSV.content_type: table,
}


def cut(parts: Iterable[str]) -> Iterator[str]:
    """`parts` without the empty ones, line by line, until the limit is reached."""
    left = MAX_CHARACTERS
    for part in parts:
        line = part.strip().replace("\0", "")[: left - 1]
        if line:
            left -= len(line) + 1
            yield line + "\n"
        if left <= 1:
            return


if __name__ == "__main__":
    confine()
    # what cannot be read ends the program with an error, which the portal shows as "text could not be read"
    sys.stdout.reconfigure(encoding="utf-8", errors="ignore")  # type: ignore[union-attr]
    sys.stdout.writelines(cut(READERS[sys.argv[1]](io.BytesIO(sys.stdin.buffer.read()))))
