"""The cells of the statutory report under one scheme of codes: 国办公开办函〔2021〕30号, and the form of 2019.

A cell of table 3 is `R1.c1`, of table 2 `T2.normative.issued`, of table 4 `T4.reconsideration.upheld`. Every cell is a
whole number; what agencies charge is kept in yuan and shown in units of 10 000 yuan, with four decimals at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_app.models import Applicant, RemedyKind, RemedyResult
from requests_app.tables import COLUMNS, ROWS, TOTAL, Row

Cells = Mapping[str, int]
Words = str | Promise
APPLICANTS = tuple(Applicant.values)


class Format(models.TextChoices):
    """Which form of the report."""

    OF_2021 = "2021", gettext_lazy("form of 2021")
    OF_2019 = "2019", gettext_lazy("form of 2019")


class Group(NamedTuple):
    """A block of table 2: the item of article 20, its columns, its lines; key and label of each."""

    article: Words
    columns: tuple[tuple[str, Words], ...]
    lines: tuple[tuple[str, Words], ...]


_HANDLED = ("handled", gettext_lazy("Decisions handled this year"))
_BEFORE, _CHANGE = ("before", gettext_lazy("Matters last year")), ("change", gettext_lazy("More or fewer this year"))
_RULES = (("regulations", gettext_lazy("Regulations")), ("normative", gettext_lazy("Normative documents")))
_LICENCES = ("licences", gettext_lazy("Administrative licences"))
_PENALTIES = (
    ("penalties", gettext_lazy("Administrative penalties")), ("coercion", gettext_lazy("Administrative coercion")),
)  # fmt: skip
_FEES = ("fees", gettext_lazy("Administrative fees"))

TABLE2: Mapping[str, tuple[Group, ...]] = {
    Format.OF_2021: (
        Group(
            gettext_lazy("Article 20(1)"),
            (
                ("issued", gettext_lazy("Issued this year")),
                ("ended", gettext_lazy("Repealed this year")),
                ("in_force", gettext_lazy("Now in force")),
            ),
            _RULES,
        ),
        Group(gettext_lazy("Article 20(5)"), (_HANDLED,), (_LICENCES,)),
        Group(gettext_lazy("Article 20(6)"), (_HANDLED,), _PENALTIES),
        Group(gettext_lazy("Article 20(8)"), (("yuan", gettext_lazy("Charged this year (10 000 yuan)")),), (_FEES,)),
    ),
    Format.OF_2019: (
        Group(
            gettext_lazy("Article 20(1)"),
            (
                ("made", gettext_lazy("Made this year")),
                ("newly_public", gettext_lazy("Newly published this year")),
                ("public", gettext_lazy("Published in all")),
            ),
            _RULES,
        ),
        Group(
            gettext_lazy("Article 20(5)"),
            (_BEFORE, _CHANGE, _HANDLED),
            (_LICENCES, ("services", gettext_lazy("Other services to the public"))),
        ),
        Group(gettext_lazy("Article 20(6)"), (_BEFORE, _CHANGE, _HANDLED), _PENALTIES),
        Group(gettext_lazy("Article 20(8)"), (_BEFORE, _CHANGE), (_FEES,)),
        Group(
            gettext_lazy("Article 20(9)"),
            (("handled", gettext_lazy("Purchases")), ("yuan", gettext_lazy("Total (10 000 yuan)"))),
            (("procurement", gettext_lazy("Central government procurement")),),
        ),
    ),
}
REMEDIES: tuple[tuple[str, Words], ...] = tuple((kind.value, kind.label) for kind in RemedyKind)
RESULTS: tuple[tuple[str, Words], ...] = (
    *((result.value, result.label) for result in RemedyResult), ("total", gettext_lazy("Total")),
)  # fmt: skip


def rows(form: str) -> list[Row]:
    """The lines of table 3, headings among them; in 2019 what was handled otherwise was one line."""
    if form == Format.OF_2021:
        return list(ROWS)
    kept = [row for row in ROWS if not row.code.startswith("R3_6_")]
    return [row._replace(is_heading=False) if row.code == "R3_6" else row for row in kept]


def outcomes(form: str) -> list[str]:
    """The lines that the total of results adds up."""
    return [row.code for row in rows(form) if row.code.startswith("R3_") and not row.is_heading and row.code != "R3_7"]


@cache
def names(form: str) -> Mapping[str, tuple[Words, ...]]:
    """Every cell of a form, in the order of the tables, with the words that lead to it: table, line, column."""
    found: dict[str, tuple[Words, ...]] = {}
    for group in TABLE2[form]:
        for line, label in group.lines:
            found |= {f"T2.{line}.{key}": (gettext_lazy("Table 2"), label, words) for key, words in group.columns}
    for row in rows(form):
        if not row.is_heading:
            found |= {
                f"{row.code}.{key}": (gettext_lazy("Table 3"), row.label, label) for key, label in COLUMNS.items()
            }
    for kind, label in REMEDIES:
        found |= {f"T4.{kind}.{key}": (gettext_lazy("Table 4"), label, words) for key, words in RESULTS}
    return found


def name_of(cell: str, form: str = Format.OF_2021) -> str:
    """What a cell is called in a sentence. Raises KeyError for what is no cell of the form."""
    table, line, column = names(form)[cell]
    return _("%(table)s “%(line)s”, column “%(column)s”") % {"table": table, "line": line, "column": column}


@cache
def sums(form: str) -> Mapping[str, tuple[str, ...]]:
    """Every total with the single cells that it adds up; a total that adds totals is taken apart into single cells."""
    found = {}
    for row in rows(form):
        if not row.is_heading and row.code != "R3_7":
            found[f"{row.code}.{TOTAL}"] = tuple(f"{row.code}.{column}" for column in APPLICANTS)
    for column in APPLICANTS:
        found[f"R3_7.{column}"] = tuple(f"{outcome}.{column}" for outcome in outcomes(form))
    found[f"R3_7.{TOTAL}"] = tuple(part for column in APPLICANTS for part in found[f"R3_7.{column}"])
    for kind, _label in REMEDIES:
        found[f"T4.{kind}.total"] = tuple(f"T4.{kind}.{result}" for result in RemedyResult.values)
    return found


def corrected(computed: Cells, corrections: Cells, form: str) -> dict[str, int]:
    """`computed` with single cells set otherwise, and every total moved by as much as its parts were.

    A total that did not agree with its parts before does not agree afterwards either: nothing is smoothed over.
    """
    cells = {**computed, **corrections}
    moved = {cell: value - computed.get(cell, 0) for cell, value in corrections.items()}
    for total, parts in sums(form).items():
        if change := sum(moved.get(part, 0) for part in parts):
            cells[total] = cells.get(total, 0) + change
    return cells


def shown(cell: str, value: int | None) -> str:
    """A number as the report shows it: yuan in units of 10 000, everything else as it is."""
    if value is None:
        return ""
    if not cell.endswith(".yuan"):
        return str(value)
    sign, whole = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{whole // 10_000}.{whole % 10_000:04d}".rstrip("0").rstrip(".")


def read(cell: str, typed: str) -> int:
    """The number that `typed` shows; a blank is 0. Raises ValueError for what is no such number."""
    plain = typed.strip().replace(",", "").replace("\uff0c", "")
    if not plain:
        return 0
    if not cell.endswith(".yuan"):
        number = int(plain.removesuffix(".0"))
    else:
        whole, _point, part = plain.partition(".")
        part = part.rstrip("0")
        if len(part) > 4:
            raise ValueError("An amount has at most four decimals of 10 000 yuan.")
        number = int(whole or "0") * 10_000 + int(part.ljust(4, "0"))
    if number < 0 and not cell.endswith(".change"):
        raise ValueError("A cell of the report is never negative.")
    if abs(number) >= 10**15:
        raise ValueError("No report counts so many.")
    return number
