"""PostgreSQL: one narrow table of tsvectors without positions under one GIN index."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import OperationalError, connection, transaction

from portal.search.match import SAMPLE, Found, Group, Match, Reach, Written, any_of, window

# The index answers each inner select alone (OFFSET 0 keeps the rest out of it): the planner knows nothing of bigrams,
# and a date looks to it like the better way in, by which each vector would have to be read. Each group is a condition
# of its own: in one tsquery the rarest word is read to its end, conditions let each other leap over what cannot match.
CONDITION = "vector @@ %s::tsquery"
# A place from which nearly every row is seen costs less to look up in the rows than its list of a million entries. IS
# TRUE: without it the planner joins the agencies, and by what it expects there chooses another way in.
IN_ROW = """
audience = ANY(%s) AND (agency_id IN (SELECT id FROM agencies_agency WHERE starts_with(path, %s))) IS TRUE
"""
NEARLY_ALL = 0.8
MATCHING = "SELECT row_id, date, agency_id, kind, area, size FROM search_lexemes WHERE {conditions} OFFSET 0"
NEWEST = """
SELECT row_id, date, agency_id, kind, area, size FROM ({matching}) AS matched
WHERE date BETWEEN %s AND %s AND (date, row_id) < (%s, %s) ORDER BY date DESC, row_id DESC LIMIT %s
"""
YEARS = """
SELECT extract(year FROM date)::int, count(*) FROM ({matching}) AS matched WHERE date BETWEEN %s AND %s GROUP BY 1
"""
REACH = """
WITH newest AS MATERIALIZED (
    SELECT date FROM search_lexemes WHERE date <= %(until)s ORDER BY date DESC, row_id DESC LIMIT %(rows)s
)
SELECT max(date), min(date), (SELECT min(date) FROM search_lexemes) FROM newest
"""
SHARES = """
SELECT most_common_elems::text::text[], most_common_elem_freqs FROM pg_stats
WHERE schemaname = current_schema() AND tablename = 'search_lexemes' AND attname = 'vector'
  AND most_common_elems IS NOT NULL
"""
KEPT = 3600  # seconds that a process goes by these statistics
LAST_KEY = 2**63 - 1
CANCELED = "57014"
MAX_BYTES = 1_000_000  # of the lexemes of one row; a tsvector holds 1 MiB
WRITE = """
INSERT INTO search_lexemes (row_id, date, agency_id, audience, kind, area, size, vector)
VALUES (%s, %s, %s, %s, %s, %s, %s, array_to_tsvector(%s::text[]))
ON CONFLICT (row_id) DO UPDATE SET date = EXCLUDED.date, agency_id = EXCLUDED.agency_id, audience = EXCLUDED.audience,
    kind = EXCLUDED.kind, area = EXCLUDED.area, size = EXCLUDED.size, vector = EXCLUDED.vector
"""
# One search reads a few pages of one index: what pays for reports (parallel workers, compiled plans) costs it more
# than its answer, and a whole table of vectors is never read.
LIMITS = """
SET LOCAL statement_timeout = 2000; SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL enable_seqscan = off
"""

_is_bounded: ContextVar[bool] = ContextVar("is_bounded", default=False)


def write(rows: Sequence[Written]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(WRITE, [[*row[:-1], _fitting(row.lexemes)] for row in rows])


def erase(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_lexemes WHERE row_id = %s", [pk])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_lexemes")


@contextmanager
def bounded() -> Iterator[None]:
    try:
        with nullcontext() if _is_bounded.get() else _limited():
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") == CANCELED:
            raise TimeoutError from error
        raise


@contextmanager
def _limited() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LIMITS)
        token = _is_bounded.set(True)
        try:
            yield
        finally:
            _is_bounded.reset(token)
            transaction.set_rollback(True)  # nothing was written, and the limits end with the savepoint


def reach(until: dt.date | None, *, rows: int) -> Reach | None:
    with connection.cursor() as cursor:
        cursor.execute(REACH, {"until": until or dt.date.max, "rows": rows})
        newest, recent, oldest = cursor.fetchone()
    return newest and Reach(newest, recent, oldest)


def share(match: Match) -> float:
    known = _statistics()
    return min((_share(group, known, known.least) for group in match.everything), default=1.0)


def matching(match: Match, *, limit: int, before: int | None = None) -> list[Found]:
    with connection.cursor() as cursor:
        statement, asked = _asked(NEWEST, match)
        cursor.execute(statement, [*asked, asked[-1], LAST_KEY if before is None else before, limit])
        return list(map(Found._make, cursor.fetchall()))


def sample(match: Match) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(*_asked(YEARS, match.also([any_of([SAMPLE])])))
        return dict(cursor.fetchall())


def quoted(lexeme: str) -> str:
    """`lexeme` as the text form of a tsvector or tsquery has it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _asked(statement: str, match: Match) -> tuple[str, list[Any]]:
    """The `statement` of this `match`, and what it is given; both days come last."""
    since, until = match.since or dt.date.min, match.until or dt.date.max
    days, known = window(since, until), _statistics()
    wide = [sight for sight in match.sights if match.groups and _share(sight.group, known, 0.0) >= NEARLY_ALL]
    groups = [*match.groups, *([days] if days else []), *(sight.group for sight in match.sights if sight not in wide)]
    # the rarest first: what it leaps over is not looked for in the others
    groups.sort(key=lambda group: _share(group, known, 0.0))
    # the ways of one group are read one by one, each with everything else; those of others in one condition
    apart = next((group for group in groups if any(len(way) > 1 for way in group)), frozenset({()}))
    others = [" | ".join(" & ".join(map(quoted, way)) for way in sorted(group)) for group in groups if group != apart]
    ways = [[*map(quoted, way), *others] for way in sorted(apart)]
    matching = [_matching(len(way), len(wide)) for way in ways]
    in_rows = [value for sight in wide for value in ([*sight.labels], sight.path)]
    given = [value for way in ways for value in (*way, *in_rows)]
    return statement.format(matching=" UNION ".join(matching)), [*given, since, until]


def _matching(lists: int, rows: int) -> str:
    return f"({MATCHING.format(conditions=' AND '.join([CONDITION] * lists + [IN_ROW] * rows))})"


class _Statistics(NamedTuple):
    """Lexemes that many rows have, as far as the database knows, and the share of rows; the others have less."""

    shares: dict[str, float]
    least: float


def _share(group: Group, known: _Statistics, otherwise: float) -> float:
    return sum(min((known.shares.get(lexeme, otherwise) for lexeme in way), default=1.0) for way in group)


def _statistics() -> _Statistics:
    return _read_statistics(int(time.monotonic() // KEPT))


@lru_cache(maxsize=1)
def _read_statistics(_hour: int) -> _Statistics:
    with connection.cursor() as cursor:
        cursor.execute(SHARES)
        found = cursor.fetchone()
    shares = dict(zip(*found, strict=False)) if found else {}
    return _Statistics(shares, min(shares.values(), default=1.0))


def _fitting(lexemes: Sequence[str]) -> list[str]:
    # filters, title and threes come first; of a book-length table the last cells are given up
    kept, size = [], 0
    for lexeme in lexemes:
        size += len(lexeme.encode())
        if size > MAX_BYTES:
            break
        kept.append(lexeme)
    return kept
