"""A Word document as the text of an item."""

from __future__ import annotations

import io
import re
from typing import NamedTuple

import mammoth
from django.core.files.base import File
from django.utils.translation import gettext as _

from disclosure.body import plain, sanitised
from portal.refusals import Refused
from portal.uploads import formats
from portal.uploads.recognition import recognise

# Names of styles in Chinese Word and WPS; mammoth knows the English ones. First-level headings become second-level.
STYLES = """
p[style-name='标题'] => h1:fresh
p[style-name='标题 1'] => h2:fresh
p[style-name='标题 2'] => h3:fresh
p[style-name='标题 3'] => h4:fresh
p[style-name='Title'] => h1:fresh
p[style-name='Heading 1'] => h2:fresh
p[style-name='Heading 2'] => h3:fresh
p[style-name='Heading 3'] => h4:fresh
u => u
strike => s
"""
_TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
_HEADING = re.compile(r"<h[2-4]>(.*?)</h[2-4]>", re.DOTALL)
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_LEFT_OUT = mammoth.images.img_element(lambda _picture: {"src": ""})
MOST_BYTES = 10 * 1024 * 1024
_ANCHOR = re.compile(r'<a id="[^"]*"></a>')


class Imported(NamedTuple):
    """What a document says: its title ("" if it has none), its text as HTML, and a sentence for what was left out."""

    title: str
    body: str
    remarks: list[str]


def read(upload: File, name: str) -> Imported:
    """The text of a .docx with its headings, lists and tables; pictures are left out and counted.

    The file is recognised first, as every upload is: macros, links to outside and bombs are refused before any of it
    is read. Raises Refused(field="word").
    """
    _require_word(upload, name)
    try:
        result = mammoth.convert_to_html(io.BytesIO(upload.read()), style_map=STYLES, convert_image=_LEFT_OUT)
    except Exception as error:  # a parser that meets a damaged document fails in more ways than it documents
        raise Refused(_("This Word file cannot be read. Save it again as .docx."), field="word") from error
    html = _ANCHOR.sub("", result.value)
    pictures = len(_PICTURE.findall(html))
    html = _PICTURE.sub("", html)
    title, html = _title_of(html)
    body = sanitised(html)
    if not body:
        raise Refused(_("There is no text in this Word file."), field="word")
    return Imported(title, body, [_pictures(pictures)] if pictures else [])


def _require_word(upload: File, name: str) -> None:
    if upload.size > MOST_BYTES:
        raise Refused(_("A Word file to import may have 10 MB at most."), field="word")
    try:
        found = recognise(upload, name)
    except Refused as refusal:
        raise Refused(str(refusal), field="word") from refusal
    if found is not formats.DOCX:
        raise Refused(_("Choose a Word file (.docx)."), field="word")


def _title_of(html: str) -> tuple[str, str]:
    """The title, and the rest: a title style is taken out of the text, a first heading stays in it."""
    found = _TITLE.search(html)
    if found is not None:
        return _line(found.group(1)), html[: found.start()] + html[found.end() :]
    found = _HEADING.search(html)
    return (_line(found.group(1)) if found else ""), html


def _line(html: str) -> str:
    return " ".join(plain(html).split())


def _pictures(count: int) -> str:
    return _("%(count)d pictures were left out: attach them as files.") % {"count": count}
