"""A report as one document: what is frozen, hashed, shown, printed and exported, all from the same facts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from oversight.report.scheme import REMEDIES, RESULTS, TABLE2, Cells, Words, rows, shown
from requests_app.tables import COLUMNS

if TYPE_CHECKING:
    from oversight.models import AnnualReport


def document_of(report: AnnualReport, cells: Cells) -> dict[str, Any]:
    """Everything that a reader gets, in plain values."""
    return {
        "agency": {"code": report.agency.code, "name": report.agency.name},
        "year": report.year,
        "form": report.form,
        "texts": report.texts,
        "cells": dict(cells),
        "parts": report.parts,
        "source": report.source,
    }


def hash_of(document: Mapping[str, Any]) -> str:
    """SHA-256 over the document in one spelling."""
    plain = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


class Cell(NamedTuple):
    """A place in a table; `value` is None where the source of a report taken over has none.

    `address` leads to what it counts, `remarks` say what is to be known of it: both for those who prepare the report.
    """

    code: str
    value: int | None
    address: str = ""
    remarks: tuple[Words, ...] = ()

    @property
    def text(self) -> str:
        return shown(self.code, self.value)


class Line(NamedTuple):
    """A line of a table. `level` 1 to 3 as it is indented; a heading has no cells."""

    label: Words
    level: int
    cells: list[Cell]

    @property
    def indented(self) -> str:
        """The label behind as many wide spaces as the form has before it."""
        return "\u3000" * (self.level - 1) + str(self.label)

    @property
    def is_heading(self) -> bool:
        return not self.cells


class Table(NamedTuple):
    """A table, or a block of one with columns of its own."""

    title: Words
    columns: list[Words]
    lines: list[Line]


class Tables(NamedTuple):
    """The three tables of a report; the second in blocks, one for each item of article 20."""

    second: list[Table]
    third: Table
    fourth: Table


def tables_of(cells: Cells, form: str, *, dress: Callable[[Cell], Cell] = lambda cell: cell) -> Tables:
    """The tables of `cells`; `dress` adds address and remarks to each of them."""

    def dressed(table: Table) -> Table:
        lines = [line._replace(cells=[dress(cell) for cell in line.cells]) for line in table.lines]
        return table._replace(lines=lines)

    return Tables(
        [dressed(block) for block in table2(cells, form)], dressed(table3(cells, form)), dressed(table4(cells))
    )


def _cell(cells: Cells, code: str) -> Cell:
    return Cell(code, cells.get(code))


def table2(cells: Cells, form: str) -> list[Table]:
    """The blocks of part two, one for each item of article 20."""
    return [
        Table(
            group.article,
            [label for _key, label in group.columns],
            [
                Line(label, 1, [_cell(cells, f"T2.{line}.{key}") for key, _words in group.columns])
                for line, label in group.lines
            ],
        )
        for group in TABLE2[form]
    ]


def table3(cells: Cells, form: str) -> Table:
    """Part three."""
    lines = [
        Line(row.label, row.level, [] if row.is_heading else [_cell(cells, f"{row.code}.{key}") for key in COLUMNS])
        for row in rows(form)
    ]
    return Table("", list(COLUMNS.values()), lines)


def table4(cells: Cells) -> Table:
    """Part four, one line for each group of columns."""
    lines = [Line(label, 1, [_cell(cells, f"T4.{kind}.{key}") for key, _words in RESULTS]) for kind, label in REMEDIES]
    return Table("", [label for _key, label in RESULTS], lines)
