"""Which sign stands where on a page, in ten-thousandths of what is seen. Needs no Django."""

import ctypes
from typing import Any

import pypdfium2
from pypdfium2 import raw

from portal.uploads.redaction.raster import WHOLE

MAX_SIGNS = 20_000  # of one page


def of(page: pypdfium2.PdfPage) -> dict[str, Any]:
    """The signs in their order as one text, and a box (left, top, width, height) for each."""
    textpage = page.get_textpage()
    count = min(textpage.count_chars(), MAX_SIGNS)
    text = "".join(_sign(raw.FPDFText_GetUnicode(textpage, at)) for at in range(count))
    return {"text": text, "boxes": [_box(page, textpage, at) for at in range(count)]}


def _sign(code: int) -> str:
    """One character for one place, whatever the file says."""
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _box(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, at: int) -> list[int]:
    """The whole cell of the sign, not only its ink, as the page is turned and cropped."""
    cell = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage, at, cell)
    corners = [_on_screen(page, x, y) for x, y in ((cell.left, cell.top), (cell.right, cell.bottom))]
    left, right = sorted(corner[0] for corner in corners)
    top, bottom = sorted(corner[1] for corner in corners)
    return [left, top, right - left, bottom - top]


def _on_screen(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[int, int]:
    column, row = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, WHOLE, WHOLE, 0, x, y, column, row)
    return min(max(column.value, 0), WHOLE), min(max(row.value, 0), WHOLE)
