"""Looking into the zip container of Word, Excel and PowerPoint files."""

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.uploads import formats
from portal.uploads.formats import Format

MAX_ENTRIES = 4000
MAX_UNPACKED = 300 * 1024 * 1024  # bytes of all entries together
MAX_RATIO = 200  # times smaller packed than unpacked, from 10 MB on; tables of a hundred thousand rows reach 60
RATIO_FROM = 10 * 1024 * 1024
MAX_RELATIONS = 5 * 1024 * 1024  # bytes of one list of relations
CHUNK = 1024 * 1024

TYPES = "[Content_Types].xml"
MAIN_PARTS = {
    "wordprocessingml.document.main+xml": formats.DOCX,
    "spreadsheetml.sheet.main+xml": formats.XLSX,
    "presentationml.presentation.main+xml": formats.PPTX,
}
CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
ACTIVE = re.compile(r"vbaproject|vbadata|macrosheet|activex|customui|userforms?/", re.IGNORECASE)
INSIDE = re.compile(r"(^|/)(embeddings|externallinks)/|\.(zip|jar|exe|dll|js|vbs|bat|ps1|hta|scr|lnk)$", re.IGNORECASE)
DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
FIELD = re.compile(rb"<(?:\w+:)?instrText[^>]{0,200}>([^<]{0,2000})|\s(?:\w+:)?instr=\"([^\"]{0,2000})\"")
DDE = re.compile(rb"\bDDE(AUTO)?\b", re.IGNORECASE)


class Sentences(NamedTuple):
    """One sentence per reason, in the reader's language."""

    damaged: str
    bomb: str
    paths: str
    active: str
    inside: str
    outside: str
    declared: str
    unknown: str


def _sentences() -> Sentences:
    return Sentences(
        damaged=_("The file is damaged: its container cannot be read."),
        bomb=_("The file unpacks to far more than its size and is not taken."),
        paths=_("The file holds names that lead out of it and is not taken."),
        active=_("The file holds macros or controls. Save it without them, as .docx, .xlsx or .pptx."),
        inside=_("The file holds another file inside. Take it out and attach it by itself."),
        outside=_("The file draws content or a template from outside. Break the links and save it again."),
        declared=_("The file holds declarations that office files never need and is not taken."),
        unknown=_("Archives are not taken: attach the files one by one."),
    )


def inspect(file: BinaryIO) -> Format:
    """The office format in the zip `file`. Raises Refused, field "file", if it is another archive or could do harm."""
    says = _sentences()
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as container:
            entries = container.infolist()
            _check_entries(entries, says)
            found = _format(container, says)
            for entry in entries:
                _check_content(container, entry, says)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise Refused(says.damaged, field="file") from error
    except (ParseError, DefusedXmlException) as error:
        raise Refused(says.declared, field="file") from error
    return found


def _check_entries(entries: list[zipfile.ZipInfo], says: Sentences) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused(says.bomb, field="file")
    if TYPES not in names:
        raise Refused(says.unknown, field="file")
    if len({name.lower() for name in names}) != len(names):
        raise Refused(says.damaged, field="file")
    for entry in entries:
        _check_entry(entry, says)


def _check_entry(entry: zipfile.ZipInfo, says: Sentences) -> None:
    name = entry.orig_filename
    parts = re.split(r"[/\\]", name)
    if ".." in parts or "\\" in name or name.startswith("/") or ":" in name or "\0" in name:
        raise Refused(says.paths, field="file")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise Refused(says.paths, field="file")
    if entry.flag_bits & 0x1:
        raise Refused(says.damaged, field="file")
    if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise Refused(says.bomb, field="file")
    if ACTIVE.search(name):
        raise Refused(says.active, field="file")
    if INSIDE.search(name):
        sentence = says.outside if "externallinks/" in name.lower() else says.inside
        raise Refused(sentence, field="file")


def _format(container: zipfile.ZipFile, says: Sentences) -> Format:
    kinds = [element.get("ContentType", "") for element in _tree(container, TYPES, says)]
    if any("macroenabled" in kind.lower() or ACTIVE.search(kind) for kind in kinds):
        raise Refused(says.active, field="file")
    found = {known for kind in kinds for main, known in MAIN_PARTS.items() if kind.endswith(main)}
    if len(found) != 1:
        raise Refused(says.unknown, field="file")
    return found.pop()


def _check_content(container: zipfile.ZipFile, entry: zipfile.ZipInfo, says: Sentences) -> None:
    is_markup = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
    commands, tail, size = b"", b"", 0
    for chunk in _chunks(container, entry):
        if not size and chunk.startswith(CONTAINERS):
            raise Refused(says.inside, field="file")
        size += len(chunk)
        if size > MAX_UNPACKED:
            raise Refused(says.bomb, field="file")
        if is_markup:
            window = tail + chunk
            # UTF-16 writes a zero beside every sign
            if DECLARATION.search(window.replace(b"\0", b"")):
                raise Refused(says.declared, field="file")
            commands += b"".join(first or second for first, second in FIELD.findall(window))
            tail = chunk[-256:]
    if DDE.search(commands):
        raise Refused(says.outside, field="file")
    if entry.filename.lower().endswith(".rels"):
        _check_relations(_tree(container, entry.filename, says), says)


def _chunks(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with container.open(entry) as content:
        while chunk := content.read(CHUNK):
            yield chunk


def _check_relations(relations: Element, says: Sentences) -> None:
    for relation in relations:
        kind = relation.get("Type", "").rpartition("/")[2].lower()
        if relation.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise Refused(says.outside, field="file")
        if kind in ("oleobject", "package", "afchunk"):
            raise Refused(says.inside, field="file")
        if kind in ("vbaproject", "control", "activexcontrolbinary", "xlmacrosheet"):
            raise Refused(says.active, field="file")


def _tree(container: zipfile.ZipFile, name: str, says: Sentences) -> Element:
    if container.getinfo(name).file_size > MAX_RELATIONS:
        raise Refused(says.bomb, field="file")
    return fromstring(container.read(name), forbid_dtd=True)
