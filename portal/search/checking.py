"""Whether a row holds the words as they were written: of a phrase the index knows the parts alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portal.search.candidates import Candidate, candidates
from portal.search.match import Found
from portal.search.words import Word

CHECKED = 3_000_000  # characters of candidates that are read for a phrase before the search gives up
AT_ONCE, SOME = 200_000, 40  # of them at a time; so many rows that hold the phrase are enough then
ROW = 500  # characters that fetching a row costs as much as


class Checking:
    """A `reading.Keep`: keeps the rows that hold `words`, until CHECKED characters have been looked at, or AT_ONCE and
    SOME found. The first `most` of them are left in `known`, for whoever looks at them next.
    """

    def __init__(self, words: Sequence[Word], *, most: int) -> None:
        self.known: dict[int, Candidate] = {}
        self._words = [word for word in words if word.needs_check]
        self._most, self._left, self._held = most, CHECKED, 0

    @property
    def is_needed(self) -> bool:
        """True if not all that match hold the words for certain."""
        return bool(self._words)

    def __call__(self, rows: list[Found]) -> tuple[list[Found], bool]:
        kept: list[Found] = []
        for batch in _batches(rows):
            kept += self._holding(batch)
            self._left -= sum(row.size + ROW for row in batch)
            if self._left <= (CHECKED - AT_ONCE if self._held >= SOME else 0):
                return kept, False
        return kept, True

    def _holding(self, batch: list[Found]) -> Iterator[Found]:
        read = candidates([row.pk for row in batch], whole=True)
        for row in batch:
            candidate = read.get(row.pk)
            if candidate and all(word.stands_in(candidate) for word in self._words):
                self._held += 1
                if len(self.known) < self._most:
                    self.known[row.pk] = candidate.begun
                yield row


def _batches(rows: list[Found]) -> Iterator[list[Found]]:
    """`rows` in parts that have AT_ONCE characters or little more."""
    batch, size = [], 0
    for row in rows:
        batch.append(row)
        size += row.size + ROW
        if size >= AT_ONCE:
            yield batch
            batch, size = [], 0
    yield batch
