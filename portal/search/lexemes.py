"""Lexemes: what a text is found by; `words` asks for the same.

Ideographs give every pair of neighbours (a word of two characters is found whether or not a dictionary knows it) and,
for longer words, every three of them as one of 46 656 codes: pairs that are everywhere stand in many texts together by
chance, threes do not. Other words and numbers stand whole; where both meet ("2008年") the neighbours stand together.
The pairs of a title come again with the prefix `t:`, there single ideographs too. A document number is one lexeme
(`d:国办发2016#8`) in whatever brackets it is written, and so is each day, month and year that a row is of
(`on:20240315`). Filters are lexemes as well, so that one index answers the whole question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise, product
from zlib import crc32

from portal.agencies.models import Agency
from portal.search.folding import HAN
from portal.search.match import Match, Sight, any_of, sight_lexeme, time_lexemes, token
from portal.search.models import SearchRow

MAX_WORD = 60  # characters of one Latin word or number that count
MAX_ISSUER = 12  # characters before the year of a document number that count

RUN = re.compile(r"[^\W_]+")  # what stands between punctuation
ONLY_HAN = re.compile(f"[{HAN}]+")
CODES = ["#" + "".join(signs) for signs in product("abcdefghijklmnopqrstuvwxyz0123456789", repeat=3)]
PIECE = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>(?:(?![{HAN}])[^\W_])+)")
# bounded repetitions: a text of a million ideographs, or blanks, must not be read a million times
NUMBER = re.compile(
    rf"([{HAN}]{{0,{MAX_ISSUER}}})\s?[〔\[(【]\s?((?:19|20)\d\d)\s?[〕\])】]\s?第?\s?0{{0,5}}([1-9]\d{{0,5}})\s?号"
)


def of_row(row: SearchRow) -> list[str]:
    """Everything `row` is found by, filters and title first, each once."""
    title, _newline, text = row.folded.partition("\n")
    kept: dict[str, None] = dict.fromkeys(_filters_of_row(row))
    kept.update(dict.fromkeys(f"t:{lexeme}" for lexeme in _title_lexemes(title)))
    kept.update(dict.fromkeys(triples(title)))
    kept.update(dict.fromkeys(triples(text)))
    for part in (title, text):
        kept.update(dict.fromkeys(_numbers(part)))
        kept.update(dict.fromkeys(pieces(part)))
    return list(kept)


def everything(
    *,
    under: Agency,
    labels: Iterable[str] = ("public",),
    kind: str | None = None,
    agency: Agency | None = None,
    area: str | None = None,
) -> Match:
    """What a reader finds who asks for no word, with the filters they chose."""
    places = [under] if agency is None else [agency] if agency.is_under(under) else [under, agency]
    groups = [any_of([f"{sign}:{token(value)}"]) for sign, value in (("k", kind), ("a", area)) if value]
    return Match(groups, [Sight(frozenset(labels), place.path) for place in places])


def _filters_of_row(row: SearchRow) -> list[str]:
    lexemes = []
    for path in row.agency.ancestor_paths:
        lexemes += [f"p:{path.lower()}", sight_lexeme(row.audience, path)]
    signs = (("k", row.kind), ("a", row.area))
    days = [lexeme for day in (row.date, row.written_on) if day for lexeme in day_lexemes(day)]
    return lexemes + [f"{sign}:{token(value)}" for sign, value in signs if value] + time_lexemes(row.date) + days


def day_lexemes(day: dt.date) -> list[str]:
    """The year, the month and the day, as a query for any of them asks."""
    return [f"on:{day:%Y}", f"on:{day:%Y%m}", f"on:{day:%Y%m%d}"]


def pieces(folded: str) -> Iterable[str]:
    """Pairs of neighbouring ideographs, whole words and numbers, and the joints of both, in their order."""
    for run in RUN.findall(folded):
        before = ""
        for piece in PIECE.finditer(run):
            text = piece[0] if piece["han"] else piece[0][:MAX_WORD]
            if before:
                yield _joint(before, text)
            if piece["han"]:
                yield from map("".join, pairwise(text))
            else:
                yield text
            before = text


def triples(folded: str) -> Iterable[str]:
    """The codes of every three ideographs that follow each other."""
    for run in ONLY_HAN.findall(folded):
        yield from (_code(run[start : start + 3]) for start in range(len(run) - 2))


@lru_cache(maxsize=100_000)
def _code(three: str) -> str:
    return CODES[crc32(three.encode()) % len(CODES)]


def asked(phrase: str) -> Iterable[str]:
    """The fewest lexemes of `phrase`, folded and without punctuation, that tell it from other texts."""
    # a single code is shared by other threes, two of them hardly ever
    apart = ONLY_HAN.sub(lambda run: run[0] if len(run[0]) < 4 else f"{run[0][0]} {run[0][-1]}", phrase)
    yield from triples(phrase)
    yield from pieces(apart)


def _joint(before: str, after: str) -> str:
    # one side is ideographs, of which the nearest counts; the other is a word, which stands whole
    return before[-1] + after if PIECE.match(before)["han"] else before + after[0]  # type: ignore[index]


def _title_lexemes(title: str) -> Iterable[str]:
    yield from pieces(title)
    yield from _numbers(title)
    yield from (character for character in title if PIECE.fullmatch(character) and re.match(f"[{HAN}]", character))


def _numbers(folded: str) -> Iterable[str]:
    # where the issuer's short name begins is not written ("按照国办发〔2016〕8号"), so each beginning counts
    for issuer, year, serial in NUMBER.findall(folded):
        yield from (f"d:{issuer[start:]}{year}#{serial}" for start in range(len(issuer) + 1))
