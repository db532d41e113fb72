"""Which of the rows that hold all words answer best: titles before texts, what is about it before what mentions it."""

from __future__ import annotations

import rjieba
from django.db.models.functions import Substr

from portal.search.folding import fold
from portal.search.match import Found
from portal.search.models import SearchRow
from portal.search.words import Way, Word

CANDIDATES = 100  # rows that are compared; what stands behind them stays in its order
LOOKED_AT = 10_000  # characters of a text in which words are counted
USUAL = 600  # characters of a text that is neither long nor short

# What it is worth that a word stands in the title as a word, or across words of it ("体检" in "媒体检查"), that it is
# the number of the document, the name of its agency or its day; what a text says of it is worth less than 1.
TITLE, ACROSS, NUMBER, AGENCY, DAY = 3.0, 1.5, 4.0, 0.8, 0.7
OTHERWISE = 0.8  # of it for what is said in other words than those that were typed
COVERED = 0.5  # for a title that says nothing else
TOGETHER_IN_TITLE, TOGETHER = 1.5, 0.5  # for the words of a query side by side as they were typed


def best_first(found: list[Found], words: list[Word]) -> list[Found]:
    """`found`, newest first, with the best answers in front; equals keep their order. One query."""
    looked_at = found[:CANDIDATES]
    rows = (
        SearchRow.objects.filter(pk__in=[row.pk for row in looked_at])
        .select_related("agency")
        .only("title", "number", "date", "written_on", "agency__path")
        .annotate(start=Substr("folded", 1, LOOKED_AT))
        .in_bulk()
    )
    whole = "".join(word.phrase for word in words)
    scores = {pk: _score(row, words, whole) for pk, row in rows.items()}
    looked_at.sort(key=lambda row: -scores.get(row.pk, 0.0))
    return looked_at + found[CANDIDATES:]


def _score(row: SearchRow, words: list[Word], whole: str) -> float:
    title = fold(row.title)
    text = row.start  # type: ignore[attr-defined]
    ends = _ends(title)
    score = sum(
        max((1 if way is word.ways[0] else OTHERWISE) * _worth(way, row, title, text, ends) for way in word.ways)
        for word in words
    )
    for word in words:
        if word.number:
            score += NUMBER if word.phrase == fold(row.number) else _share(text.count(word.phrase), text)
    if len(words) > 1:
        score += TOGETHER_IN_TITLE if whole in title else TOGETHER if whole in text else 0.0
    return round(score, 1)


def _worth(way: Way, row: SearchRow, title: str, text: str, ends: set[int]) -> float:
    if way.path:
        return AGENCY if row.agency.path.startswith(way.path) else 0.0
    if way.since:
        return DAY if way.is_met_by(row, title) else 0.0
    if not way.phrase:
        return 0.0  # a document number, which counts by itself
    place = title.find(way.phrase)
    if place >= 0:
        is_word = place in ends and place + len(way.phrase) in ends
        return (TITLE if is_word else ACROSS) + COVERED * len(way.phrase) / len(title)
    return _share(text.count(way.phrase), text)


def _share(count: int, text: str) -> float:
    return count / (count + max(len(text), 100) / USUAL)


def _ends(title: str) -> set[int]:
    """Places in the title where a word of the language begins or ends."""
    ends, place = {0}, 0
    for word in rjieba.cut(title):
        place += len(word)
        ends.add(place)
    return ends
