"""What one list says otherwise than another: rows added, removed and changed, by the key of the row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from catalog.fields import Column, shown
from disclosure.models import RowSet

SHOWN = 500
"""Rows of one kind of change that a page shows; the rest is counted."""


class Cell(NamedTuple):
    """A cell before and after."""

    column: Column
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after


class ChangedRow(NamedTuple):
    """A row in both lists that says something else, with all its cells."""

    key: str
    cells: list[Cell]


class RowChanges(NamedTuple):
    """What differs; rows as citizens may see them."""

    columns: list[Column]
    former_columns: list[Column]
    added: list[dict[str, str]]
    removed: list[dict[str, str]]
    changed: list[ChangedRow]
    counts: dict[str, int]

    def __bool__(self) -> bool:
        return any(self.counts.values())

    @property
    def more(self) -> int:
        """Rows that are counted but not shown."""
        return sum(max(0, count - SHOWN) for count in self.counts.values())


Rows = dict[str, Mapping[str, str]]


def row_changes(before: RowSet | None, after: RowSet | None) -> RowChanges:
    """Rows are the same row if their key is the same; without a key column, only if every cell is."""
    columns = after.layout if after else before.layout if before else []
    former = before.layout if before else columns
    old, new = _by_key(before), _by_key(after)
    added = [cells for key, cells in new.items() if key not in old]
    removed = [cells for key, cells in old.items() if key not in new]
    changed = [(key, old[key], cells) for key, cells in new.items() if key in old and old[key] != cells]
    return RowChanges(
        columns=columns,
        former_columns=former,
        added=[shown(columns, cells) for cells in added[:SHOWN]],
        removed=[shown(former, cells) for cells in removed[:SHOWN]],
        changed=[ChangedRow(key, _cells(columns, former, was, now)) for key, was, now in changed[:SHOWN]],
        counts={"added": len(added), "removed": len(removed), "changed": len(changed)},
    )


def _by_key(row_set: RowSet | None) -> Rows:
    if row_set is None:
        return {}
    keyed: Rows = {}
    for key, cells in row_set.rows.order_by("position").values_list("key", "cells"):
        name = key or repr(sorted(cells.items()))
        while name in keyed:  # the same row twice in a list without keys
            name += "\0"
        keyed[name] = cells
    return keyed


def _cells(
    columns: list[Column], former: list[Column], before: Mapping[str, str], after: Mapping[str, str]
) -> list[Cell]:
    was, now = shown(former, before), shown(columns, after)
    gone = [column for column in former if column.key not in now]
    return [Cell(column, was.get(column.key, ""), now.get(column.key, "")) for column in (*columns, *gone)]
