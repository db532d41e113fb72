"""Looking for what a PDF could do by itself, without opening it.

Names may be written with `#` escapes and objects may be packed into compressed object streams; both are read. Page
contents are not: what a page says is no command.
"""

import re
import zipfile
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from django.utils.translation import gettext as _

from portal.refusals import Refused

MAX_UNPACKED = 64 * 1024 * 1024  # bytes of all object streams together; a bomb unpacks to more
CHUNK = 65536
SNIFFED = 512  # packed bytes that show how a stream begins


def _name(name: str) -> bytes:
    """A pattern of a PDF name, each letter plain or as `#xx`."""
    letters = (rf"(?:{re.escape(sign)}|#{ord(sign):02x}|#{ord(sign):02X})" for sign in name)
    return b"/" + "".join(letters).encode() + rb"(?![A-Za-z0-9])"


# /JS is three bytes, which compressed pictures hold by chance, so it counts only before a string or a reference.
SCRIPT = re.compile(
    _name("JavaScript") + b"|" + _name("JS") + rb"\s*(?:\([\t\r\n\x20-\x7e\xfe]{3}|<[0-9a-fA-F\s]{3}|\d+\s+\d+\s+R)"
)
ACTS = re.compile(b"|".join(map(_name, ("Launch", "SubmitForm", "ImportData", "RichMedia", "Rendition", "XFA"))))
ATTACHED = _name("EF") + rb"\s*(?:<<|\d+\s+\d+\s+R)"
EMBEDS = re.compile(b"|".join(map(_name, ("EmbeddedFiles", "EmbeddedFile", "GoToE"))) + b"|" + ATTACHED)
ENCRYPTED = re.compile(_name("Encrypt") + rb"\s*(?:<<|\d+\s+\d+\s+R)")
OPENS = re.compile(_name("OpenAction") + rb"\s*(\[|<<[^>]{0,200}|(\d+)\s+(\d+)\s+R)?")
JUMPS = re.compile(_name("S") + rb"\s*" + _name("GoTo"))
# a browser that guesses reads HTML wherever it stands; what a page says (in its streams) is not looked at
MARKUP = re.compile(rb"<\s*(?:script|html|iframe|!doctype|\?php)\b", re.IGNORECASE)
PACKED_TWICE = re.compile(rb"(?:/(?:FlateDecode|Fl)\s*){2}")  # a few hundred bytes that unpack to gigabytes
STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
OBJECT_STREAM = re.compile(_name("ObjStm"))
FIRST = re.compile(_name("First") + rb"\s*(\d{1,9})")
NUMBERED = re.compile(rb"\s*\d+\s+\d+[\s<\[(/]")  # an object stream begins with numbers and places of its objects
OTHER_FILTERS = re.compile(
    b"|".join(
        map(_name, ("ASCIIHexDecode", "AHx", "ASCII85Decode", "A85", "LZWDecode", "LZW", "RunLengthDecode", "RL"))
    )
)


def inspect(file: BinaryIO) -> None:
    """Raises Refused if the PDF holds scripts, commands or other files, or is locked so that nobody can tell."""
    file.seek(0)
    content = file.read()
    if b"%%EOF" not in content[-2048:]:
        raise Refused(_("The PDF is damaged: its end is missing."), field="file")
    if ENCRYPTED.search(content):
        raise Refused(_("The PDF is protected. Save it without password and restrictions."), field="file")
    if any(MARKUP.search(part) for part in _between_streams(content)) or zipfile.is_zipfile(file):
        raise Refused(_("The PDF is a page or an archive as well and is not taken."), field="file")
    if PACKED_TWICE.search(content):
        raise _unreadable()
    parts = [content, *_object_streams(content)]
    for part in parts:
        if SCRIPT.search(part):
            raise Refused(_("The PDF holds a script."), field="file")
        if EMBEDS.search(part):
            raise Refused(_("The PDF holds another file. Attach that file by itself."), field="file")
        if ACTS.search(part) or any(not _is_harmless(found, parts) for found in OPENS.finditer(part)):
            raise Refused(_("The PDF holds a command that runs when it is opened or used."), field="file")


def _between_streams(content: bytes) -> Iterator[bytes]:
    return (part.partition(b"stream")[0] for part in content.split(b"endstream"))


def _object_streams(content: bytes) -> list[bytes]:
    """Unpacked streams that hold objects: those that say so must be readable, others are told by how they begin."""
    streams = list(STREAM.finditer(content))
    starts = [found.start() for found in streams]
    declared = {bisect_left(starts, found.end()) for found in OBJECT_STREAM.finditer(content)}
    parts: list[bytes] = []
    left = MAX_UNPACKED
    for number, found in enumerate(streams):
        start = found.end()
        if number not in declared and not NUMBERED.match(_unpacked(content, start, start + SNIFFED, SNIFFED)):
            continue
        part = _unpacked(content, start, len(content), left)
        left -= len(part)
        dictionary = content[streams[number - 1].end() if number else 0 : found.start()]
        if left <= 0 or (number in declared and (not NUMBERED.match(part) or OTHER_FILTERS.search(dictionary))):
            raise _unreadable()
        parts.append(_as_written(part, dictionary))
    if len(streams) in declared:
        raise _unreadable()
    return parts


def _unpacked(content: bytes, start: int, end: int, limit: int) -> bytes:
    """At most `limit` bytes of what is deflated from `start` on; nothing if it is packed in another way."""
    unpacker = zlib.decompressobj()
    part = b""
    try:
        while start < end and len(part) < limit and not unpacker.eof:
            packed = unpacker.unconsumed_tail or content[start : min(start + CHUNK, end)]
            start += 0 if unpacker.unconsumed_tail else CHUNK
            part += unpacker.decompress(packed, limit - len(part))
    except zlib.error:
        pass  # damaged from here on: what came before counts
    return part


def _as_written(part: bytes, dictionary: bytes) -> bytes:
    """The objects of an unpacked stream as they would stand outside of one: `9 0 obj …`."""
    first = FIRST.search(dictionary)
    if first is None:
        return part
    numbers = [int(number) for number in part[: int(first[1])].split() if number.isdigit()]
    places = [int(first[1]) + place for place in numbers[1::2]] + [len(part)]
    bodies = (part[start:end] for start, end in pairwise(places))
    return b"\n".join(b"%d 0 obj %s" % object_ for object_ in zip(numbers[::2], bodies, strict=False)) + b"\n" + part


def _unreadable() -> Refused:
    return Refused(_("The PDF is packed in a way that cannot be checked. Save it again as PDF."), field="file")


def _is_harmless(found: re.Match[bytes], parts: list[bytes]) -> bool:
    """Opening at a page is what every word processor writes; anything else is not needed."""
    target = found[1] or b""
    if target == b"[":
        return True
    if target.startswith(b"<<"):
        return bool(JUMPS.search(target))
    if not target:
        return False
    written = re.compile(rb"(?<!\d)" + found[2] + rb"\s+" + found[3] + rb"\s+obj\s*(\[|<<[^>]{0,200})")
    objects = [hit[1] for part in parts for hit in written.finditer(part)]
    return bool(objects) and all(text == b"[" or JUMPS.search(text) for text in objects)
