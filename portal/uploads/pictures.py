"""Looking at the frame of a picture: its size in pixels, its end, and whether it is something else besides.

Only the structure is read, never the pixels: a few bytes that unpack to a billion pixels are refused by what they say.
"""

import re
import struct
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.uploads import formats
from portal.uploads.formats import Format

MAX_PIXELS = 120_000_000  # what the largest cameras and A0 scans have; four bytes each when a browser unpacks them
MARKUP = re.compile(rb"<\s*(?:script|html|iframe|body|!doctype|\?php)\b", re.IGNORECASE)
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
# JPEG markers that begin a frame: all of C0 to CF but the tables DHT, JPG and DAC
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
BARE = {0x01, *range(0xD0, 0xD9)}
PADDING = b"\0\xff \r\n"

Size = tuple[int, int]


def inspect(file: BinaryIO, found: Format) -> None:
    """Raises Refused, field "file", if the picture is cut off, too large to show, or a page or an archive as well."""
    file.seek(0)
    content = file.read()
    try:
        width, height = FRAMES_OF[found](content)
    except (struct.error, IndexError, ValueError) as error:
        raise Refused(_("The picture is damaged or cut off."), field="file") from error
    if not 0 < width * height <= MAX_PIXELS:
        raise Refused(_("The picture has too many pixels. Save it smaller."), field="file")
    if MARKUP.search(content) or zipfile.is_zipfile(file):
        raise Refused(_("The picture holds something else besides and is not taken."), field="file")


def _png(content: bytes) -> Size:
    """Chunk after chunk to the end, with nothing behind it (ISO/IEC 15948)."""
    at, size = len(PNG_HEAD), None
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        if kind == b"IHDR":
            size = struct.unpack_from(">II", content, at + 8)
        at += 12 + length
        if at > len(content):
            raise ValueError("cut off")
        if kind == b"IEND":
            break
    if size is None or content[at:].strip(PADDING):
        raise ValueError("no head, or something behind the end")
    return size[0], size[1]


def _jpeg(content: bytes) -> Size:
    """Segments up to the first scan (ITU-T T.81); the picture ends with its end marker."""
    at = 2
    size: Size | None = None
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker")
        marker = content[at + 1]
        if marker == 0xFF or marker in BARE:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", content, at + 2)
        if marker in FRAMES and size is None:
            height, width = struct.unpack_from(">HH", content, at + 5)
            size = width, height
        if marker == 0xDA:
            break
        at += 2 + length
    if size is None or b"\xff\xd9" not in content[at:]:
        raise ValueError("no frame, or no end")
    return size


def _gif(content: bytes) -> Size:
    """The screen it says it needs; the last sign is the trailer (GIF89a)."""
    width, height = struct.unpack_from("<HH", content, 6)
    if not content.rstrip(PADDING).endswith(b";"):
        raise ValueError("no trailer")
    return width, height


def _webp(content: bytes) -> Size:
    """One RIFF container that is as long as it says; the first chunk tells the size."""
    (length,) = struct.unpack_from("<I", content, 4)
    if not len(content) - 9 <= length <= len(content) - 8:
        raise ValueError("another length")
    kind = content[12:16]
    if kind == b"VP8X":
        return _small(content, 24) + 1, _small(content, 27) + 1
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", content, 26)
    return width & 0x3FFF, height & 0x3FFF


def _small(content: bytes, at: int) -> int:
    """Three bytes, the low one first."""
    return int.from_bytes(content[at : at + 3], "little")


FRAMES_OF: dict[Format, Callable[[bytes], Size]] = {
    formats.PNG: _png,
    formats.JPEG: _jpeg,
    formats.GIF: _gif,
    formats.WEBP: _webp,
}
