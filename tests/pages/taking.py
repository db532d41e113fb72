"""Every page that the URL table names, taken once: what a browser would get, with everything that the page asks for.

The pages are taken with the test client in the planted world, which nobody writes; a browser then plays them
(`playing.py`), and a validator reads them. So the sweep needs no server and no second database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml.html import fromstring

from portal.languages import in_language, languages
from tests.access.rows import ANONYMOUS, Row
from tests.access.test_table import TABLE
from tests.access.world import World
from tests.pages.scenes import beside_the_table

# The least privileged first; who of them stands first in a row of the table opens its page.
PRIVILEGE = (
    ANONYMOUS, "citizen", "clerk", "sibling_clerk", "reviewer", "head", "officer", "supervisor", "admin",
    "other_clerk", "other_officer",
)  # fmt: skip
ASKED_FOR = re.compile(r'(?:src|data-hx-get)="(/[^"]*)"|<link rel="stylesheet" href="(/[^"]*)"')
ASKS = ".//textarea | .//select | .//input[not(@type) or not(contains(' hidden submit button image ', @type))]"
HEADERS = ("Content-Type", "Content-Security-Policy")


@dataclass(frozen=True)
class Answer:
    """What came back for an address."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        """Content type without its parameters; "redirect" for one."""
        return "redirect" if "Location" in self.headers else self.headers["Content-Type"].partition(";")[0]

    @property
    def is_page(self) -> bool:
        """A whole page, which somebody reads; not a part that another page fetches."""
        return self.kind == "text/html" and b"<html" in self.body

    @property
    def html(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Taken:
    """What one person gets at an address; `is_sent` says that it came back for something sent, mostly an empty form."""

    name: str
    who: str
    address: str
    answer: Answer
    is_sent: bool = False
    language: str = ""

    @property
    def is_public(self) -> bool:
        return self.who == ANONYMOUS

    def __str__(self) -> str:
        return f"{'sent ' if self.is_sent else ''}{self.address} ({self.name} as {self.who})"


@dataclass
class Album:
    """All pages, the answers of the table that are no pages, and what the pages ask for, by who asks and address."""

    pages: list[Taken] = field(default_factory=list)
    files: list[Taken] = field(default_factory=list)
    asked: dict[tuple[str, str], Answer] = field(default_factory=dict)


def posted(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The forms of a page that ask for something and are posted: where to, and what they send unasked."""
    for form in fromstring(html).forms:
        hidden = form.xpath(".//input[@type='hidden'][@name]")
        if form.method == "POST" and form.xpath(ASKS):
            yield form.get("action", ""), {field.get("name"): field.get("value", "") for field in hidden}


def take_all(world: World) -> Album:
    """Every address of the table as the least privileged who gets in, every form sent with nothing in it, and each
    public page in the other languages.
    """
    album = Album()
    for name, row in sorted(TABLE.items()):
        who = least_privileged(row)
        if who is not None:
            _take(world, album, name, row, who)
    album.pages += [
        Taken(name, ANONYMOUS, address, _asked(world, ANONYMOUS, address, sent=sent), is_sent=sent is not None)
        for name, address, sent in beside_the_table(world)
    ]
    known = {(page.who, page.address) for page in album.pages if page.is_sent}
    for page in list(album.pages):
        for came_back in _sent_empty(world, page, known):
            album.pages.append(came_back)
    for page in [page for page in album.pages if page.is_public and not page.is_sent]:
        album.pages += _translated(world, page)
    for page in album.pages:
        _ask_what_it_asks(world, album, page)
    return album


def least_privileged(row: Row) -> str | None:
    """Who of those who get in may do the least; None where nobody gets in."""
    return next((member for member in PRIVILEGE if member in row.open_to), None)


def _take(world: World, album: Album, name: str, row: Row, who: str) -> None:
    address = reverse(name, kwargs=row.args(world.here))
    if row.query:
        address += f"?{urlencode(row.query)}"
    answer = _asked(world, who, address, sent={} if row.method == "POST" else None)
    taken = Taken(name, who, address, answer, is_sent=row.method == "POST")
    if answer.is_page:
        album.pages.append(taken)
    elif row.method == "GET":
        album.files.append(taken)
        album.asked[who, address] = answer


def _sent_empty(world: World, page: Taken, known: set[tuple[str, str]]) -> Iterator[Taken]:
    """The pages that come back for the forms of a page, each address once."""
    for action, hidden in posted(page.answer.html):
        address = urljoin(page.address, action)
        if (page.who, address) in known:
            continue
        known.add((page.who, address))
        answer = _asked(world, page.who, address, sent=hidden)
        if answer.is_page:
            yield Taken(page.name, page.who, address, answer, is_sent=True)


def _translated(world: World, page: Taken) -> Iterator[Taken]:
    for language in languages():
        if language.prefix:
            address = in_language(page.address, language.code)
            answer = _asked(world, page.who, address)
            if answer.status == page.answer.status:
                yield Taken(page.name, page.who, address, answer, language=language.tag)


def _ask_what_it_asks(world: World, album: Album, page: Taken) -> None:
    for match in ASKED_FOR.findall(page.answer.html):
        address = "".join(match).replace("&amp;", "&")
        if not address.startswith("/static/") and (page.who, address) not in album.asked:
            album.asked[page.who, address] = _asked(world, page.who, address, by_htmx=True)


def _asked(
    world: World, who: str, address: str, *, sent: dict[str, str] | None = None, by_htmx: bool = False
) -> Answer:
    """What somebody of the cast gets, for `sent` if it is given; what the question changes is undone."""
    headers = {"host": "testserver"} | ({"hx-request": "true"} if by_htmx else {})
    client: Client = world.sessions.client(who, headers=headers)
    with transaction.atomic():
        response: HttpResponse = client.get(address) if sent is None else client.post(address, sent)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    headers = {name: response.headers[name] for name in (*HEADERS, "Location") if name in response.headers}
    return Answer(response.status_code, headers, body)


def path_of(address: str) -> str:
    """Path and query of an address of any site."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
