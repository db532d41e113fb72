"""SQLite: an FTS5 table that keeps which lexemes a row has and nothing about where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from portal.search.match import Found, Match, Written, windows

NEWEST = """
SELECT kept.id, kept.date FROM search_lexemes JOIN search_searchrow AS kept ON kept.id = search_lexemes.rowid
WHERE search_lexemes MATCH %(query)s AND kept.date BETWEEN %(since)s AND %(until)s
  AND (kept.date, kept.id) < (%(after_date)s, %(after_pk)s)
ORDER BY kept.date DESC, kept.id DESC LIMIT %(limit)s
"""
LAST_KEY = 2**63 - 1


def write(rows: Sequence[Written]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM search_lexemes WHERE rowid = %s", [[row.pk] for row in rows])
        given = [(row.pk, " ".join(row.lexemes)) for row in rows]
        cursor.executemany("INSERT INTO search_lexemes (rowid, lexemes) VALUES (%s, %s)", given)


def erase(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_lexemes WHERE rowid = %s", [pk])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_lexemes")


def matching(match: Match, *, today: dt.date | None, limit: int, after: Found | None = None) -> list[Found]:
    found: list[Found] = []
    for window in windows(match, today=today, after=after):
        parameters: dict[str, str | int | dt.date] = {
            "query": _fts_query(window.groups),
            "since": str(window.since or dt.date.min),
            "until": str(window.until or dt.date.max),
            "after_date": str(after.date if after else dt.date.max),
            "after_pk": after.pk if after else LAST_KEY,
            "limit": limit,
        }
        with connection.cursor() as cursor:
            cursor.execute(NEWEST, parameters)
            found = [Found(pk, dt.date.fromisoformat(str(date))) for pk, date in cursor.fetchall()]
        if len(found) >= limit:
            break
    return found


def _fts_query(groups: Sequence[frozenset[str]]) -> str:
    return " AND ".join("(" + " OR ".join(_quoted(lexeme) for lexeme in sorted(group)) + ")" for group in groups)


def _quoted(lexeme: str) -> str:
    return '"' + lexeme.replace('"', '""') + '"'
