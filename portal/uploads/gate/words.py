"""Words that a government does not want to read in what it publishes, found in one pass over the text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from portal.uploads.gate.default_words import ALLOWED, SLIPS
from portal.uploads.gate.finding import Finding, Level, Passage, found


class Listed(NamedTuple):
    """A word of a list: how grave it is, and what to write instead ("" if nothing is better)."""

    text: str
    level: Level
    instead: str = ""


class Vocabulary(NamedTuple):
    """Everything that holds for one agency: the words, and phrases in which they are right."""

    words: tuple[Listed, ...]
    allowed: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Changes whenever a finding might change."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def vocabulary(words: Iterable[Listed] = (), allowed: Iterable[str] = ()) -> Vocabulary:
    """The shipped list with `words` over it: a word said again takes the level and the hint given last."""
    table = {text: Listed(text, Level.WARN, instead) for text, instead in SLIPS.items()}
    table |= {word.text: word for word in words}
    return Vocabulary(tuple(table[text] for text in sorted(table)), tuple(sorted({*ALLOWED, *allowed})))


def scan(passage: Passage, vocabulary: Vocabulary) -> Iterator[tuple[int, Finding]]:
    """Words of the list in `passage`, each once, unless they stand inside an allowed phrase."""
    allowed = [(end - len(phrase) + 1, end) for end, phrase in _hits(passage.text, vocabulary.allowed)]
    levels = {word.text: word for word in vocabulary.words}
    for end, text in _hits(passage.text, tuple(levels)):
        start = end - len(text) + 1
        if any(first <= start and end <= last for first, last in allowed):
            continue
        word = levels[text]
        excerpt = f"{text} → {word.instead}" if word.instead else text
        yield start, found("word", passage.place, text, level=word.level, excerpt=excerpt)


def _hits(text: str, words: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The last place and the word, for each occurrence."""
    if words:
        yield from _automaton(words).iter(text)


@lru_cache(maxsize=16)
def _automaton(words: tuple[str, ...]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton
