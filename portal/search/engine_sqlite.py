"""SQLite: an FTS5 table that keeps which lexemes a row has and nothing about where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from django.db import connection

from portal.search.match import SAMPLE, Found, Group, Match, Reach, Written, any_of, window

# CROSS JOIN: the lexemes are looked up first, not every row of the dates
MATCHED = """
search_lexemes CROSS JOIN search_searchrow AS kept ON kept.id = search_lexemes.rowid
WHERE search_lexemes MATCH %(query)s AND kept.date BETWEEN %(since)s AND %(until)s
"""
NEWEST = f"""
WITH newest AS MATERIALIZED (
    SELECT kept.id FROM {MATCHED} AND (kept.date, kept.id) < (%(until)s, %(before)s)
    ORDER BY kept.date DESC, kept.id DESC LIMIT %(limit)s
)
SELECT kept.id, kept.date, agency_id, kind, area, length(folded)
FROM newest CROSS JOIN search_searchrow AS kept ON kept.id = newest.id ORDER BY kept.date DESC, kept.id DESC
"""  # noqa: S608 - constants of this module
YEARS = f"SELECT strftime('%%Y', kept.date), count(*) FROM {MATCHED} GROUP BY 1"  # noqa: S608
REACH = """
SELECT max(date), min(date), (SELECT min(date) FROM search_searchrow) FROM (
    SELECT date FROM search_searchrow WHERE date <= %(until)s ORDER BY date DESC, id DESC LIMIT %(rows)s
)
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


def bounded() -> AbstractContextManager[None]:
    return nullcontext()  # the shape that SQLite serves is bounded by its size


def reach(until: dt.date | None, *, rows: int) -> Reach | None:
    with connection.cursor() as cursor:
        cursor.execute(REACH, {"until": str(until or dt.date.max), "rows": rows})
        newest, recent, oldest = cursor.fetchone()
    return newest and Reach(*map(dt.date.fromisoformat, (newest, recent, oldest)))


def share(_match: Match) -> float:
    return 1.0  # nothing is known


def matching(match: Match, *, limit: int, before: int | None = None) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, _asked(match) | {"limit": limit, "before": LAST_KEY if before is None else before})
        return [
            Found(pk, dt.date.fromisoformat(str(date)), agency, kind, area, size)
            for pk, date, agency, kind, area, size in cursor.fetchall()
        ]


def sample(match: Match) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(YEARS, _asked(match.also([any_of([SAMPLE])])))
        return {int(year): number for year, number in cursor.fetchall()}


def _asked(match: Match) -> dict[str, str | int]:
    since, until = match.since or dt.date.min, match.until or dt.date.max
    days = window(since, until)
    query = _fts_query([*([days] if days else []), *match.everything])
    return {"query": query, "since": str(since), "until": str(until)}


def _fts_query(groups: Sequence[Group]) -> str:
    return " AND ".join("(" + " OR ".join(map(_way, sorted(group))) + ")" for group in groups)


def _way(lexemes: tuple[str, ...]) -> str:
    return "(" + " AND ".join(map(_quoted, lexemes)) + ")"


def _quoted(lexeme: str) -> str:
    return '"' + lexeme.replace('"', '""') + '"'
