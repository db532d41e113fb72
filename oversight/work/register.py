"""What a register of the work is: its rows, columns and verbs as data, for the list, the file and the agency's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise

from oversight.models.work_terms import WorkQuerySet
from oversight.permissions import Permission
from oversight.work.forms import WorkForm
from portal.agencies.models import Agency
from portal.agencies.permissions import can

if TYPE_CHECKING:
    from portal.accounts.models import User


class Cell(NamedTuple):
    """What stands in one cell: a text, perhaps a link, a longer text to unfold, or a badge."""

    text: str
    url: str = ""
    fold: str = ""
    tone: str = ""


def shown(value: object) -> Cell:
    """`value` as a cell; a day as 2026-11-26, nothing as an empty cell."""
    if isinstance(value, Cell):
        return value
    if isinstance(value, dt.datetime | dt.date):
        return Cell(f"{value:%Y-%m-%d}")
    return Cell("" if value is None else str(value))


@dataclass(frozen=True)
class Entry:
    """How a new row comes about: the form, and the action that is given the agency and what the form says."""

    label: str | Promise
    form: type[WorkForm]
    act: Callable[..., object]
    said: str | Promise
    right: str = Permission.FILE_WORK
    only_governments: bool = False

    def is_open_to(self, user: User, agency: Agency) -> bool:
        return can(user, self.right, on=agency) and (agency.is_government or not self.only_governments)


@dataclass(frozen=True)
class Verb:
    """What can be done with a row: `place` is the agency on which the right is asked, `is_open` whether it is time."""

    label: str | Promise
    form: type[WorkForm]
    act: Callable[..., object]
    said: str | Promise
    is_open: Callable[[Any], bool]
    right: str = Permission.FILE_WORK
    place: Callable[[Any], Agency] = lambda row: row.agency

    def is_open_to(self, user: User, row: models.Model) -> bool:
        return can(user, self.right, on=self.place(row))


class Shown(NamedTuple):
    """A row as it is shown, with the verbs that are open to the reader as (label, address)."""

    agency: Agency
    labelled: list[tuple[str | Promise, Cell]]
    verbs: list[tuple[str | Promise, str]]


@dataclass(frozen=True)
class Register:
    """One register. `cells` gives what stands under each column after the agency, `counts` what is counted."""

    key: str
    label: str | Promise
    rows: Callable[[], WorkQuerySet]
    columns: tuple[str | Promise, ...]
    cells: Callable[[Any], tuple[object, ...]]
    entry: Entry | None = None
    verbs: Mapping[str, Verb] = field(default_factory=dict)
    counts: Callable[[Any], list[tuple[str, int]]] | None = None

    def show(self, row: Any, user: User) -> Shown:
        """A row with what `user` may do with it now. No query."""
        verbs = [
            (verb.label, reverse("oversight:organisation_step", args=[self.key, row.pk, name]))
            for name, verb in self.verbs.items()
            if verb.is_open(row) and verb.is_open_to(user, row)
        ]
        labelled = [(label, shown(cell)) for label, cell in zip(self.columns, self.cells(row), strict=True)]
        return Shown(row.agency, labelled, verbs)
