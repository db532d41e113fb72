"""The text of a version: which HTML may be published, and what it says without any."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import nh3

BLOCKS = {"p", "div", "h2", "h3", "h4", "h5", "ul", "ol", "li", "blockquote", "pre", "hr", "br"}
TABLES = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
INLINE = {"a", "strong", "b", "em", "i", "u", "s", "sub", "sup"}
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# What a person types as plain text may well hold “<”; only a complete tag makes it HTML.
_KNOWN = "|".join(
    sorted(BLOCKS | TABLES | INLINE | {"h1", "h6", "span", "font", "img", "script", "style", "iframe", "svg"})
)
_TAG = re.compile(rf"</?(?:{_KNOWN})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_TOP_HEADING = re.compile(r"<(/?)h1\b", re.IGNORECASE)


def sanitised(text: str) -> str:
    """Return `text` as HTML that may be published.

    HTML keeps headings from level 2 on, paragraphs, lists, tables and links to http, https, mailto and tel; scripts,
    styles and everything active are dropped. Text without any tag becomes paragraphs, one per line. "" if no word
    is left.
    """
    text = text.replace("\x00", "")
    if not _TAG.search(text):
        return _paragraphs(text)
    # the page has its one first-level heading already: the title
    clean = nh3.clean(
        _TOP_HEADING.sub(r"<\1h2", text),
        tags=BLOCKS | TABLES | INLINE,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    ).strip()
    return clean if plain(clean) else ""


def _paragraphs(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)


def plain(body: str) -> str:
    """The words of `body` without markup, a line for each block: for search, snippets and differences."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append("\n" if tag in BLOCKS or tag == "tr" else " " if tag in TABLES else "")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, [])

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
