"""The text of a version: which HTML may be published, and what it says without any."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import nh3

from disclosure.markup import ATTRIBUTES, BLOCKS, TABLES, TAGS
from disclosure.pasting import normalised

# What a person types as plain text may well hold “<”; only a complete tag makes it HTML.
_KNOWN = "|".join(sorted(TAGS | {"h1", "h6", "span", "font", "img", "script", "style", "iframe", "svg"}))
_TAG = re.compile(rf"</?(?:{_KNOWN})(?:\s[^<>]*)?/?>", re.IGNORECASE)


def sanitised(text: str) -> str:
    """Return `text` as HTML that may be published.

    HTML keeps headings from level 2 on, paragraphs, lists, tables and links to http, https, mailto and tel; scripts,
    styles and everything active are dropped, and what Word and WPS wrap text in is read by `disclosure.pasting`. Text
    without any tag becomes paragraphs, one per line. "" if no word is left.
    """
    text = text.replace("\x00", "")
    if not _TAG.search(text):
        return _paragraphs(text)
    clean = nh3.clean(
        normalised(text),
        tags=TAGS,
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


def rows_and_lines(body: str) -> list[tuple[str, ...]]:
    """The words of `body` in order: a line of text as one string, a row of a table as its cells."""
    reader = _RowReader()
    reader.feed(body)
    reader.close()
    reader.end_line()
    return reader.found


class _RowReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, ...]] = []
        self.cells: list[str] | None = None
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.end_line()
            self.cells = []
        elif self.cells is None and tag in BLOCKS | TABLES:
            self.end_line()
        elif tag in BLOCKS:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self.cells is not None and tag in {"td", "th"}:
            self.cells.append(self._said())
        elif self.cells is not None and tag == "tr":
            if any(self.cells):
                self.found.append(tuple(self.cells))
            self.cells = None
        else:
            self.handle_starttag(tag, [])

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def end_line(self) -> None:
        """What has been read since the last block is a line of its own."""
        if line := self._said():
            self.found.append((line,))

    def _said(self) -> str:
        said = " ".join("".join(self.words).split())
        self.words = []
        return said
