"""Likeness: what has a title that says much the same as a text that somebody is writing.

`queries.find` wants every word to be there; a question in a person's own words shares only some with the title that
answers it. Titles are compared by the pieces that the index keeps of them (pairs of ideographs, words, numbers).
There is one measure and two thresholds: what may answer a question, and what asks for the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

from portal.agencies.models import Agency
from portal.search import lexemes
from portal.search.folding import fold
from portal.search.match import any_of
from portal.search.models import SearchRow
from portal.search.reading import newest
from portal.search.words import MAX_QUERY

MOST_PIECES = 40
CANDIDATES = 200  # newest rows that are compared
LEAST_SHARED = 2  # pieces; a text that has fewer must share all
LEAST_LIKENESS = 0.2  # part of the pieces of the shorter of both
SAME = 0.55  # the same part from which on two texts ask for the same; what it was chosen by stands in its test

# What people put around what they mean; it says nothing about which title answers them.
FILLERS = re.compile(
    "请问|我们?想|想要|知道|了解|看看|看一下|申请公开|公开|关于|有关|相关|情况|信息|材料|文件|通知|哪些|什么|怎么|多少|是否|如何"
    "|的|了|吗|呢|和|与|及|或|在|是|有|把|给|我|你|请"
)
ORDINAL = re.compile(r"\d+|第(?P<han>[一二三四五六七八九十])")

Row = TypeVar("Row")


def pieces_of(text: str) -> list[str]:
    """The pieces of `text` that can tell one subject from another, each once, in their order."""
    telling = FILLERS.sub(" ", fold(text[:MAX_QUERY]))
    found = (piece for run in lexemes.RUN.findall(telling) for piece in lexemes.pieces(run))
    return list(dict.fromkeys(found))[:MOST_PIECES]


def likeness(pieces: Iterable[str], title: str) -> float:
    """How much of the same `title` says: shared pieces by the pieces of the shorter of both; 0 below the threshold."""
    return _part(set(pieces), set(pieces_of(title)))


def sameness(pieces: Iterable[str], other: str) -> float:
    """The likeness of two texts that ask for the same; 0 if they do not.

    One may say more than the other, but their numbers (years, issues, documents) must not contradict each other, and a
    text of a single piece ("低保") is the same as itself alone.
    """
    asked, there = set(pieces), set(pieces_of(other))
    if asked != there and min(len(asked), len(there)) < LEAST_SHARED:
        return 0.0
    numbers, others = _numbers(asked), _numbers(there)
    if not (numbers <= others or others <= numbers):
        return 0.0
    part = _part(asked, there)
    return part if part >= SAME else 0.0


def _part(asked: set[str], there: set[str]) -> float:
    shared = len(asked & there)
    if not shared or shared < min(LEAST_SHARED, len(asked), len(there)):
        return 0.0
    part = shared / min(len(asked), len(there))
    return part if part >= LEAST_LIKENESS else 0.0


def _numbers(pieces: Iterable[str]) -> set[int]:
    """The numbers among `pieces`: "2025", "3", and the beginning of "第三期"."""
    found = (ORDINAL.fullmatch(piece) for piece in pieces)
    return {int(unicodedata.numeric(match["han"])) if match["han"] else int(match[0]) for match in found if match}


def most_alike(pieces: list[str], rows: Iterable[Row], *, title: Callable[[Row], str], limit: int) -> list[Row]:
    """Those of `rows` that are like the text, the likest first; rows as like as each other keep their order."""
    measured = [(likeness(pieces, title(row)), row) for row in rows]
    alike = sorted((pair for pair in measured if pair[0]), key=lambda pair: -pair[0])
    return [row for _part, row in alike[:limit]]


def similar(pieces: list[str], *, under: Agency, kind: str, limit: int = 5) -> list[SearchRow]:
    """Public rows of `kind` below `under` whose titles are like the text of `pieces`, with their agencies.

    At most two readings of the index and one query, whatever its size.
    """
    if not pieces:
        return []
    seen = lexemes.everything(under=under, kind=kind)
    half = -(-len(pieces) // 2)
    parts = [pieces[:half], pieces[half:]] if len(pieces) > 1 else []
    keys: dict[int, None] = {}
    # what shares something with both halves first: a single common piece may stand in thousands of titles
    for wanted in filter(None, (parts, [pieces])):
        groups = [any_of(f"t:{piece}" for piece in part) for part in wanted]
        found = newest(seen.also(groups), limit=CANDIDATES).rows
        keys.update(dict.fromkeys(row.pk for row in found))
    rows = SearchRow.objects.filter(pk__in=keys, audience="public").select_related("agency").defer("text", "folded")
    there = [row for row in rows.order_by("-date", "-pk") if row.agency.is_under(under)]
    return most_alike(pieces, there, title=lambda row: row.title, limit=limit)
