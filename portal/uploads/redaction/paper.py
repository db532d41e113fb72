"""Writing a PDF that is nothing but pictures of pages. Needs no Django.

Written by hand, so that nothing can come along: no text, no properties, no notes, no attachments, no identifiers.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

DOTS = 200  # to the inch
POINTS_PER_DOT = 72 / DOTS
BODIES = 3  # objects that a page takes: itself, what it draws, its picture


class Picture(NamedTuple):
    """A picture that fills a page of `points` (width, height): its size in dots, how its bytes are read, and they."""

    width: int
    height: int
    depth: int
    reading: bytes
    packed: bytes
    points: tuple[float, float] | None = None

    @property
    def page(self) -> tuple[float, float]:
        """Width and height of the page in points."""
        return self.points or (self.width * POINTS_PER_DOT, self.height * POINTS_PER_DOT)


def written(pictures: Iterable[Picture], *, count: int, extra: bytes = b"") -> Iterator[bytes]:
    """The file piece by piece; `count` is the number of pictures, `extra` a last object that a picture may name."""
    places: list[int] = []
    at = 0

    def piece(content: bytes, *, is_object: bool = True) -> bytes:
        nonlocal at
        if is_object:
            places.append(at)
            content = b"%d 0 obj\n%s\nendobj\n" % (len(places), content)
        at += len(content)
        return content

    yield piece(b"%PDF-1.4\n", is_object=False)
    yield piece(b"<< /Type /Catalog /Pages 2 0 R >>")
    kids = b" ".join(b"%d 0 R" % (3 + BODIES * number) for number in range(count))
    yield piece(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids))
    for picture in pictures:
        for body in _bodies(picture, len(places) + 1):
            yield piece(body)
    if extra:
        yield piece(extra)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    yield b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    yield b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, at)


def _bodies(picture: Picture, number: int) -> Iterator[bytes]:
    width, height = (b"%.3f" % length for length in picture.page)
    draws = b"q %s 0 0 %s 0 0 cm /P Do Q" % (width, height)
    yield (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %s %s] /Contents %d 0 R"
        b" /Resources << /XObject << /P %d 0 R >> >> >>" % (width, height, number + 1, number + 2)
    )
    yield b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draws), draws)
    yield (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent %d %s /Length %d >>\nstream\n"
        % (picture.width, picture.height, picture.depth, picture.reading, len(picture.packed))
        + picture.packed
        + b"\nendstream"
    )
