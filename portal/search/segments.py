"""The words of a query that was typed without blanks: known names first, then a dictionary; what asks is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import rjieba

from portal.agencies.models import Agency
from portal.search.directory import GENERIC, SHORTEST_PART, directory
from portal.search.folding import HAN
from portal.search.synonyms import Synonyms
from portal.search.words import Word, phrase_way

# What people put around what they mean.
ASKING = re.compile(
    "请问|请|我们?|你们?|他们?|自己|本人|想|想要|知道|了解|看看|看一下|关于|有关|相关|哪些|什么|怎么|怎样|怎么办|如何|多少|是否"
    "|的|了|吗|呢|和|与|及|或|在|是|有|把|给|要|交|能|会|去|到|从|写|几|几[岁个点折天]|可以|可否|能否|能不能|要不要|需要|应该"
    "|多久|多长时间|时候|什么时候|哪里|哪儿|在哪|谁|为什么|一个|一下|一次|办好|查询"
)
IDEOGRAPHS = re.compile(f"([{HAN}]+)")


def segments_of(words: Iterable[Word], *, under: Agency, synonyms: Synonyms) -> list[Word]:
    """`words` cut into the words of the language; document numbers and dates stay whole, fillers are left out."""
    terms = _terms(under, synonyms)
    cut: dict[Word, None] = {}
    for word in words:
        if word.number or any(way.since for way in word.ways):
            cut[word] = None
        else:
            cut.update(dict.fromkeys(Word(part, (phrase_way(part),)) for part in _parts(word.phrase, terms)))
    return list(cut)


def _parts(run: str, terms: set[str]) -> Iterator[str]:
    known = sorted((term for term in terms if term in run), key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, known))})", run) if known else [run]
    for place, piece in enumerate(pieces):
        if place % 2:
            yield piece
        else:
            yield from filter(_tells, (part for part in rjieba.cut(piece) if part.strip()))


def _tells(part: str) -> bool:
    if IDEOGRAPHS.fullmatch(part):
        return len(part) > 1 and not ASKING.fullmatch(part)
    return part.isalnum()


def _terms(under: Agency, synonyms: Synonyms) -> set[str]:
    calls = {call for agency in directory(under) for call in agency.calls if len(call) >= SHORTEST_PART}
    return {*(calls - GENERIC), *(word for word in synonyms.words if len(word) > 1)}
