"""Asking as a person does: where nothing holds the words as typed, what was probably meant; then what holds most."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from portal.search.candidates import candidates
from portal.search.match import Found
from portal.search.queries import Listed, Results, Scope, listed, page_of
from portal.search.segments import segments_of
from portal.search.spelling import guesses
from portal.search.synonyms import synonyms_of
from portal.search.understanding import understand
from portal.search.words import Word, words_of

ENOUGH = 10  # hits of the words as they were typed, beyond which nobody looks for them apart
MOST_PARTS = 5  # words that are left out in turn
MOST_QUESTIONS = 12


@dataclass(frozen=True)
class Answer:
    """What was found. `read_as`: what was looked for instead of the query; `is_loose`: nothing holds all its words."""

    results: Results
    words: list[Word]
    read_as: str = ""
    is_loose: bool = False


def ask(query: str, *, order: str = "relevance", page: int = 1, per_page: int = 20, **scope: Any) -> Answer:
    """`queries.find`, and where that finds little: the words apart; nothing: put right, then some of the words.

    What has been found as it was typed always stands first. Where nothing was, at most some eighty queries more.
    """
    where = Scope(**scope)
    known = synonyms_of(where.under)
    words = understand(words_of(query), under=where.under, synonyms=known)
    found, read_as, is_loose = listed(words, where, order=order), "", False
    if found.is_cut_off:  # what takes too long is not asked once more in other words
        return Answer(page_of(found, words, where, page=page, per_page=per_page), words)
    if words and not found.rows:
        words, found, read_as = _meant(query, words, where, order)
    if words and len(found.rows) < ENOUGH:
        parts = segments_of(words, under=where.under, synonyms=known)
        apart = understand(parts, under=where.under, synonyms=known)
        if apart and apart != words:
            found = _joined(found, listed(apart, where, order=order))
            words = list(dict.fromkeys([*words, *apart]))
        if not found.rows:
            found, is_loose = _loose(apart or words, where), True
    results = page_of(found, words, where, page=page, per_page=per_page)
    return Answer(results, words, read_as, is_loose and bool(found.rows))


def _meant(query: str, words: list[Word], where: Scope, order: str) -> tuple[list[Word], Listed, str]:
    """The first reading of `query` that finds something, and how it reads; else the words as they are."""
    if any(word.number for word in words):
        plain = understand(words_of(query, as_written=True), under=where.under)
        if plain != words and (found := listed(plain, where, order=order)).rows:
            return plain, found, ""
    for guess in guesses(query, under=where.under):
        meant = understand(words_of(guess), under=where.under)
        if (found := listed(meant, where, order=order)).rows:
            return meant, found, guess
    return words, Listed([]), ""


def _joined(first: Listed, then: Listed) -> Listed:
    return Listed(list(dict.fromkeys([*first.rows, *then.rows])), first.is_capped or then.is_capped)


def _loose(words: list[Word], where: Scope) -> Listed:
    """Rows that hold the most of `words`: those with more of them in the title first, then the newer ones."""
    parts, asked = words[:MOST_PARTS], 0
    for size in range(len(parts) - 1, 0, -1):
        found: dict[Found, None] = {}
        for some in combinations(parts, size):
            if (asked := asked + 1) <= MOST_QUESTIONS:
                found.update(dict.fromkeys(listed(list(some), where).rows[:ENOUGH]))
        if found:
            return Listed(_by_titles(list(found), parts))
    return Listed([])


def _by_titles(found: list[Found], words: list[Word]) -> list[Found]:
    rows = candidates([row.pk for row in found])
    named = {key: sum(word.names(row) for word in words) for key, row in rows.items()}
    return sorted(found, key=lambda row: (named.get(row.pk, 0), row.date, row.pk), reverse=True)
