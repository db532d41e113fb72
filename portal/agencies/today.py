"""What waits for a person: each room above announces its panes here, and the workbench opens with them.

A pane is one queryset. Its number, its first rows and the list behind its link all come from it, so they cannot differ.
This room knows nothing of duties or requests; whoever announces a pane brings the rows along.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import CharField, Count, QuerySet, Value
from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from portal.accounts.models import User

SHOWN = 5
"""Rows of a pane on the first page; the others are one click away."""


class Line(NamedTuple):
    """One row of a pane: what it is, where it opens, whose it is, and by when."""

    title: str
    address: str
    note: str = ""
    due_on: dt.date | None = None


class Pane(NamedTuple):
    """A kind of work. `rows` are those of `user` on a day, most urgent first; `list_name?query` lists just these."""

    key: str
    title: str | Promise
    tone: str
    opens_for: Callable[[User], bool]
    rows: Callable[[User, dt.date], QuerySet]
    line: Callable[[Any], Line]
    list_name: str
    query: str = ""

    @property
    def address(self) -> str:
        return f"{reverse(self.list_name)}?{self.query}" if self.query else reverse(self.list_name)


class Work(NamedTuple):
    """A pane with its number and its first lines."""

    pane: Pane
    number: int
    lines: list[Line]

    @property
    def more(self) -> int:
        """How many are not among the lines."""
        return self.number - len(self.lines)


class Shortcut(NamedTuple):
    """What a person begins many times a week: a button above the panes that leads to an empty form."""

    title: str | Promise
    address_name: str
    opens_for: Callable[[User], bool]

    @property
    def address(self) -> str:
        return reverse(self.address_name)


_announced: dict[str, Pane] = {}
_shortcuts: dict[str, Shortcut] = {}


def announce(*panes: Pane) -> None:
    """Add panes, in the order in which they are shown; announcing one again replaces it."""
    _announced.update({pane.key: pane for pane in panes})


def offer(*shortcuts: Shortcut) -> None:
    """Add shortcuts, in the order in which they are shown; offering one again replaces it."""
    _shortcuts.update({shortcut.address_name: shortcut for shortcut in shortcuts})


def shortcuts_of(user: User) -> list[Shortcut]:
    return [shortcut for shortcut in _shortcuts.values() if shortcut.opens_for(user)]


def panes_of(user: User) -> list[Pane]:
    """The panes that open for `user`, in their order."""
    return [pane for pane in _announced.values() if pane.opens_for(user)]


def work_of(user: User, today: dt.date) -> list[Work]:
    """Every pane that opens for `user`, empty ones among them.

    One query counts all of them, and each that is not empty takes one more: as many for one agency as for sixty.
    """
    panes = panes_of(user)
    rows = {pane.key: pane.rows(user, today) for pane in panes}
    numbers = _counted(rows)
    return [Work(pane, numbers.get(pane.key, 0), _lines(pane, rows[pane.key], numbers)) for pane in panes]


def _lines(pane: Pane, rows: QuerySet, numbers: dict[str, int]) -> list[Line]:
    return [pane.line(row) for row in rows[:SHOWN]] if numbers.get(pane.key) else []


def _counted(rows: dict[str, QuerySet]) -> dict[str, int]:
    """How many rows there are under each key. One query."""
    parts = [
        of_pane.order_by()
        .values(pane=Value(key, output_field=CharField()))
        .annotate(number=Count("pk"))
        .values_list("pane", "number")
        for key, of_pane in rows.items()
    ]
    if not parts:
        return {}
    return dict(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
