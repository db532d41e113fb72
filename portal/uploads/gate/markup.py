"""What a page must not go out with: links that lead nowhere, pictures and tables that some readers cannot read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser

from portal.uploads.gate.finding import Finding, found


def scan(body: str, *, opens: Callable[[str], bool], place: str = "body") -> Iterator[Finding]:
    """Findings of an HTML text. `opens` tells of an address on this site whether the public can open it."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    for address, words in reader.links:
        if not words.strip():
            yield found("empty_link", place, address, excerpt=address)
        if not opens(address):
            yield found("dead_link", place, address, excerpt=address)
    for source in reader.unnamed:
        yield found("missing_alternative", place, source, excerpt=source)
    for number in reader.headless:
        yield found("missing_header_cells", f"{place}, table {number}", str(number), excerpt=f"{number}")


def addresses(body: str) -> list[str]:
    """The addresses that an HTML text links to, in order, each once."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    return list(dict.fromkeys(address for address, _words in reader.links))


class _Reader(HTMLParser):
    """Links with their words, pictures without an alternative, tables (by number) without a header cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.unnamed: list[str] = []
        self.headless: list[int] = []
        self._link: tuple[str, str] | None = None
        self._tables: list[tuple[int, bool]] = []
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self._close_link()
            self._link = (str(given["href"]), "")
        elif tag == "img":
            self._picture(given)
        elif tag == "table":
            self._count += 1
            self._tables.append((self._count, False))
        elif tag == "th" and self._tables:
            self._tables[-1] = (self._tables[-1][0], True)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._close_link()
        elif tag == "table" and self._tables:
            number, has_headers = self._tables.pop()
            self.headless += [] if has_headers else [number]

    def handle_data(self, data: str) -> None:
        if self._link is not None:
            self._link = (self._link[0], self._link[1] + data)

    def _picture(self, given: dict[str, str | None]) -> None:
        alternative = (given.get("alt") or "").strip()
        if not alternative:
            self.unnamed.append(given.get("src") or "img")
        self.handle_data(alternative)  # it is what a link around the picture says

    def _close_link(self) -> None:
        if self._link is not None:
            self.links.append(self._link)
            self._link = None
