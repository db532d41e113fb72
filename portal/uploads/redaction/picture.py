"""A PNG or JPEG as a PDF of one page, so that pictures go the same way as documents. Needs no Django.

The packed pixels are taken over as they are: PDF knows the filters of PNG (ISO 32000-1, 7.4.4.4), and DCT is JPEG.
"""

import struct

from portal.uploads.redaction.paper import Picture, written

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
CHANNELS = {GRAY: 1, RGB: 3, PALETTE: 1, GRAY_ALPHA: 2, RGB_ALPHA: 4}
SPACES = {
    GRAY: b"/DeviceGray",
    RGB: b"/DeviceRGB",
    # the fourth sign says how far the paper shines through; a function (object 6) lays the colour on white
    GRAY_ALPHA: b"[/DeviceN [/G /A] /DeviceGray 6 0 R]",
    RGB_ALPHA: b"[/DeviceN [/R /G /B /A] /DeviceRGB 6 0 R]",
}
_COLOUR = b"1 exch sub 3 index mul 1 exch sub 3 1 roll "
ON_WHITE = {  # 1 - a * (1 - c) for every colour c
    GRAY_ALPHA: b"{ exch 1 exch sub mul 1 exch sub }",
    RGB_ALPHA: b"{ 4 1 roll %s%s%s4 -1 roll pop }" % (_COLOUR, _COLOUR, _COLOUR),
}
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def as_pdf(content: bytes, content_type: str) -> bytes:
    """A page on which one dot of the picture is one dot of the rendering. Raises ValueError if it cannot be."""
    picture, extra = _png(content) if content_type == "image/png" else (_jpeg(content), b"")
    return b"".join(written([picture], count=1, extra=extra))


def _png(content: bytes) -> tuple[Picture, bytes]:
    chunks = _chunks(content)
    width, height, depth, colours, _packing, _filters, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if interlaced:
        raise ValueError("interlaced")
    space = _palette(chunks[b"PLTE"]) if colours == PALETTE else SPACES[colours]
    reading = b"/ColorSpace %s /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors %d %s /Columns %d >>" % (
        space, CHANNELS[colours], b"/BitsPerComponent %d" % depth, width,
    )  # fmt: skip
    return Picture(width, height, depth, reading, chunks[b"IDAT"]), _function(colours)


def _chunks(content: bytes) -> dict[bytes, bytes]:
    """Chunks by their kind, those of one kind joined: IDAT comes in many."""
    at = len(PNG_HEAD)
    chunks: dict[bytes, list[bytes]] = {}
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        chunks.setdefault(kind, []).append(content[at + 8 : at + 8 + length])
        at += 12 + length
    return {kind: b"".join(parts) for kind, parts in chunks.items()}


def _palette(colours: bytes) -> bytes:
    return b"[/Indexed /DeviceRGB %d <%s>]" % (len(colours) // 3 - 1, colours.hex().encode())


def _function(colours: int) -> bytes:
    """What lays transparent colours on white; empty for all others."""
    program = ON_WHITE.get(colours)
    if program is None:
        return b""
    inputs, outputs = b"0 1 " * CHANNELS[colours], b"0 1 " * (CHANNELS[colours] - 1)
    head = b"<< /FunctionType 4 /Domain [%s] /Range [%s] /Length %d >>" % (inputs, outputs, len(program))
    return head + b"\nstream\n" + program + b"\nendstream"


def _jpeg(content: bytes) -> Picture:
    at = 2
    while content[at + 1] not in FRAMES:
        at += 1 if content[at + 1] == 0xFF else 2 + int.from_bytes(content[at + 2 : at + 4])
    depth, height, width, channels = struct.unpack_from(">BHHB", content, at + 4)
    space = {1: b"/DeviceGray", 3: b"/DeviceRGB", 4: b"/DeviceCMYK"}[channels]
    return Picture(width, height, depth, b"/ColorSpace %s /Filter /DCTDecode" % space, content)
