"""Reading a holiday notice of the State Council that somebody typed into a table: CSV with date, name, kind, notice."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from portal.refusals import Refused

HEADERS = {
    "date": {"date", "日期"},
    "name": {"name", "节日", "名称", "节日名称"},
    "kind": {"kind", "类型", "安排"},
    "notice": {"notice", "通知", "依据", "通知网址"},
}
REQUIRED = ("date", "name", "kind")
KINDS = {"off": False, "休": False, "休息": False, "放假": False, "work": True, "班": True, "上班": True}
FESTIVALS = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
YEARS = range(2000, 2101)
MAX_ROWS = 2000
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


class NoticeRow(NamedTuple):
    """One day of a notice."""

    date: dt.date
    name: str
    is_workday: bool
    notice_url: str


class RowError(NamedTuple):
    """What is wrong with a row; the header is row 1, and 0 stands for the file as a whole."""

    row: int
    sentence: str


class UnreadableNotice(Refused):
    """The file was refused as a whole; `errors` says why, row by row."""

    def __init__(self, errors: list[RowError]) -> None:
        self.errors = errors
        lines = [_("Row %(row)s: %(sentence)s") % e._asdict() if e.row else e.sentence for e in errors]
        super().__init__("\n".join(lines), field="file")


def read_notice(content: bytes) -> list[NoticeRow]:
    """The days of the table in `content` (UTF-8 or GB 18030). Raises UnreadableNotice with every bad row."""
    lines = list(csv.reader(io.StringIO(_decoded(content), newline="")))
    columns = _columns(lines[0] if lines else [])
    if len(lines) > MAX_ROWS:
        raise UnreadableNotice([RowError(0, _("The file has more rows than any notice could have."))])
    rows: list[NoticeRow] = []
    errors: list[RowError] = []
    seen: dict[dt.date, int] = {}
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row, complaints = _read_row({name: _cell(cells, place) for name, place in columns.items()})
        if row is not None and (first := seen.setdefault(row.date, number)) != number:
            complaints = [_("%(day)s stands in row %(row)s already.") % {"day": row.date, "row": first}]
        errors += [RowError(number, sentence) for sentence in complaints]
        rows += [row] if row is not None else []
    if not rows and not errors:
        errors = [RowError(0, _("The file holds no day."))]
    if errors:
        raise UnreadableNotice(errors)
    return rows


def missing_festivals(rows: list[NoticeRow]) -> list[str]:
    """Festivals that a notice for a whole year names and `rows` do not; a partial notice announces no year."""
    return [festival for festival in FESTIVALS if not any(festival in row.name for row in rows if not row.is_workday)]


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableNotice([RowError(0, _("This is not a CSV file in UTF-8 or GB 18030."))])


def _columns(header: list[str]) -> dict[str, int]:
    titles = [title.strip().lower() for title in header]
    places = {name: next((i for i, t in enumerate(titles) if t in known), -1) for name, known in HEADERS.items()}
    if lacking := [name for name in REQUIRED if places[name] < 0]:
        sentence = _("The first row must name the columns date, name and kind; missing: %(columns)s.")
        raise UnreadableNotice([RowError(0, sentence % {"columns": ", ".join(lacking)})])
    return places


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if 0 <= place < len(cells) else ""


def _read_row(cells: dict[str, str]) -> tuple[NoticeRow | None, list[str]]:
    date, is_workday = _date(cells["date"]), KINDS.get(cells["kind"].lower())
    complaints = list(_complaints(cells, date, is_workday))
    if complaints or date is None or is_workday is None:
        return None, complaints
    return NoticeRow(date, cells["name"], is_workday, cells["notice"]), []


def _date(text: str) -> dt.date | None:
    if (found := _DATE.fullmatch(text)) is None:
        return None
    try:
        return dt.date(*map(int, found.groups()))
    except ValueError:
        return None


def _complaints(cells: dict[str, str], date: dt.date | None, is_workday: bool | None) -> Iterator[str]:
    if date is None:
        yield _("“%(text)s” is not a date; write 2027-01-31.") % {"text": cells["date"][:40]}
    elif date.year not in YEARS:
        yield _("The year %(year)s cannot be right.") % {"year": date.year}
    elif is_workday and date.weekday() < 5:
        yield _("%(day)s is no weekend: only a Saturday or Sunday becomes a make-up working day.") % {"day": date}
    if is_workday is None:
        yield _("“%(text)s” is not a kind; write off or work.") % {"text": cells["kind"][:40]}
    if not 1 <= len(cells["name"]) <= 60:
        yield _("The name of the festival needs 1 to 60 characters.")
    if any(urlsplit(url).scheme not in {"http", "https"} for url in cells["notice"].split()):
        yield _("The address of the notice must begin with http:// or https://.")
    if len(cells["notice"]) > 400:
        yield _("The address of the notice is longer than 400 characters.")
