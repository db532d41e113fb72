"""A page as it is seen: drawn, blackened, packed. Boxes are ten-thousandths of what is seen. Needs no Django."""

import math
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

from portal.uploads.redaction.paper import DOTS, Picture

WHOLE = 10_000  # units of a box along either side of the page
MAX_DOTS = 20_000_000  # of one page; a larger one is drawn more coarsely
MAX_SIDE = 16_000
MARGIN = 1  # dots around a box, for the soft edges of letters
# a scan has grain in its lowest bits: without them nothing is lost to the eye, and the file is a fifth
GRAYS = bytes(round(value / 17) * 17 for value in range(256))
COLOURS = bytes(min(255, round(value / 8.226) * 8226 // 1000) if value < 255 else 255 for value in range(256))

Box = tuple[int, int, int, int]
Window = tuple[int, int, int, int]


@dataclass
class Raster:
    """Rows of dots from the top, without gaps; one byte to a dot, or three (red, green, blue)."""

    width: int
    height: int
    channels: int
    dots: bytearray

    def window(self, box: Box, margin: int = 0) -> Window:
        """Left, top, right and bottom of `box` in whole dots, rounded outwards."""
        left, top, width, height = box
        return (
            max(0, left * self.width // WHOLE - margin),
            max(0, top * self.height // WHOLE - margin),
            min(self.width, -(-(left + width) * self.width // WHOLE) + margin),
            min(self.height, -(-(top + height) * self.height // WHOLE) + margin),
        )

    def rows(self, window: Window) -> Iterator[slice]:
        """Where the rows of `window` lie in `dots`."""
        left, top, right, bottom = window
        for row in range(top, bottom):
            start = row * self.width
            yield slice((start + left) * self.channels, (start + right) * self.channels)

    def blacken(self, boxes: Iterable[Box]) -> None:
        """Put out every dot of the boxes."""
        for box in boxes:
            for row in self.rows(self.window(box, MARGIN)):
                self.dots[row] = bytes(row.stop - row.start)

    def is_black(self, box: Box) -> bool:
        """True if no dot of `box` shines."""
        return not any(any(self.dots[row]) for row in self.rows(self.window(box)))


def size_of(page: pypdfium2.PdfPage, dots: int = DOTS) -> tuple[int, int]:
    """Width and height in dots, at `dots` to the inch or as many as the limits allow."""
    width, height = page.get_size()
    if not (math.isfinite(width * height) and width > 0 and height > 0):
        raise ValueError("a page without a size")
    scale = min(dots / 72, math.sqrt(MAX_DOTS / (width * height)), MAX_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def drawn(page: pypdfium2.PdfPage, dots: int = DOTS) -> Raster:
    """The page as a reader sees it: turned and cropped, with its notes and fields, on white."""
    width, height = size_of(page, dots)
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGR, rev_byteorder=True)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
    place = (0, 0, width, height, 0, flags)
    raw.FPDF_RenderPageBitmap(bitmap, page, *place)
    if page.formenv:
        raw.FPDF_FFLDraw(page.formenv, bitmap, page, *place)
    rows = memoryview(bitmap.buffer).cast("B")
    lines = (rows[row * bitmap.stride : row * bitmap.stride + width * 3] for row in range(height))
    return _thrifty(width, height, b"".join(lines))


def _thrifty(width: int, height: int, dots: bytes) -> Raster:
    """In as few bytes as it takes: gray if nothing is coloured."""
    red = dots[::3]
    if red == dots[1::3] == dots[2::3]:
        return Raster(width, height, 1, bytearray(red.translate(GRAYS)))
    return Raster(width, height, 3, bytearray(dots.translate(COLOURS)))


def packed(raster: Raster, points: tuple[float, float]) -> Picture:
    """For a page of `points`."""
    space = b"/DeviceGray" if raster.channels == 1 else b"/DeviceRGB"
    reading = b"/ColorSpace %s /Filter /FlateDecode" % space
    return Picture(raster.width, raster.height, 8, reading, zlib.compress(raster.dots, 6), points)


def png(raster: Raster) -> bytes:
    """For a browser (ISO/IEC 15948)."""
    line = raster.width * raster.channels
    rows = b"".join(b"\0" + raster.dots[row * line : (row + 1) * line] for row in range(raster.height))
    head = struct.pack(">IIBBBBB", raster.width, raster.height, 8, 0 if raster.channels == 1 else 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 4)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
