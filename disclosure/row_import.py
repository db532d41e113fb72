"""Rows out of a file: columns by their headers, every fault with its line and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, NamedTuple

from django.utils.translation import gettext as _

from catalog.fields import BadCell, Column, cleaned
from catalog.spreadsheet import Row
from disclosure.headed_table import find_table, named
from disclosure.row_export import unguarded
from portal.refusals import Refused

MOST_FAULTS = 500


class Fault(NamedTuple):
    """A cell that cannot stand: line as the spreadsheet program numbers it, header of the column, one sentence."""

    line: int
    header: str
    sentence: str

    def __str__(self) -> str:
        where = _("Line %(line)d, “%(header)s”: ") if self.header else _("Line %(line)d: ")
        return where % {"line": self.line, "header": self.header} + self.sentence


class Read(NamedTuple):
    """What a file holds: checked rows with their lines, what is wrong, and headers that no column has."""

    rows: list[tuple[int, dict[str, str]]]
    faults: list[Fault]
    ignored: list[str]
    fault_count: int


class Report(NamedTuple):
    """What an import does, or would do."""

    added: int
    changed: int
    unchanged: int
    removed: int
    faults: list[Fault]
    ignored: list[str]
    fault_count: int = 0

    @property
    def is_clean(self) -> bool:
        return self.fault_count == 0


def read_rows(file: IO[bytes], columns: Sequence[Column], *, most_rows: int) -> Read:
    """Every row of the sheet that has the columns' headers. Raises Refused(field="file") if there is no such sheet."""
    fields = {named(name): column.key for column in columns for name in (column.label, column.header, column.key)}
    table = find_table(file, fields, most_rows=most_rows, fewest=1)
    if table is None:
        raise Refused(_("No row of the file holds the headers of this list; use the template."), field="file")
    absent = [column.header for column in columns if column.is_required and column.key not in table.places]
    if absent:
        words = {"headers": "、".join(absent)}
        raise Refused(_("The file lacks the columns: %(headers)s.") % words, field="file")
    rows, faults = [], []
    for row in table.rows:
        cells, wrong = _cells(row, columns, table.places)
        rows.append((row.number, cells))
        faults += wrong
    faults += _repeated(rows, columns)
    faults.sort(key=lambda fault: fault.line)
    return Read(rows, faults[:MOST_FAULTS], table.ignored, len(faults))


def merged(
    columns: Sequence[Column], there: Sequence[Mapping[str, str]], read: Read, *, removes_absent: bool
) -> tuple[list[dict[str, str]], Report]:
    """The rows of the list after the file, and what that changes. Rows stay in their place, new ones follow."""
    key = next((column.key for column in columns if column.is_key), None)
    keys = [column.key for column in columns]
    old = [{name: cells.get(name, "") for name in keys} for cells in there]  # in the columns of today
    new = [cells for _line, cells in read.rows]
    if key is None:
        kept = 0 if old != new else len(new)
        report = Report(len(new) - kept, 0, kept, len(old) - kept, read.faults, read.ignored, read.fault_count)
        return new, report
    given = {cells.get(key, ""): cells for cells in new}
    before = {cells[key]: cells for cells in old}
    kept_rows = [given.get(cells[key], cells) for cells in old if not removes_absent or cells[key] in given]
    added = [cells for cells in given.values() if cells.get(key, "") not in before]
    same = sum(before.get(name) == cells for name, cells in given.items())
    report = Report(
        added=len(added),
        changed=len(given) - len(added) - same,
        unchanged=same,
        removed=len(old) - len(kept_rows),
        faults=read.faults,
        ignored=read.ignored,
        fault_count=read.fault_count,
    )
    return kept_rows + added, report


def _cells(row: Row, columns: Sequence[Column], places: Mapping[str, int]) -> tuple[dict[str, str], list[Fault]]:
    cells, faults = {}, []
    for column in columns:
        place = places.get(column.key)
        cell = row.cells[place] if place is not None and place < len(row.cells) else ""
        try:
            cells[column.key] = cleaned(column, unguarded(cell))
        except BadCell as bad:
            faults.append(Fault(row.number, column.header, str(bad)))
    return cells, faults


def _repeated(rows: Sequence[tuple[int, Mapping[str, str]]], columns: Sequence[Column]) -> list[Fault]:
    key = next((column for column in columns if column.is_key), None)
    first: dict[str, int] = {}
    faults = []
    for line, cells in rows:
        value = cells.get(key.key, "") if key else ""
        if key and value and first.setdefault(value, line) != line:
            words = {"line": first[value]}
            faults.append(Fault(line, key.header, _("The same value stands in line %(line)d.") % words))
    return faults
