"""What may have been meant: words that stand in titles or names of agencies and sound or look like what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import NamedTuple

import rjieba
from django.core.cache import cache

from portal.agencies.models import Agency
from portal.search.directory import directory
from portal.search.folding import HAN, fold
from portal.search.models import SearchRow
from portal.search.pinyin import sound_of
from portal.search.synonyms import synonyms_of

KEPT = 3600  # seconds
TITLES = 2000  # newest titles whose words are known
MOST_GUESSES = 5
LONGEST, SHORTEST = 8, 2  # characters of a word that is put right
SHORTEST_LOOKALIKE = 3  # of two characters every other word would look like them
ONLY_HAN = re.compile(f"[{HAN}]+")


class Vocabulary(NamedTuple):
    """Known words by how they sound."""

    words: frozenset[str]
    by_sound: dict[str, list[str]]

    def near(self, part: str) -> Iterator[str]:
        """Words that sound like `part`, then those that differ in one character."""
        yield from self.by_sound.get(sound_of(part), ())
        if len(part) >= SHORTEST_LOOKALIKE:
            yield from (word for word in self.words if len(word) == len(part) and _differing(word, part) == 1)


def guesses(query: str, *, under: Agency) -> list[str]:
    """`query` with one word put right, the longest word first; what it finds is for the caller to see."""
    typed = fold(query)
    return list(islice(dict.fromkeys(_guesses(typed, vocabulary(under))), MOST_GUESSES))


def _guesses(typed: str, known: Vocabulary) -> Iterator[str]:
    parts = [
        run[start : start + size]
        for size in range(LONGEST, SHORTEST - 1, -1)
        for run in ONLY_HAN.findall(typed)
        for start in range(len(run) - size + 1)
    ]
    for part in parts:
        if part not in known.words:
            yield from (typed.replace(part, word) for word in known.near(part))


def vocabulary(under: Agency) -> Vocabulary:
    """The words of the newest public titles below `under`, of its agencies and of the synonyms."""
    return cache.get_or_set(f"search.vocabulary.{under.path}", lambda: _read(under), KEPT) or Vocabulary(
        frozenset(), {}
    )


def _read(under: Agency) -> Vocabulary:
    rows = SearchRow.objects.filter(agency__path__startswith=under.path, audience="public").order_by("-date", "-pk")
    words: set[str] = set()
    for title in rows.values_list("title", flat=True)[:TITLES]:
        words.update(_words_of(rjieba.cut(fold(title))))
    words.update(call for agency in directory(under) for call in agency.calls)
    words.update(synonyms_of(under).words)
    kept = frozenset(word for word in words if SHORTEST <= len(word) <= LONGEST and ONLY_HAN.fullmatch(word))
    by_sound: dict[str, list[str]] = {}
    for word in sorted(kept):
        by_sound.setdefault(sound_of(word), []).append(word)
    return Vocabulary(kept, by_sound)


def _words_of(tokens: Iterable[str]) -> Iterator[str]:
    """The words of a title, and every two neighbours together: "规范性文件" is no word of a dictionary."""
    tokens = list(tokens)
    yield from tokens
    yield from map("".join, pairwise(tokens))


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
