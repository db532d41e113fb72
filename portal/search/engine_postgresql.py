"""PostgreSQL: one narrow table of tsvectors without positions under one GIN index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from portal.search.match import Found, Match, Written, windows

# The inner select meets the index and is cut off; only what is left is joined.
NEWEST = """
WITH newest AS MATERIALIZED (
    SELECT row_id, date FROM search_lexemes
    WHERE vector @@ %(query)s::tsquery AND date BETWEEN %(since)s AND %(until)s
      AND (date, row_id) < (%(after_date)s, %(after_pk)s)
    ORDER BY date DESC, row_id DESC LIMIT %(limit)s
)
SELECT row_id, newest.date FROM newest JOIN search_searchrow ON id = row_id ORDER BY newest.date DESC, row_id DESC
"""
LAST_KEY = 2**63 - 1
MAX_BYTES = 700_000  # a tsvector holds 1 MiB of lexemes, counting a little for each


def write(rows: Sequence[Written]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_lexemes (row_id, date, vector) VALUES (%s, %s, array_to_tsvector(%s::text[]))"
            " ON CONFLICT (row_id) DO UPDATE SET date = EXCLUDED.date, vector = EXCLUDED.vector",
            [[row.pk, row.date, _fitting(row.lexemes)] for row in rows],
        )


def erase(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_lexemes WHERE row_id = %s", [pk])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_lexemes")


def matching(match: Match, *, today: dt.date | None, limit: int, after: Found | None = None) -> list[Found]:
    found: list[Found] = []
    for window in windows(match, today=today, after=after):
        parameters: dict[str, str | int | dt.date] = {
            "query": _tsquery(window.groups),
            "since": window.since or dt.date.min,
            "until": window.until or dt.date.max,
            "after_date": after.date if after else dt.date.max,
            "after_pk": after.pk if after else LAST_KEY,
            "limit": limit,
        }
        with connection.cursor() as cursor:
            cursor.execute(NEWEST, parameters)
            found = [Found(*row) for row in cursor.fetchall()]
        if len(found) >= limit:
            break
    return found


def _tsquery(groups: Sequence[frozenset[str]]) -> str:
    return " & ".join("(" + " | ".join(_quoted(lexeme) for lexeme in sorted(group)) + ")" for group in groups)


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _fitting(lexemes: Sequence[str]) -> list[str]:
    # the first lexemes are filters and title; of a book-length table the last cells are given up
    kept, size = [], 0
    for lexeme in lexemes:
        size += len(lexeme.encode()) + 2
        if size > MAX_BYTES:
            break
        kept.append(lexeme)
    return kept
