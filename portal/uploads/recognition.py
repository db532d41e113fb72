"""What a file is, decided from what is in it; its name must agree, and it must not be able to act by itself."""

import codecs
from typing import BinaryIO, cast

from django.core.files.base import File
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.uploads import formats, office, pdf, pictures
from portal.uploads.formats import Format

MAGIC = (
    (b"\x89PNG\r\n\x1a\n", formats.PNG),
    (b"\xff\xd8\xff", formats.JPEG),
    (b"GIF87a", formats.GIF),
    (b"GIF89a", formats.GIF),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = 64
ENCODINGS = ("utf-8-sig", "gb18030")  # how Chinese text files are written; `extraction` reads them in this order
WRITING_CONTROLS = b"\t\n\r\f\x1a"


def recognise(file: File, name: str) -> Format:
    """The format of `file`, which is left at its beginning. Raises Refused with one sentence, field "file"."""
    content = cast("BinaryIO", file.file)
    content.seek(0)
    head = content.read(HEAD)
    found = _by_content(content, head, name)
    file.seek(0)
    if _ending(name) not in found.endings:
        raise Refused(
            _("The name of the file does not fit its content: this is a .%(ending)s file.")
            % {"ending": found.endings[0]},
            field="file",
        )
    return found


def _by_content(file: BinaryIO, head: bytes, name: str) -> Format:
    if head.startswith(b"%PDF-"):
        pdf.inspect(file)
        return formats.PDF
    if head.startswith(b"PK\x03\x04"):
        return office.inspect(file)
    if head.startswith(OLE):
        raise Refused(
            _("Files of old or password-protected Word, Excel and WPS cannot be checked. Save as .docx or .xlsx."),
            field="file",
        )
    for magic, found in MAGIC:
        if head.startswith(magic):
            pictures.inspect(file, found)
            return found
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        pictures.inspect(file, formats.WEBP)
        return formats.WEBP
    if _ending(name) in ("txt", "csv") and _is_plain_text(file):
        return formats.CSV if _ending(name) == "csv" else formats.TEXT
    raise Refused(
        _("Files of this type are not taken: use PDF, Word, Excel or PowerPoint, text, CSV or a picture."), field="file"
    )


def _is_plain_text(file: BinaryIO) -> bool:
    return any(_decodes(file, encoding) for encoding in ENCODINGS)


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    controls = bytes(code for code in range(32) if code not in WRITING_CONTROLS)
    file.seek(0)
    while chunk := file.read(65536):
        if len(chunk.translate(None, controls)) != len(chunk):
            return False
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()
