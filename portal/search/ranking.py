"""The order of what was found: titles before texts, words that stand together before words far apart, what is about
the words before what mentions them, then the date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal.search.candidates import Candidate, candidates
from portal.search.match import Found
from portal.search.weighing import weight
from portal.search.words import Word

HEAD = 60  # candidates whose texts are looked at; what comes after them is ordered by date alone
OFTEN = 50  # places of one word that are looked at
APART = 2  # characters between two words that stand together: a blank, a mark, 和
NEAR = 40  # characters between words that belong to one sentence

IS_TITLE, TOGETHER_IN_TITLE, IN_TITLE, TOGETHER, CLOSE, FAR = range(6)
LAST = (FAR, 0.0)


def by_relevance(
    found: Sequence[Found], titled: Sequence[Found], words: Sequence[Word], *, known: dict[int, Candidate]
) -> list[Found]:
    """All rows, the best first. `titled` may hold all words in the title; both newest first. `known` are not read anew.

    The same rows come in the same order whichever page is asked for.
    """
    maybe = {row.pk for row in titled}
    others = [row for row in found if row.pk not in maybe]
    head = max(HEAD - len(titled), 0)
    looked_at = [*titled, *others[:head]]
    read = known | candidates([row.pk for row in looked_at if row.pk not in known])
    rows = {row.pk: read[row.pk] for row in looked_at if row.pk in read}
    named = {key for key in maybe & rows.keys() if all(word.names(rows[key]) for word in words if word.needs_check)}
    answers = named.union(row.pk for row in found)
    standing = {key: _standing(row, words, is_named=key in named) for key, row in rows.items()}
    best = [row for row in looked_at if row.pk in answers]
    best.sort(key=lambda row: (standing.get(row.pk, LAST), -row.date.toordinal(), -row.pk))
    return [*best, *others[head:]]


def _standing(row: Candidate, words: Sequence[Word], *, is_named: bool) -> tuple[int, float]:
    """How the words stand together, and less than 0 for how much the row is about them."""
    phrases = [word.phrase for word in words]
    stands = _in_title(row.title, phrases) if is_named else _in_text(row.text, phrases)
    return stands, -weight(row, words)


def _in_title(title: str, phrases: list[str]) -> int:
    if title == "".join(phrases):
        return IS_TITLE
    return TOGETHER_IN_TITLE if _gap(title, phrases) <= APART * (len(phrases) - 1) else IN_TITLE


def _in_text(text: str, phrases: list[str]) -> int:
    if len(phrases) == 1:
        return TOGETHER
    gap = _gap(text, phrases)
    return TOGETHER if gap <= APART * (len(phrases) - 1) else CLOSE if gap <= NEAR else FAR


def _gap(text: str, phrases: list[str]) -> int:
    """Characters between the phrases where all of them stand closest to each other; more than the text, if nowhere."""
    if not all(phrase in text for phrase in phrases):
        return len(text) + NEAR
    if len(phrases) == 1:
        return 0
    lengths = [len(phrase) for phrase in phrases]
    places = sorted((start, which) for which, phrase in enumerate(phrases) for start in _places(text, phrase))
    begins, ends = {}, {}
    least, inside = len(text), sum(lengths)
    for start, which in places:
        begins[which], ends[which] = start, start + lengths[which]
        if len(begins) == len(phrases):
            least = min(least, max(ends.values()) - min(begins.values()) - inside)
    return max(least, 0)


def _places(text: str, phrase: str) -> list[int]:
    found = re.finditer(re.escape(phrase), text)
    return [one.start() for one, _number in zip(found, range(OFTEN), strict=False)]
