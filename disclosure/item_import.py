"""Items out of a file: every row read and checked as the form would, every fault with its row and column."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext as _

from catalog.cells import Problem
from catalog.models import CatalogEntry, NegativeGround
from catalog.spreadsheet import Row
from disclosure.content import checked
from disclosure.headed_table import named, read_table
from disclosure.item_columns import BY_FIELD, COLUMNS, FIELDS, reader_of
from disclosure.models import ReaderGroup
from disclosure.permissions import Permission
from disclosure.row_export import unguarded
from portal.agencies.models import Agency
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_ITEMS = 2000
NUMBER_LIMIT = 100
KEEPS_DEFAULT = frozenset({"kind", "audience"})
"""Fields that the form never leaves blank: a blank cell says nothing about them."""


@dataclass
class Report:
    """What an import did, or would do. `errors` non-empty: nothing was written."""

    is_dry_run: bool
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    submitted: int = 0
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Headers that no field of an item has."""
    plan: str = ""
    """SHA-256 of what would happen to which row; a confirmation that finds another one was not what was previewed."""

    @property
    def is_clean(self) -> bool:
        return not self.errors


@dataclass
class Line:
    """A row that was read: its agency, its external number, and the fields of its item, checked."""

    number: int
    agency: Agency
    external_no: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of what the row says, however it is spelled."""
        plain = {name: value.pk if isinstance(value, Model) else value for name, value in self.content.items()}
        return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()

    def problem(self, sentence: str, name: str | None = None) -> Problem:
        """`sentence` with the place of the cell, under the header that the file has."""
        column = BY_FIELD.get(name or "")
        return Problem(self.number, sentence, self.headers.get(name or "", column.header if column else ""), "")


class Holding:
    """What a cell may name for the agencies of one person: read once, however many rows there are."""

    def __init__(self, by: User) -> None:
        self.by = by
        self._entries: dict[str, dict[str, CatalogEntry]] = {}
        self._readers: dict[str, dict[str, ReaderGroup]] = {}

    @cached_property
    def agencies(self) -> dict[str, Agency]:
        """Agencies `by` writes for, by code and name; a name that two of them have is none."""
        own = list(Agency.objects.managed_by(self.by, Permission.EDIT_ITEM))
        names = Counter(name for agency in own for name in {named(agency.name), named(agency.short_name)})
        found = {name: a for a in own for name in (named(a.name), named(a.short_name)) if names[name] == 1}
        return found | {named(agency.code): agency for agency in own}

    @cached_property
    def grounds(self) -> dict[str, NegativeGround]:
        """Grounds by code and name, and by article where one ground alone has it."""
        rows = list(NegativeGround.objects.public())
        articles = Counter(row.article for row in rows)
        found = {named(row.article): row for row in rows if articles[row.article] == 1}
        for row in rows:
            found |= {named(row.code): row, named(row.name): row, named(str(row)): row}
        return found

    def entries(self, agency: Agency) -> dict[str, CatalogEntry]:
        """Entries that hold for `agency` by code; of the same code at two levels, the nearer one."""
        if agency.path not in self._entries:
            rows = CatalogEntry.objects.public().holding_for(agency).select_related("agency").order_by("agency__depth")
            self._entries[agency.path] = {named(row.code): row for row in rows}
        return self._entries[agency.path]

    def readers(self, agency: Agency) -> dict[str, ReaderGroup]:
        """Groups that `agency` may publish to, by name; the nearer one of two."""
        if agency.path not in self._readers:
            rows = ReaderGroup.objects.holding_for(agency).select_related("agency").order_by("agency__depth")
            self._readers[agency.path] = {named(row.name): row for row in rows}
        return self._readers[agency.path]


def read_items(file: IO[bytes], *, agency: Agency, by: User, report: Report) -> list[Line]:
    """Every row of the sheet with the headers of items; what is wrong goes into `report`.

    Rows that name no agency are of `agency`. Raises Refused(field="file") for a file that cannot be read at all.
    """
    table = read_table(
        file, COLUMNS, FIELDS, most_rows=MOST_ITEMS,
        absent=_("No row of the file holds the headers of items; use the template."),
    )  # fmt: skip
    sentence = _("The sheet “%(title)s” was not read: a file has its items on one sheet.")
    report.warnings = [Problem(None, sentence % {"title": sheet.title[:40]}) for sheet in table.others]
    report.ignored = table.ignored
    holding = Holding(by)
    lines = [_line(row, table.places, table.headers, agency, holding, report) for row in table.rows]
    _find_twins(lines, report)
    report.rows = len(lines)
    return lines


def _line(
    row: Row, places: Mapping[str, int], headers: dict[str, str], agency: Agency, holding: Holding, report: Report
) -> Line:
    cells = {name: unguarded(row.cells[at]) if at < len(row.cells) else "" for name, at in places.items()}
    line = Line(row.number, agency, headers=headers)
    _take_agency(line, cells.pop("agency", ""), holding, report)
    line.external_no = " ".join(cells.pop("external_no", "").split())
    if not line.external_no:
        report.errors.append(line.problem(_("This cell must not be empty."), "external_no"))
    elif len(line.external_no) > NUMBER_LIMIT:
        sentence = _("At most %(limit)d characters are possible here.") % {"limit": NUMBER_LIMIT}
        report.errors.append(line.problem(sentence, "external_no"))
    for name, cell in cells.items():
        if not cell and name in KEEPS_DEFAULT:
            continue
        try:
            line.content |= checked({name: _value(name, cell, line.agency, holding)}, agency=line.agency)
        except Refused as refusal:
            report.errors.append(line.problem(str(refusal), name))
    days = {name: line.content.get(name) for name in ("effective_on", "valid_until")}
    try:
        checked(days, agency=line.agency)
    except Refused as refusal:
        report.errors.append(line.problem(str(refusal), refusal.field))
    return line


def _take_agency(line: Line, cell: str, holding: Holding, report: Report) -> None:
    if not cell:
        return
    found = holding.agencies.get(named(cell))
    if found is None:
        sentence = _("“%(agency)s” is no agency that you may write for.") % {"agency": cell[:60]}
        report.errors.append(line.problem(sentence, "agency"))
    else:
        line.agency = found


def _value(name: str, cell: str, agency: Agency, holding: Holding) -> Any:
    column = BY_FIELD[name]
    if not cell:
        if name == "attribute":
            raise Refused(_("The disclosure attribute is decided when the text is drafted; it must not be blank."))
        return None if column.is_date or name in {"entry", "ground", "readers"} else [] if name == "salience" else ""
    if (read := reader_of(column)) is not None:
        return read(name, cell)
    if name == "entry":
        return _found(
            holding.entries(agency), cell, _("“%(cell)s” is no entry of a catalog that holds for the agency.")
        )
    if name == "ground":
        return _found(holding.grounds, cell, _("“%(cell)s” is no ground of the negative list."))
    if name == "readers":
        return _found(holding.readers(agency), cell, _("“%(cell)s” is no group of readers of the agency."))
    return cell


def _found(rows: dict[str, Any], cell: str, sentence: str) -> Any:
    row = rows.get(named(cell))
    if row is None:
        raise Refused(sentence % {"cell": cell[:40]})
    return row


def _find_twins(lines: Sequence[Line], report: Report) -> None:
    """The same number of the same agency twice is an error of the later row."""
    first: dict[tuple[int, str], Line] = {}
    for line in lines:
        twin = first.setdefault((line.agency.pk, line.external_no), line)
        if twin is not line and line.external_no:
            words = {"number": line.external_no[:60], "row": twin.number}
            sentence = _("The number “%(number)s” stands in row %(row)s already.") % words
            report.errors.append(line.problem(sentence, "external_no"))
