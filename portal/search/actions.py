"""Putting objects into the search index and taking them out: called by the actions that decide about the objects."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

from django.db import transaction

from portal.agencies.models import Agency
from portal.search import lexemes
from portal.search.engine import engine
from portal.search.folding import fold
from portal.search.match import Written, sample_lexemes
from portal.search.models import SearchRow

MAX_TEXT = 2_000_000  # characters of one object that are searched
BETWEEN = "\n\n"
UPDATED = [
    *("agency", "area", "entry", "date", "written_on", "audience", "url"),
    *("title", "number", "text", "places", "folded"),
]


class FileText(NamedTuple):
    """What an attachment says, and where it is."""

    name: str
    url: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """What is to be found of one object.

    `text` is plain text (no markup) with blank lines between its parts; the texts of `files` follow it. Whoever may not
    see `audience` never finds it. `written_on` is the day of the document itself.
    """

    kind: str
    key: str
    agency: Agency
    date: dt.date
    title: str
    text: str
    url: str
    area: str = ""
    entry: str = ""
    audience: str = "public"
    number: str = ""
    written_on: dt.date | None = None
    files: Sequence[FileText] = ()

    def row(self) -> SearchRow:
        title, text, places = _clean(self.title)[:500], _clean(self.text[:MAX_TEXT]), []
        for file in self.files:
            if file.text and len(text) < MAX_TEXT:
                text += BETWEEN
                places.append([len(text), file.name, file.url])
                text += _clean(file.text[: MAX_TEXT - len(text)])
        given = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "files"}
        kept = {"title": title, "number": _clean(self.number)[:100], "text": text, "places": places}
        return folded(SearchRow(**given | kept))


def index(document: Document) -> SearchRow:
    """Make the object findable, or bring what is found of it up to date; findable as soon as the caller commits.

    Asks for no permission and leaves no audit event: it belongs to the caller's action.
    """
    return index_all([document])[0]


@transaction.atomic(savepoint=False)
def index_all(documents: Iterable[Document]) -> list[SearchRow]:
    """`index` of many objects, no two the same, in a few queries."""
    rows = [document.row() for document in documents]
    SearchRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["kind", "key"], update_fields=UPDATED, batch_size=100
    )
    engine().write([written(row) for row in rows])
    return rows


@transaction.atomic
def remove(*, kind: str, key: str) -> None:
    """Make the object unfindable; removing what is not there changes nothing."""
    for row in SearchRow.objects.filter(kind=kind, key=key).only("pk"):
        engine().erase(row.pk)
        row.delete()


@transaction.atomic
def rehome(*, kind: str, keys: Iterable[str], agency: Agency) -> None:
    """Let the objects be found under `agency` from now on. It belongs to the caller's action."""
    for row in SearchRow.objects.filter(kind=kind, key__in=list(keys)):
        row.agency = agency
        row.save(update_fields=["agency"])
        engine().write([written(row)])


@transaction.atomic
def rebuild() -> int:
    """Write the index anew from the rows and return how many there are: after agencies moved or the lexemes changed."""
    engine().clear()
    count = 0
    # in the order of their dates: what is asked for together then stands together in the index
    for row in SearchRow.objects.select_related("agency").order_by("date", "pk").iterator(chunk_size=500):
        folded(row).save(update_fields=["folded"])
        engine().write([written(row)])
        count += 1
    return count


def folded(row: SearchRow) -> SearchRow:
    """The row with `folded` as its title, number and text have it."""
    row.folded = f"{fold(row.title)} {fold(row.number)}".rstrip() + f"\n{fold(row.text)}"
    return row


def written(row: SearchRow) -> Written:
    """What the index keeps of a saved row."""
    kept = [*lexemes.of_row(row), *sample_lexemes(row.pk)]
    return Written(row.pk, row.date, row.agency_id, row.audience, row.kind, row.area, len(row.folded), kept)


def _clean(text: str) -> str:
    # PostgreSQL stores no NUL and nothing stores half a surrogate pair
    whole = text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", whole)
