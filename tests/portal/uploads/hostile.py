"""Every hostile file, named by its danger, and a program that meets them one after the other within limits.

`python -m tests.portal.uploads.hostile` prints a line of JSON for each: what became of it, and how long it took.
"""

import io
import json
import re
import resource
import sys
import time
import zlib
from pathlib import Path

import django
from django.core.files.base import ContentFile

from portal.refusals import Refused
from portal.uploads.recognition import recognise
from tests.portal.uploads import samples

MEMORY = 512 * 1024 * 1024
SCRIPT = b"<html><script>alert(1)</script></html>"


def _stream_bomb(filters: bytes, times: int) -> bytes:
    """A few hundred bytes of page contents that unpack to fifty megabytes."""
    packed = zlib.compress(b"0 " * 25_000_000, 9)
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    return b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(packed), filters, packed)


def files() -> dict[str, tuple[str, bytes]]:
    """Danger → name and content. All of these have to be refused."""
    word = {f"word: {danger}": ("文件.docx", content) for danger, content in samples.hostile_word().items()}
    pdf = {f"pdf: {danger}": ("文件.pdf", content) for danger, content in samples.hostile_pdf().items()}
    clean = samples.pdf()
    archive = samples.container({"a.exe": b"MZ" + b"\0" * 64})
    types = samples.TYPES.format(more="")
    more = {
        "pdf: a page for browsers": ("文件.pdf", clean.replace(b"%PDF-1.5\n", b"%PDF-1.5\n" + SCRIPT + b"\n")),
        "pdf: a page behind the end": ("文件.pdf", clean + SCRIPT + b"\n%%EOF\n"),
        "pdf: an archive behind the end": ("文件.pdf", clean + archive + b"\n%%EOF"),
        "pdf: packed twice": ("文件.pdf", samples.pdf(objects=(_stream_bomb(b"[/FlateDecode /FlateDecode]", 2),))),
        "pdf: attached file by annotation": (
            "文件.pdf",
            samples.pdf(objects=(b"<< /Subtype /FileAttachment /FS << /EF << /F 8 0 R >> >> >>", b"<< /EF 9 0 R >>")),
        ),
        "html before pdf": ("文件.pdf", SCRIPT + clean),
        "png: a page inside": ("图.png", samples.png(comment=SCRIPT)),
        "png: a page behind the end": ("图.png", samples.png(after=SCRIPT)),
        "png: an archive behind the end": ("图.png", samples.png(after=archive)),
        "png: a billion pixels": ("图.png", samples.png(40_000, 30_000)),
        "png: cut off": ("图.png", samples.png()[:-6]),
        "jpeg: a page inside": ("图.jpg", samples.jpeg(comment=SCRIPT)),
        "jpeg: four billion pixels": ("图.jpg", samples.jpeg(65_000, 65_000)),
        "gif: a script at the end": ("图.gif", samples.gif(tail=b"=1;alert(1)//")),
        "gif: four billion pixels": ("图.gif", samples.gif(65_000, 65_000)),
        "webp: too large": ("图.webp", samples.webp(16_000, 16_000)),
        "svg": ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        "svg as png": ("图.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        "html": ("页.html", SCRIPT),
        "program as pdf": ("文件.pdf", b"MZ" + b"\0" * 600),
        "program as docx": ("文件.docx", b"\x7fELF" + b"\0" * 600),
        "program as text": ("文件.txt", b"MZ\x90\0\x03" + b"\0" * 600),
        "old word": ("文件.doc", samples.OLE),
        "workbook that calls": (
            "表.xlsx",
            samples.container({
                "[Content_Types].xml": types, "word/document.xml": "<x/>", "xl/externalLinks/externalLink1.xml":
                "<externalLink><ddeLink ddeService='cmd' ddeTopic='/c calc'/></externalLink>",
            }),
        ),
        "billion laughs": (
            "文件.docx",
            samples.word_with({"word/document.xml": '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'}),
        ),
    }  # fmt: skip
    return word | pdf | more


def _peak() -> int:
    """Most memory that this program ever had, in bytes; getrusage would count what its parent had when it forked."""
    kilobytes = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert kilobytes is not None
    return int(kilobytes[1]) * 1024


def harmless_by_serving() -> dict[str, tuple[str, bytes]]:
    """Taken, because they are what they say; reading them stays within its limits, and no browser runs them."""
    return {
        "script as text": ("说明.txt", SCRIPT),
        "formula as csv": ("表.csv", b"=cmd|' /C calc'!A0,1\r\n"),
        "page contents bomb": ("文件.pdf", samples.pdf(objects=(_stream_bomb(b"/FlateDecode", 1),))),
    }


def meet() -> None:
    """Recognise every file in this one process, which may not grow beyond the limit."""
    everything = files()
    resource.setrlimit(resource.RLIMIT_AS, (3 * MEMORY, 3 * MEMORY))
    for danger, (name, content) in everything.items():
        before = time.process_time()
        try:
            recognise(ContentFile(content), name)
        except Refused as refusal:
            verdict = str(refusal)
        else:
            verdict = ""
        print(json.dumps({"danger": danger, "verdict": verdict, "seconds": time.process_time() - before}))  # noqa: T201 - the figure is the point
    print(json.dumps({"danger": "all", "verdict": "peak", "seconds": 0, "bytes": _peak()}))  # noqa: T201 - the figure is the point


if __name__ == "__main__":
    django.setup()
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", write_through=True)
    meet()
