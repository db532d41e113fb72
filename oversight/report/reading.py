"""Reports of earlier years out of a file: JSON (one report, or one a line), or the workbook, one report a column.

Blanks are 0. A line that the file does not have is 0 too, unless it says that it holds the report only in part
(`"completeness"` other than `"full"`): then what is not there is not known, and no rule is asked of it.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _

from catalog.spreadsheet import MAX_BYTES, Sheet, read_sheets
from disclosure.row_export import INSTRUCTIONS_TITLE, unguarded
from oversight.report.scheme import APPLICANTS, Format, name_of, names, read, rows, shown
from portal.refusals import Refused
from requests_app.tables import TOTAL

MOST_REPORTS = 500
TEXTS = ("overview", "problems", "other")
KINDS = {"review": "reconsideration", "direct": "direct_suit", "after_review": "suit_after"}
STOCKS = {"regulations": "regulations", "normative_documents": "normative"}
SINGLE = {
    "licensing": "T2.licences.handled",
    "punishment": "T2.penalties.handled",
    "coercion": "T2.coercion.handled",
    "fees_10k_yuan": "T2.fees.yuan",
}
# rows of the workbook above the cells
HEADS = {"机关": "agency", "年度": "year", "来源": "source_url"}


@dataclass
class Read:
    """One report as a file has it: whose, of which year, its cells, and each fault with its place."""

    number: int
    agency: str = ""
    year: int = 0
    form: str = Format.OF_2021
    source: str = ""
    cells: dict[str, int] = field(default_factory=dict)
    said: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def take(self, cell: str, value: Any) -> None:
        """Put a number where it belongs; what is none is a fault."""
        try:
            self.cells[cell] = read(cell, "" if value is None else str(value))
        except ValueError:
            words = {"cell": name_of(cell, self.form), "value": str(value)[:20]}
            self.faults.append(_("%(cell)s: “%(value)s” is no number that may stand there.") % words)

    def take_head(self, facts: dict[str, Any]) -> None:
        """Whose report it is."""
        agency = facts.get("agency") or ""
        agency = agency.get("code", "") if isinstance(agency, dict) else agency  # as this portal exports it
        self.agency = " ".join(str(agency).split())
        self.source = str(facts.get("source_url") or "").strip()[:300]
        self.form = (
            Format.OF_2019 if str(facts.get("format") or facts.get("form") or "").startswith("2019") else Format.OF_2021
        )
        year = str(facts.get("year") or "").strip().removesuffix("年")
        self.year = int(year) if re.fullmatch(r"\d{4}", year) else 0
        if not self.agency:
            self.faults.append(_("The agency is missing."))
        if not self.year:
            self.faults.append(_("“%(year)s” is no year.") % {"year": year[:20]})


def read_reports(file: IO[bytes]) -> list[Read]:
    """The reports of `file`. Raises Refused(field="file") for one that cannot be read at all, or is too long."""
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Refused(_("The file is larger than %(size)s MB.") % {"size": MAX_BYTES // 1024**2}, field="file")
    found = list(_columns(content) if content.startswith(b"PK") else _lines(content))
    if not found:
        raise Refused(_("The file holds no report."), field="file")
    if len(found) > MOST_REPORTS:
        raise Refused(_("The file has more than %(rows)s reports; split it.") % {"rows": MOST_REPORTS}, field="file")
    return found


def _lines(content: bytes) -> Iterator[Read]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("The file is neither JSON Lines in UTF-8 nor an .xlsx workbook."), field="file") from error
    if isinstance(whole := _parsed(text), dict | list):
        yield from (_report(n, facts) for n, facts in enumerate(whole if isinstance(whole, list) else [whole], 1))
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield _report(number, _parsed(line))


def _parsed(text: str) -> Any:
    """What JSON says, amounts with the digits they are written with; None for what is none."""
    try:
        return json.loads(text, parse_float=str, parse_constant=str)
    except ValueError:
        return None


def _report(number: int, facts: Any) -> Read:
    found = Read(number)
    if not isinstance(facts, dict):
        found.faults.append(_("This line is no JSON object."))
        return found
    found.take_head(facts)
    if facts.get("completeness", "full") == "full":
        found.cells = dict.fromkeys(names(found.form), 0)
    _take_tables(found, facts)
    said = facts.get("narrative")
    found.said = {str(key): n for key, n in said.items() if type(n) is int} if isinstance(said, dict) else {}
    texts = facts.get("texts")
    found.texts = {key: str(texts[key]) for key in TEXTS if key in texts} if isinstance(texts, dict) else {}
    return found


def _take_tables(found: Read, facts: dict[str, Any]) -> None:
    known = names(found.form)
    for code, value in _cells_of(found.form, facts):
        if code in known:
            found.take(code, value)
        else:
            found.faults.append(_("“%(code)s” is no line of this form of the report.") % {"code": code[:60]})


def _cells_of(form: str, facts: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Code and value of every cell that a line of JSON holds, under its own keys or under those of the scheme."""
    tables = {name: table if isinstance(table := facts.get(name), dict) else {} for name in
              ("table2", "table3", "table4", "cells")}  # fmt: skip
    for code, value in tables["cells"].items():  # as exported: yuan, not units of 10 000
        yield code, shown(code, value) if type(value) is int else value
    for key, value in tables["table2"].items():
        if key in STOCKS:
            parts = ("issued", "ended", "in_force")
            yield from _spread([f"T2.{STOCKS[key]}.{part}" for part in parts], value, key)
        else:
            yield (SINGLE[key] if key in SINGLE else str(key)), value
    codes = sorted((row.code for row in rows(form) if not row.is_heading), key=len, reverse=True)
    for key, value in tables["table3"].items():
        row = next((code for code in codes if key == code or key.startswith(f"{code}_")), key)
        yield from _spread([f"{row}.{column}" for column in (*APPLICANTS, TOTAL)], value, key)
    results = ("upheld", "corrected", "other", "pending", "total")
    for key, value in tables["table4"].items():
        yield from _spread([f"T4.{KINDS.get(key, key)}.{result}" for result in results], value, key)


def _spread(codes: list[str], value: Any, key: str) -> Iterator[tuple[str, Any]]:
    """A list over its cells; one that has not as many numbers is given back under its own key, as unknown."""
    if isinstance(value, list) and len(value) == len(codes):
        yield from zip(codes, value, strict=True)
    else:
        yield key, value


def _columns(content: bytes) -> Iterator[Read]:
    sheets = [sheet for sheet in read_sheets(io.BytesIO(content)) if sheet.title != INSTRUCTIONS_TITLE]
    for sheet in sheets:
        yield from _sheet(sheet)


def _sheet(sheet: Sheet) -> Iterator[Read]:
    """The first column holds the codes, the second their names, each further one a report; the title begins with the
    form.
    """
    table = {row.cells[0].strip(): [unguarded(cell) for cell in row.cells] for row in sheet.rows if row.cells}
    width = max(len(cells) for cells in table.values())
    for place in range(2, width):
        column = {code: cells[place] if place < len(cells) else "" for code, cells in table.items()}
        if not any(cell.strip() for cell in column.values()):
            continue
        found = Read(place + 1)
        found.take_head({key: column.get(head, "") for head, key in HEADS.items()} | {"format": sheet.title})
        known = names(found.form)
        found.cells = dict.fromkeys(known, 0)
        for code, cell in column.items():
            if code in known:
                found.take(code, cell)
            elif cell.strip() and "." in code:
                found.faults.append(_("“%(code)s” is no line of this form of the report.") % {"code": code[:60]})
        yield found
