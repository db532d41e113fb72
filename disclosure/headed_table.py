"""The table in a file, found by its headers: what all files have in common whose rows people fill in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, NamedTuple, Protocol

from django.utils.translation import gettext as _

from catalog.spreadsheet import Row, Sheet, read_sheets
from disclosure.row_export import INSTRUCTIONS_TITLE
from portal.refusals import Refused

SEARCHED_ROWS = 10


class Headed(Protocol):
    """A column of a template."""

    @property
    def field(self) -> str: ...
    @property
    def header(self) -> str: ...
    @property
    def is_required(self) -> bool: ...


class Table(NamedTuple):
    """The sheet with most headers, the index of its first row of data, the place of every field, and other sheets."""

    sheet: Sheet
    first: int
    places: Mapping[str, int]
    others: Sequence[Sheet]

    @property
    def rows(self) -> list[Row]:
        return self.sheet.rows[self.first :]

    @property
    def headers(self) -> dict[str, str]:
        """How the file writes the header of every field."""
        cells = self.sheet.rows[self.first - 1].cells
        return {name: cells[at] for name, at in self.places.items()}

    @property
    def ignored(self) -> list[str]:
        """Headers that no field has, or that repeat one."""
        known = set(self.places.values())
        return [cell for at, cell in enumerate(self.sheet.rows[self.first - 1].cells) if cell and at not in known]


def named(header: str) -> str:
    """A header or a choice as it is compared: half-width, no blanks, no star that marks what is required."""
    return re.sub(r"\s+|\*", "", unicodedata.normalize("NFKC", header)).lower()


def find_table(file: IO[bytes], fields: Mapping[str, str], *, most_rows: int, fewest: int = 2) -> Table | None:
    """The table of which `fields` knows most headers (as `named`), at least `fewest`; of two alike columns the first.

    Raises Refused(field="file") for a file that cannot be read at all.
    """
    sheets = [
        sheet for sheet in read_sheets(file, most_rows=most_rows + SEARCHED_ROWS) if sheet.title != INSTRUCTIONS_TITLE
    ]
    best: Table | None = None
    for sheet in sheets:
        for index, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
            places: dict[str, int] = {}
            for at, cell in enumerate(row.cells):
                if (name := fields.get(named(cell))) is not None:
                    places.setdefault(name, at)
            if len(places) >= fewest and (best is None or len(places) > len(best.places)):
                best = Table(sheet, index + 1, places, [other for other in sheets if other is not sheet])
    return best


def read_table(
    file: IO[bytes], columns: Iterable[Headed], fields: Mapping[str, str], *, most_rows: int, absent: str
) -> Table:
    """The table with at least one and at most `most_rows` rows and every required column.

    Raises Refused(field="file") otherwise; with the sentence `absent` where no row holds the headers.
    """
    table = find_table(file, fields, most_rows=most_rows)
    if table is None:
        raise Refused(absent, field="file")
    missing = [column.header for column in columns if column.is_required and column.field not in table.places]
    if missing:
        raise Refused(_("The file lacks the columns: %(headers)s.") % {"headers": "、".join(missing)}, field="file")
    if not table.rows:
        raise Refused(_("The file holds headers, but no rows."), field="file")
    if len(table.rows) > most_rows:
        raise Refused(_("The file has more than %(rows)s rows; split it.") % {"rows": most_rows}, field="file")
    return table
