"""How much a row is about the words it holds, rather than mentioning them."""

from __future__ import annotations

from collections.abc import Sequence

import rjieba

from portal.search.candidates import Candidate
from portal.search.folding import fold
from portal.search.words import Way, Word

USUAL = 600  # characters of a text that is neither long nor short
SHORT = 100

# What it is worth that a word stands in the title as a word, or across words of it ("体检" in "媒体检查"), that it is
# the number of the document, the name of its agency or its day; what a text says of it is worth less than 1.
TITLE, ACROSS, NUMBER, AGENCY, DAY = 3.0, 1.5, 4.0, 0.8, 0.7
OTHERWISE = 0.8  # of it for what is said in other words than those that were typed
COVERED = 0.5  # for a title that says nothing else


def weight(row: Candidate, words: Sequence[Word]) -> float:
    """The worth of all words, rounded so that rows about as good come in the order of their dates."""
    title = row.title
    # cutting a title into words costs more than the rest
    ends = _ends(title) if any(way.phrase and way.phrase in title for word in words for way in word.ways) else set()
    worth = 0.0
    for word in words:
        if word.number:
            worth += NUMBER if word.phrase == fold(row.number) else _share(word.phrase, row.text)
        else:
            ways = ((_worth(way, row, ends), way) for way in word.ways)
            worth += max(value if way is word.ways[0] else value * OTHERWISE for value, way in ways)
    return round(worth, 1)


def _worth(way: Way, row: Candidate, ends: set[int]) -> float:
    if way.path or way.since:
        return (AGENCY if way.path else DAY) if way.names(row) else 0.0
    place = row.title.find(way.phrase)
    if place < 0:
        return _share(way.phrase, row.text)
    is_word = place in ends and place + len(way.phrase) in ends
    return (TITLE if is_word else ACROSS) + COVERED * len(way.phrase) / len(row.title)


def _share(phrase: str, text: str) -> float:
    count = text.count(phrase)
    return count / (count + max(len(text), SHORT) / USUAL)


def _ends(title: str) -> set[int]:
    """Places in the title where a word of the language begins or ends."""
    ends, place = {0}, 0
    for word in rjieba.cut(title):
        place += len(word)
        ends.add(place)
    return ends
