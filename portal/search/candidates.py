"""What is looked at of rows that match, so that the best can be told from the rest; tuples, for there are hundreds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models.functions import Substr

from portal.search.conditions import among
from portal.search.models import SearchRow

READ = 5_000  # characters of a text in which words are looked for


class Candidate(NamedTuple):
    """`title` is folded, with the number of the document behind it, and `text` the beginning of the folded text."""

    path: str  # of its agency
    date: dt.date
    written_on: dt.date | None
    number: str
    title: str
    text: str


def candidates(keys: Sequence[int]) -> dict[int, Candidate]:
    """The candidate of each of `keys` that is still there."""
    rows = SearchRow.objects.filter(among(keys)).annotate(start=Substr("folded", 1, READ))
    found = {}
    for key, path, date, written_on, number, start in rows.values_list(
        "pk", "agency__path", "date", "written_on", "number", "start"
    ):
        title, _newline, text = start.partition("\n")
        found[key] = Candidate(path, date, written_on, number, title, text)
    return found
