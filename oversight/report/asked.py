"""What a rule is asked of, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from oversight.report.claims import Claim
from oversight.report.scheme import Cells, Format


class Level(models.TextChoices):
    """An error keeps a report from being frozen and published; a warning has to be confirmed."""

    ERROR = "error", gettext_lazy("error")
    WARNING = "warning", gettext_lazy("warning")


class Finding(NamedTuple):
    """What does not agree: the cells it is about, both values, and the sentence that says so."""

    rule: str
    level: Level
    cells: tuple[str, ...]
    left: int
    right: int
    sentence: str


@dataclass(frozen=True)
class Figures:
    """What the rules are asked of. `before` and `after` are the cells of the year before and after, where known."""

    year: int
    kind: str
    tier: str
    cells: Cells
    form: str = Format.OF_2021
    before: Cells | None = None
    after: Cells | None = None
    claims: Sequence[Claim] = ()
    said: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    missing: Sequence[str] = ()
    """Names of agencies below whose report is not there."""

    def at(self, *cells: str) -> int:
        """The sum of `cells`; one that is not there counts 0."""
        return sum(self.cells.get(cell, 0) for cell in cells)

    def has(self, *cells: str) -> bool:
        return all(cell in self.cells for cell in cells)


Found = Iterator[tuple[tuple[str, ...], int, int, str]]


class Rule(NamedTuple):
    """`sentence` is what has to hold; `find` yields cells, both values, and what to say, wherever it does not."""

    key: str
    sentence: str | Promise
    level: Level
    find: Callable[[Figures], Found]
