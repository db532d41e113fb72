"""What is looked at of rows that match, so that the best can be told from the rest; tuples, for there are hundreds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Expression, ExpressionWrapper, F, TextField
from django.db.models.functions import Substr

from portal.prepared import Prepared
from portal.search.conditions import KEYS, among, one_value
from portal.search.models import SearchRow

READ = 5_000  # characters of a text in which words are looked for


class Candidate(NamedTuple):
    """`title` is folded, with the number of the document behind it, and `text` what was read of the folded text."""

    path: str  # of its agency
    date: dt.date
    written_on: dt.date | None
    number: str
    title: str
    text: str

    @property
    def begun(self) -> Candidate:
        """With no more of its text than is looked at to put rows in order."""
        most = max(READ - len(self.title) - 1, 0)
        return self if len(self.text) <= most else self._replace(text=self.text[:most])


def _asking(folded: Expression) -> Prepared:
    return Prepared(
        lambda: (
            SearchRow.objects.filter(among(KEYS))
            .annotate(read=folded)
            .values_list("pk", "agency__path", "date", "written_on", "number", "read")
        ),
        KEYS,
    )


_begun, _whole = _asking(Substr("folded", 1, READ)), _asking(ExpressionWrapper(F("folded"), TextField()))


def candidates(keys: Sequence[int], *, whole: bool = False) -> dict[int, Candidate]:
    """The candidate of each of `keys` that is still there, with its whole text or the beginning."""
    found = {}
    for key, path, date, written_on, number, read in (_whole if whole else _begun)(one_value(keys)) if keys else ():
        title, _newline, text = read.partition("\n")
        found[key] = Candidate(path, date, written_on, number, title, text)
    return found
