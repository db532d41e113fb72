"""The program that blackens: `python -m portal.uploads.redaction.program < order and file > answer`.

Runs apart from the portal, without its settings and with limits, like `portal.uploads.extraction`. The first line is
the order as JSON, the rest is the file. Imports nothing that needs Django settings.
"""

import json
import re
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2
from pypdfium2 import raw

from portal.uploads.redaction import lettering, paper, picture, raster

MEMORY = 1024 * 1024 * 1024  # bytes of address space
COMPUTING = 280  # seconds of processor time: 200 pages in colour
MAX_OUTPUT = 200 * 1024 * 1024  # bytes
MAX_PAGES = 200
VIEW = 110  # dots to the inch on the screen
# what only a file holds that is more than pictures of pages
MORE = re.compile(
    rb"/(?:Info|Metadata|Annots?|AcroForm|Names|EmbeddedFiles?|EF|Outlines|Font|ToUnicode|StructTreeRoot|OCProperties"
    rb"|JavaScript|JS|OpenAction|AA|ObjStm|Encrypt|ID|Prev)(?![A-Za-z0-9])"
)

Order = dict[str, Any]
Boxes = dict[int, list[raster.Box]]


def opened(content: bytes, content_type: str) -> pypdfium2.PdfDocument:
    """The file as a document of at most MAX_PAGES pages, with the fields of its forms."""
    if content_type != "application/pdf":
        content = picture.as_pdf(content, content_type)
    document = pypdfium2.PdfDocument(content)
    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
    if not 0 < len(document) <= MAX_PAGES:
        raise ValueError("pages")
    return document


def sizes(content: bytes, order: Order) -> Iterator[bytes]:
    """How many pages, and the size of each in dots."""
    document = pypdfium2.PdfDocument(content) if order["type"] == "application/pdf" else opened(content, order["type"])
    count = len(document)
    pages = [raster.size_of(document[number]) for number in range(min(count, MAX_PAGES))]
    yield json.dumps({"count": count, "sizes": pages}).encode()


def view(content: bytes, order: Order) -> Iterator[bytes]:
    """One page for the screen, as PNG."""
    yield raster.png(raster.drawn(opened(content, order["type"])[order["page"]], VIEW))


def words(content: bytes, order: Order) -> Iterator[bytes]:
    """What stands on each page and where each sign stands, a line of JSON to a page."""
    document = opened(content, order["type"])
    for number in range(len(document)):
        yield json.dumps(lettering.of(document[number])).encode() + b"\n"


def blacken(content: bytes, order: Order) -> Iterator[bytes]:
    """The new file."""
    document, boxes = opened(content, order["type"]), boxes_of(order)
    yield from paper.written(blackened(document, boxes), count=len(document))


def blackened(document: pypdfium2.PdfDocument, boxes: Boxes) -> Iterator[paper.Picture]:
    """Every page with its boxes burned in."""
    for number in range(len(document)):
        page = document[number]
        drawn = raster.drawn(page)
        drawn.blacken(boxes[number])
        yield raster.packed(drawn, page.get_size())
        page.close()


def boxes_of(order: Order) -> Boxes:
    """Boxes by page, which is counted from 0."""
    boxes: Boxes = defaultdict(list)
    for page, *box in order["boxes"]:
        left, top, width, height = box
        boxes[page].append((left, top, width, height))
    return boxes


def prove(content: bytes, order: Order) -> Iterator[bytes]:
    """What is wrong with a blackened file, as codes: it is looked at as if a stranger had made it."""
    yield json.dumps(sorted(set(faults(content, order["sizes"], boxes_of(order))))).encode()


def faults(content: bytes, pages: list[list[int]], boxes: Boxes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(content)
    if len(document) != len(pages) or any(page >= len(pages) for page in boxes):
        yield "pages"
        return
    if any(document.get_metadata_dict().values()) or document.count_attachments() or list(document.get_toc()):
        yield "more"
    if any(MORE.search(part.partition(b"stream\n")[0]) for part in content.split(b"\nendstream")):
        yield "more"
    for number, size in enumerate(pages):
        yield from _faults_of(document[number], size, boxes[number])


def _faults_of(page: pypdfium2.PdfPage, size: list[int], boxes: list[raster.Box]) -> Iterator[str]:
    if page.get_textpage().count_chars():
        yield "text"
    things = list(page.get_objects())
    if len(things) != 1 or not isinstance(things[0], pypdfium2.PdfImage) or raw.FPDFPage_GetAnnotCount(page):
        yield "more"
        return
    dots = dots_of(things[0])
    if [dots.width, dots.height] != list(size):
        yield "size"
    elif not all(dots.is_black(box) for box in boxes):
        yield "shining"
    page.close()


def dots_of(image: pypdfium2.PdfImage) -> raster.Raster:
    """The dots of a picture as they are in the file."""
    bitmap = image.get_bitmap()
    channels = {raw.FPDFBitmap_Gray: 1, raw.FPDFBitmap_BGR: 3}[bitmap.format]
    rows, line = memoryview(bitmap.buffer).cast("B"), bitmap.width * channels
    lines = (rows[row * bitmap.stride : row * bitmap.stride + line] for row in range(bitmap.height))
    return raster.Raster(bitmap.width, bitmap.height, channels, bytearray(b"".join(lines)))


ORDERS: dict[str, Callable[[bytes, Order], Iterator[bytes]]] = {
    "sizes": sizes,
    "view": view,
    "words": words,
    "blacken": blacken,
    "prove": prove,
}


def confine() -> None:
    """Give up the right to more memory, time and output than this takes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (COMPUTING, COMPUTING))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_OUTPUT, MAX_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    confine()
    asked = json.loads(sys.stdin.buffer.readline())
    sys.stdout.buffer.writelines(ORDERS[asked["do"]](sys.stdin.buffer.read(), asked))
