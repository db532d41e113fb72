"""Putting objects into the search index and taking them out: called by the actions that decide about the objects."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db import transaction

from portal.agencies.models import Agency
from portal.search import lexemes
from portal.search.engine import engine
from portal.search.match import Written, sample_lexemes
from portal.search.models import SearchRow

MAX_TEXT = 2_000_000  # characters of one object that are searched
UPDATED = ["agency", "area", "entry", "date", "audience", "title", "text", "folded", "url"]


@dataclass(frozen=True, kw_only=True)
class Document:
    """What is to be found of one object.

    `text` is plain text (no markup): body and attachments, blank lines between them. Whoever may not see `audience`
    never finds it.
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

    def row(self) -> SearchRow:
        title, text = _clean(self.title)[:500], _clean(self.text[:MAX_TEXT])
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        folded = f"{lexemes.fold(title)}\n{lexemes.fold(text)}"
        return SearchRow(**given | {"title": title, "text": text, "folded": folded})


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
        row.folded = f"{lexemes.fold(row.title)}\n{lexemes.fold(row.text)}"
        row.save(update_fields=["folded"])
        engine().write([written(row)])
        count += 1
    return count


def written(row: SearchRow) -> Written:
    """What the index keeps of a saved row."""
    kept = [*lexemes.of_row(row), *sample_lexemes(row.pk)]
    return Written(row.pk, row.date, row.agency_id, row.kind, row.area, len(row.folded), kept)


def _clean(text: str) -> str:
    # PostgreSQL stores no NUL and nothing stores half a surrogate pair
    whole = text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", whole)
