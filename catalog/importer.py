"""Taking a catalog file in: the whole file or nothing, a report with row numbers, and no change the second time."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.actions import read_limit, write_catalog
from catalog.cells import Areas, Problem, RowReader
from catalog.columns import Header, find_header
from catalog.limits import Reading
from catalog.models import Area, CatalogEntry
from catalog.permissions import Permission
from catalog.spreadsheet import Row, Sheet, read_sheets
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

REMARKS = ("注:", "备注:", "说明:", "填表说明")
HEADERLESS = ["area", "level1", "level2", "extras", "position"]
"""Fields that every row has, whether or not a column of the file is named after them."""


@dataclass
class Report:
    """What an import did, or would do. `errors` non-empty: nothing was written."""

    is_dry_run: bool
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    """Codes that the catalog holds and the file does not; they are left as they are."""

    @property
    def is_clean(self) -> bool:
        return not self.errors

    @property
    def lost(self) -> int:
        """Rows that the file holds and the catalog does not, after a clean import: always 0."""
        return self.rows - self.created - self.changed - self.unchanged

    @property
    def bad_rows(self) -> list[int]:
        """Numbers of the rows with errors, each once, in order."""
        return sorted({problem.row for problem in self.errors if problem.row is not None})


class Line(NamedTuple):
    """A row that was read: the fields of its entry, and the columns its sheet has."""

    number: int
    sheet: str
    fields: dict[str, object]
    given: list[str]

    def problem(self, sentence: str, column: str = "") -> Problem:
        return Problem(self.number, sentence, column, self.sheet)


def import_catalog(file: IO[bytes], *, government: Agency, by: User | None, dry_run: bool = False) -> Report:
    """Bring the catalog of `government` to what `file` says, and return the report.

    Any error, in any row, leaves everything as it was; so does `dry_run`. Entries are known by their code; a file
    without codes gets stable ones from area and items, so the same file a second time changes nothing. Columns that
    the file lacks, and entries that it does not mention, stay as they are. Raises NotAllowed.
    """
    if by is not None:
        require(by, Permission.MANAGE_CATALOG, on=government)
    report = Report(is_dry_run=dry_run)
    try:
        sheets = read_sheets(file)
    except Refused as refusal:
        report.errors.append(Problem(None, str(refusal)))
        return report
    lines = _lines(sheets, report)
    _give_codes(lines, report)
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=government.pk)  # one import of a catalog at a time
        added, changed, moved = _compare(lines, government, report)
        if report.is_clean and not dry_run:
            source = str(getattr(file, "name", "") or "").rsplit("/", 1)[-1]
            write_catalog(government, by=by, added=added, changed=changed, moved=moved, source=source)
    _warn_of_subjects(lines, government, report)
    return report


def _lines(sheets: list[Sheet], report: Report) -> list[Line]:
    areas = Areas()
    lines: list[Line] = []
    for sheet in sheets:
        title = sheet.title if len(sheets) > 1 else ""
        header = find_header(sheet.rows)
        if header is None:
            sentence = _(
                "No row of headers was found; the columns of a catalog need names such as 公开事项, 公开内容, 公开依据."
            )
            report.errors.append(Problem(None, sentence, sheet=title))
            continue
        reader = RowReader(header.columns, areas, sheet=sheet.title)
        if missing := _missing(header, has_area=reader.sheet_area is not None):
            report.errors += [Problem(None, sentence, sheet=title) for sentence in missing]
            continue
        given = [name for name in _fields_in_order(header) if name not in {"level3", "extra", ""}]
        report.extras += [c.header for c in header.columns if c.field == "extra" and c.header not in report.extras]
        lines += [
            Line(row.number, title, reader.read(row.number, row.cells), given)
            for row in sheet.rows[header.first :]
            if not _is_remark(row, report, title)
        ]
        report.errors += [problem._replace(sheet=title) for problem in reader.problems]
    report.rows = len(lines)
    if not lines and not report.errors:
        report.errors.append(Problem(None, _("The file holds headers, but no rows.")))
    return lines


def _fields_in_order(header: Header) -> list[str]:
    return list(dict.fromkeys(column.field for column in header.columns))


def _missing(header: Header, *, has_area: bool) -> list[str]:
    """One sentence for each column that a catalog cannot do without."""
    fields = header.fields()
    needed = [
        (has_area or "area" in fields, _("The column of the area (领域) is missing.")),
        (
            bool(fields & {"level1", "level2"}),
            _("The column of the items (一级事项, 二级事项 or 公开事项) is missing."),
        ),
        ("content_elements" in fields, _("The column of the content elements (公开内容) is missing.")),
        ("time_limit" in fields, _("The column of the time limit (公开时限) is missing.")),
    ]
    return [sentence for is_there, sentence in needed if not is_there]


def _is_remark(row: Row, report: Report, sheet: str) -> bool:
    """True for a line such as “注:…” under the table; it is named in the report, not dropped in silence."""
    filled = [cell for cell in row.cells if cell]
    if len(filled) != 1 or not unicodedata.normalize("NFKC", filled[0]).startswith(REMARKS):
        return False
    report.warnings.append(Problem(row.number, _("This row is a remark and was left out."), sheet=sheet))
    return True


def _give_codes(lines: list[Line], report: Report) -> None:
    """Make sure that every line has a code of its own; the same code, or the same row, twice is an error of the later.

    Two units may share an item: the second row's code then depends on its unit and content as well.
    """
    by_code: dict[str, Line] = {}
    by_text: dict[str, Line] = {}
    for line in lines:
        given = str(line.fields.get("code") or "")
        twin = None if given else by_text.setdefault(_text_of(line), line)
        if twin is not None and twin is not line:
            report.errors.append(line.problem(_("The row repeats row %(row)s.") % {"row": twin.number}))
            continue
        code = given or _code_of(line)
        if not given and code in by_code:
            code = _code_of(line, "subject", "content_elements")
        line.fields["code"] = code
        if (first := by_code.setdefault(code, line)) is not line:
            sentence = _("The code “%(code)s” stands in row %(row)s already.") % {"code": code, "row": first.number}
            report.errors.append(line.problem(sentence, str(_("code"))))


def _text_of(line: Line) -> str:
    return repr(sorted((name, str(value)) for name, value in line.fields.items()))


def _code_of(line: Line, *further: str) -> str:
    """A code that depends on what the entry is called, not on where it stands: two figures and eight characters."""
    area = line.fields["area"]
    number = area.number if isinstance(area, Area) else 0
    named = "\0".join(str(line.fields.get(name) or "") for name in ("level1", "level2", *further))
    digest = base64.b32encode(hashlib.sha256(named.encode()).digest()[:5]).decode().lower()
    return f"{number:02d}-{digest}"


Changes = tuple[list[CatalogEntry], list[CatalogEntry], list[CatalogEntry]]


def _compare(lines: list[Line], government: Agency, report: Report) -> Changes:
    """Entries to add, entries that change, and entries that merely stand in another place of the file."""
    known = {entry.code: entry for entry in CatalogEntry.objects.filter(agency=government).select_related("area")}
    added: list[CatalogEntry] = []
    changed: list[CatalogEntry] = []
    moved: list[CatalogEntry] = []
    if not report.is_clean:
        return added, changed, moved
    for position, line in enumerate(lines, 1):
        line.fields["position"] = position
        entry = known.get(str(line.fields["code"])) or CatalogEntry(agency=government)
        names = [name for name in line.fields if name in line.given or name in HEADERLESS or entry.pk is None]
        names += [name for name in line.given if name not in line.fields]
        differing = [n for n in names if entry.pk is None or getattr(entry, n) != line.fields.get(n, "")]
        for name in differing:
            setattr(entry, name, line.fields.get(name, ""))
        read_limit(entry)
        _warn_of_limit(line, entry, report)
        if entry.pk is None:
            added.append(entry)
        elif differing:
            (moved if differing == ["position"] else changed).append(entry)
    report.created, report.changed = len(added), len(changed)
    report.unchanged = len(lines) - len(added) - len(changed)
    report.absent = sorted(known.keys() - {str(line.fields["code"]) for line in lines})
    return added, changed, moved


def _warn_of_limit(line: Line, entry: CatalogEntry, report: Report) -> None:
    if entry.limit_reading == Reading.NOT_UNDERSTOOD:
        sentence = _("The time limit “%(text)s” was not understood; it is kept as written.")
        report.warnings.append(line.problem(sentence % {"text": entry.time_limit[:60]}))


def _warn_of_subjects(lines: list[Line], government: Agency, report: Report) -> None:
    """Name the publishing units that are no agency of this government, each once with its first row."""
    agencies = Agency.objects.public().under(government).values_list("name", "short_name")
    known = {name for pair in agencies for name in pair}
    first: dict[str, Line] = {}
    for line in lines:
        if (subject := str(line.fields.get("subject") or "")) and subject not in known:
            first.setdefault(subject, line)
    sentence = _("“%(subject)s” is no agency of this government; assign the duty by hand.")
    report.warnings += [line.problem(sentence % {"subject": subject[:60]}) for subject, line in first.items()]
