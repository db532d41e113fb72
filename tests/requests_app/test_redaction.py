"""Blackening: what stood under a box is nowhere in what goes out."""

import struct
import zlib

import pypdfium2
import pytest

from portal.uploads.redaction import program, running
from requests_app import suggestions
from tests.requests_app.papers import PAGE, SECRET, content_of, paper


def text_of(content):
    return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def bytes_of(content):
    """The file with every stream of it unpacked, for what could hide in one."""
    parts = [content]
    for part in content.split(b"stream\n")[1:]:
        try:
            parts.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            parts.append(part)
    return b"\n".join(parts)


def test_what_stood_under_a_box_is_nowhere(proved):
    original = paper(PAGE, info=f"<< /Author ({SECRET}) >>".encode())
    file = proved(content=original)
    assert file.state == "verified"
    assert file.boxes.count() == 3
    content = content_of(file.output)
    assert SECRET in text_of(original)
    assert text_of(content) == ""
    unpacked = bytes_of(content)
    for word in (SECRET, "11010519491231002X", "13812345678", "金额", "1200"):
        for encoding in ("utf-8", "utf-16-be", "gb18030"):
            assert word.encode(encoding) not in unpacked
    assert pypdfium2.PdfDocument(content).get_metadata_dict(skip_empty=True) == {}
    assert file.output.sha256 != file.original_sha256


def test_what_stands_beside_the_boxes_is_still_seen(proved):
    file = proved()
    page = pypdfium2.PdfDocument(content_of(file.output))[0]
    dots = program.dots_of(next(iter(page.get_objects())))
    kept = next(iter(suggestions.occurrences(file, "低保资金分配表")))
    inside = [dots.dots[row] for row in dots.rows(dots.window(kept.boxes[0]))]
    assert any(0 in row for row in inside)
    assert not dots.is_black(kept.boxes[0])


@pytest.mark.parametrize(
    "extra",
    [
        b"/Rotate 90",
        b"/Rotate 180",
        b"/Rotate 270",
        b"/CropBox [40 600 500 820]",
        b"/Rotate 90 /CropBox [40 600 500 820]",
        b"/UserUnit 2",
    ],
)
def test_boxes_lie_where_the_words_are_seen(proved, extra):
    """White paper has ink only where words are: with every word boxed, all that is seen is black boxes and white."""
    file = proved(content=paper(SECRET, extra=extra))
    assert file.state == "verified"
    page = pypdfium2.PdfDocument(content_of(file.output))[0]
    dots = program.dots_of(next(iter(page.get_objects())))
    for box in file.boxes.all():
        dots_of_box = dots.window(box.placed[1:], margin=1)
        for row in dots.rows(dots_of_box):
            dots.dots[row] = b"\xff" * (row.stop - row.start)
    assert set(dots.dots) == {255}


def test_a_result_without_its_boxes_is_caught(added, cast, ground):
    file = added()
    boxes = [(0, *box) for one in suggestions.occurrences(file, SECRET) for box in one.boxes]
    good, bare = running.blacken(file.original, boxes), running.blacken(file.original, [])
    assert running.prove(good, sizes=file.pages, boxes=boxes) == []
    assert running.prove(bare, sizes=file.pages, boxes=boxes) == ["shining"]
    assert running.prove(good, sizes=[*file.pages, [1, 1]], boxes=boxes) == ["pages"]
    assert running.prove(good, sizes=[[10, 10]], boxes=boxes) == ["size"]
    assert "text" in running.prove(paper(PAGE), sizes=file.pages, boxes=boxes)
    titled = good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Info << /Author (A) >>")
    assert running.prove(titled, sizes=file.pages, boxes=boxes) == ["more"]
    named = good.replace(b"/Type /Catalog", b"/Type /Catalog /Names << /EmbeddedFiles << /Names [] >> >>")
    assert running.prove(named, sizes=file.pages, boxes=boxes) == ["more"]


def test_a_huge_page_is_drawn_more_coarsely(added):
    file = added(paper(PAGE, size=(14000, 9000)))
    assert file.pages[0][0] * file.pages[0][1] <= 20_100_000


def test_sixty_pages(proved):
    file = proved(content=paper(*[f"第{number}页\n{SECRET}" for number in range(60)]))
    assert file.state == "verified"
    assert len(pypdfium2.PdfDocument(content_of(file.output))) == 60
    assert {box.page for box in file.boxes.all()} == set(range(1, 61))


def png(width=60, height=40):
    rows = b"".join(b"\0" + bytes([200, 30, 30, 255] * width) for _row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def test_a_picture_becomes_a_page(proved, cast, ground):
    file = proved(content=png(), name="现场照片.png")
    assert (file.state, file.output.name, file.pages) == ("verified", "现场照片.pdf", [[60, 40]])


def test_found_words_cross_lines_and_widths(added):
    file = added(paper(f"表格\n户主王\n小明，电话１３８\n{SECRET}"))
    found = suggestions.occurrences(file, SECRET)
    assert [len(one.boxes) for one in found] == [2, 1]
    assert len(suggestions.occurrences(file, "138")) == 1
    assert suggestions.occurrences(file, "  ") == []
