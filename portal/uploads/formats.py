"""The types of files that are taken in."""

from typing import NamedTuple


class Format(NamedTuple):
    """A type: the endings its name may have (the first is the usual one), and whether words can be read from it."""

    endings: tuple[str, ...]
    content_type: str
    has_text: bool = True


_OFFICE = "application/vnd.openxmlformats-officedocument."

PDF = Format(("pdf",), "application/pdf")
DOCX = Format(("docx",), _OFFICE + "wordprocessingml.document")
XLSX = Format(("xlsx",), _OFFICE + "spreadsheetml.sheet")
PPTX = Format(("pptx",), _OFFICE + "presentationml.presentation")
TEXT = Format(("txt",), "text/plain")
CSV = Format(("csv",), "text/csv")
PNG = Format(("png",), "image/png", has_text=False)
JPEG = Format(("jpg", "jpeg"), "image/jpeg", has_text=False)
GIF = Format(("gif",), "image/gif", has_text=False)
WEBP = Format(("webp",), "image/webp", has_text=False)

ALL = (PDF, DOCX, XLSX, PPTX, TEXT, CSV, PNG, JPEG, GIF, WEBP)
ACCEPT = ",".join(f".{ending}" for known in ALL for ending in known.endings)  # for <input type="file" accept=…>
