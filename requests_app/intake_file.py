"""Requests on paper out of a file: every row read as the intake form would, every fault kept beside its row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _

from catalog.spreadsheet import Row
from disclosure.headed_table import read_table
from disclosure.row_export import unguarded
from portal.refusals import Refused
from requests_app.intake_columns import BY_FIELD, COLUMNS, FIELDS, value_of

MOST_REQUESTS = 200
"""Each request is sealed with a slow hash of its receipt code, within one answer of the server."""
NUMBER_LIMIT = 100


@dataclass
class Line:
    """A row: its number in the register, what it says, and each fault with the header of its column."""

    number: int
    external_no: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    known_as: str = ""
    """Number of the request that an earlier file filed for this row."""

    @property
    def hash(self) -> str:
        """SHA-256 of what the row says, however it is spelled."""
        plain = json.dumps(self.content, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(plain.encode()).hexdigest()

    def fault(self, sentence: str, name: str | None = None) -> None:
        """Note what is wrong, with the header of the column it is in."""
        column = BY_FIELD.get(name or "")
        words = {"place": column.header if column else "", "sentence": sentence}
        self.faults.append(_("%(place)s: %(sentence)s") % words if column else sentence)


def read_requests(file: IO[bytes]) -> list[Line]:
    """Every row of the sheet with the headers. Raises Refused(field="file") for a file that cannot be read at all."""
    table = read_table(
        file, COLUMNS, FIELDS, most_rows=MOST_REQUESTS,
        absent=_("No row of the file holds the headers of requests; use the template."),
    )  # fmt: skip
    lines = [_line(row, table.places) for row in table.rows]
    _find_twins(lines)
    return lines


def _line(row: Row, places: Mapping[str, int]) -> Line:
    line = Line(row.number)
    for column in COLUMNS:
        at = places.get(column.field, len(row.cells))
        cell = unguarded(row.cells[at]).strip() if at < len(row.cells) else ""
        try:
            line.content[column.field] = value_of(column, cell)
        except Refused as refusal:
            line.fault(str(refusal), refusal.field)
    line.external_no = " ".join(str(line.content.pop("external_no", "")).split())
    if len(line.external_no) > NUMBER_LIMIT:
        sentence = _("At most %(limit)d characters are possible here.") % {"limit": NUMBER_LIMIT}
        line.fault(sentence, "external_no")
    return line


def _find_twins(lines: Sequence[Line]) -> None:
    """The same number twice is a fault of the later row."""
    first: dict[str, Line] = {}
    for line in lines:
        twin = first.setdefault(line.external_no, line)
        if twin is not line and line.external_no:
            words = {"number": line.external_no[:60], "row": twin.number}
            line.fault(_("The number “%(number)s” stands in row %(row)s already.") % words, "external_no")
