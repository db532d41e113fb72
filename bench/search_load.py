"""The notices of `bench/search_corpus.py` as rows of the search, copied into PostgreSQL, with the index made after.

A popular sentence stands in thousands of notices, so it is folded and cut into lexemes once. That the outcome is what
the portal's own functions make of the whole text is asserted for one notice in a thousand.
"""

from __future__ import annotations

import io
import json
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from bench.search_corpus import AGENCIES, POOL, Corpus, Notice
from portal.agencies.actions import found
from portal.agencies.models import Agency
from portal.search import lexemes
from portal.search.actions import Document, written
from portal.search.engine_postgresql import quoted
from portal.search.folding import fold
from portal.search.match import Written
from portal.search.models import SearchRow

BATCH = 2_000
PROVED = 1_000
INDEXES = (
    "CREATE INDEX search_lexemes_vector ON search_lexemes USING gin (vector) WITH (fastupdate = off)",
    "CREATE INDEX search_lexemes_date ON search_lexemes (date DESC, row_id DESC)",
)


def fill(count: int) -> None:
    """A city with its agencies and `count` notices in the configured database; nothing where they are there already."""
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, "search_lexemes")
        if SearchRow.objects.filter(pk=count).exists() and "search_lexemes_date" in indexes:
            return
        if Agency.objects.exists():
            sys.exit("The database of the measurement was left half made; FRESH=1 makes it anew.")
        cursor.execute("SET maintenance_work_mem = '32MB'; SET synchronous_commit = off")
        cursor.execute("DROP INDEX search_lexemes_vector, search_lexemes_date")
        _copy_all(cursor, count)
        sys.stderr.write("making the index …\n")
        for statement in INDEXES:
            cursor.execute(statement)
        cursor.execute("SELECT setval(pg_get_serial_sequence('search_searchrow', 'id'), max(id)) FROM search_searchrow")
        cursor.execute("VACUUM ANALYZE search_lexemes")
        cursor.execute("VACUUM ANALYZE search_searchrow")


def _copy_all(cursor: CursorWrapper, count: int) -> None:
    city = found(None, by=None, name="青田市人民政府", code="city", tier="city", kind="government", host="testserver")
    agencies = [
        found(city, by=None, name=f"青田市第{number}局", code=f"a{number}", tier="city", kind="department")
        for number in range(AGENCIES)
    ]
    notices = iter(Corpus(count))
    with ThreadPoolExecutor(1) as copier:  # the database takes one batch while the next is made
        copied: Future[Any] = copier.submit(int)
        while batch := list(islice(notices, BATCH)):
            rows, vectors = _lines([(notice, agencies[notice.agency]) for notice in batch])
            copied.result()
            copied = copier.submit(_copy, cursor, rows, vectors)
            if batch[-1].number % 100_000 < BATCH:
                sys.stderr.write(f"{batch[-1].number} notices\n")
        copied.result()


def _lines(batch: list[tuple[Notice, Agency]]) -> tuple[io.StringIO, io.StringIO]:
    names = [field.attname for field in SearchRow._meta.concrete_fields]
    rows, vectors = io.StringIO(), io.StringIO()
    for notice, agency in batch:
        row, kept = prepared(notice, agency)
        if notice.number % PROVED == 1:
            _prove(row, kept)
        rows.write("\t".join(_plain(getattr(row, name)) for name in names) + "\n")
        vector = " ".join(map(quoted, kept.lexemes))
        vectors.write("\t".join(_plain(value) for value in (*kept[:-1], vector)) + "\n")
    rows.seek(0)
    vectors.seek(0)
    return rows, vectors


def _copy(cursor: CursorWrapper, rows: io.StringIO, vectors: io.StringIO) -> None:
    columns = ", ".join(f.column for f in SearchRow._meta.concrete_fields)
    cursor.cursor.copy_expert(f"COPY search_searchrow ({columns}) FROM STDIN", rows)
    cursor.cursor.copy_expert(
        "COPY search_lexemes (row_id, date, agency_id, audience, kind, area, size, vector) FROM STDIN", vectors
    )


def prepared(notice: Notice, agency: Agency) -> tuple[SearchRow, Written]:
    """The row of a notice, and what the index keeps of it."""
    row = document(notice, agency, text="").row()
    row.pk, row.text, title = notice.number, notice.text, row.folded
    kept = dict.fromkeys(written(row).lexemes)
    paragraphs = [part.split("，") for part in notice.text.split("。\n\n")]
    for paragraph in paragraphs:
        for part in paragraph:
            kept.update(_lexemes(part))
    row.folded = title + "。 ".join(",".join(map(_folded, paragraph)) for paragraph in paragraphs)
    return row, Written(row.pk, row.date, row.agency_id, row.audience, row.kind, row.area, len(row.folded), list(kept))


def document(notice: Notice, agency: Agency, *, text: str, kind: str = "item") -> Document:
    """A notice as an action would make it findable."""
    return Document(
        kind=kind, key=str(notice.number), agency=agency, date=notice.date, title=notice.title, text=text,
        url=f"/items/{notice.number}/", area=str(notice.area),
    )  # fmt: skip


@lru_cache(maxsize=2 * POOL)
def _folded(part: str) -> str:
    return fold(part)


@lru_cache(maxsize=2 * POOL)
def _lexemes(part: str) -> dict[str, None]:
    folded = fold(part)
    return dict.fromkeys([*lexemes._numbers(folded), *lexemes.triples(folded), *lexemes.pieces(folded)])


def _prove(row: SearchRow, kept: Written) -> None:
    honest = SearchRow(folded=f"{fold(row.title)}\n{fold(row.text)}")
    assert row.folded == honest.folded, row.text
    proof = written(row)
    assert set(proof.lexemes) == set(kept.lexemes), set(proof.lexemes) ^ set(kept.lexemes)
    assert proof[:-1] == kept[:-1]


def _plain(value: object) -> str:
    if value is None:
        return "\\N"
    text = json.dumps(value) if isinstance(value, list | dict) else str(value)
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
