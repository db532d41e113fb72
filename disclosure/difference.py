"""What a version says otherwise than another: the reviewer reads the change, not the whole text once more."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.admin.utils import label_for_field

from disclosure.body import rows_and_lines
from disclosure.models import Version
from disclosure.parts import as_lines
from disclosure.row_changes import RowChanges, row_changes

LABELLED = ("title", *(name.removesuffix("_id") for name in Version.METADATA if name != "parts"))
AROUND = 2
MOST_LINES = 2000
MOST_WORDS = 400
"""Longer lines are shown as a whole, old and new: comparing word by word costs the product of both lengths."""
# Latin words and numbers stay whole; Chinese has no spaces, each character stands for itself
_WORD = re.compile(r"[A-Za-z0-9.,%]+|\s+|.", re.DOTALL)


class Part(NamedTuple):
    """A piece of a line: `mark` is "+" or "-" where it changed, else " "."""

    mark: str
    text: str


class Line(NamedTuple):
    """A line of text, or a row of a table: `mark` is "+", "-" or " ", "…" where unchanged lines were left out.

    `cells` are its cells, each in parts; a line of text has one.
    """

    mark: str
    cells: list[list[Part]]
    is_row: bool = False

    @property
    def text(self) -> str:
        """The line without marks."""
        return " ".join("".join(part.text for part in cell) for cell in self.cells)


class Change(NamedTuple):
    """A field of the metadata that says something else."""

    label: str
    before: str
    after: str


class Difference(NamedTuple):
    """Everything that differs between two versions; what did not change is left out, but for some lines around."""

    fields: list[Change]
    lines: list[Line]
    files: list[Line]
    parts: list[Line]
    rows: RowChanges | None

    @property
    def is_empty(self) -> bool:
        return not (self.fields or self.lines or self.files or self.parts or self.rows)


def difference(before: Version, after: Version) -> Difference:
    """What `after` says otherwise than `before`."""
    return Difference(
        fields=[
            Change(str(label_for_field(name, Version)), _shown(before, name), _shown(after, name))
            for name in LABELLED
            if getattr(before, name) != getattr(after, name)
        ],
        lines=lines_between(before.body, after.body),
        files=_lines(_files(before), _files(after), around=0),
        parts=_lines(
            _single(as_lines(before.kind, before.parts)), _single(as_lines(after.kind, after.parts)), around=0
        ),
        rows=row_changes(before.row_set, after.row_set) if before.row_set_id != after.row_set_id else None,
    )


def _single(lines: list[str]) -> list[tuple[str, ...]]:
    """Lines that are no rows of a table."""
    return [(line,) for line in lines]


def lines_between(before: str, after: str) -> list[Line]:
    """What the HTML `after` says otherwise than `before`: line by line first, then word by word in changed lines."""
    return _lines(rows_and_lines(before), rows_and_lines(after))


def _lines(before: list[tuple[str, ...]], after: list[tuple[str, ...]], *, around: int = AROUND) -> list[Line]:
    # thousands of equal lines would cost the square of their number; the heuristic leaves those aside
    compared = difflib.SequenceMatcher(None, before, after, autojunk=max(len(before), len(after)) > MOST_LINES)
    found: list[Line] = []
    last = 0
    for group in compared.get_grouped_opcodes(around):
        if group[0][1] > last and around:
            found.append(Line("…", []))
        for kind, a, b, c, d in group:
            found += _opcode(kind, before[a:b], after[c:d])
        last = group[-1][2]
    return found


def _opcode(kind: str, before: list[tuple[str, ...]], after: list[tuple[str, ...]]) -> Iterator[Line]:
    if kind == "equal":
        yield from (_whole(" ", line) for line in before)
        return
    for old, new in zip(before, after, strict=False):
        yield from _changed(old, new)
    shared = min(len(before), len(after))
    yield from (_whole("-", line) for line in before[shared:])
    yield from (_whole("+", line) for line in after[shared:])


def _changed(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[Line]:
    """The old and the new line; where they resemble each other, only the words that changed are marked."""
    if len(old) != len(new) or not any(_resemble(a, b) for a, b in zip(old, new, strict=True)):
        yield from (_whole("-", old), _whole("+", new))
        return
    pairs = [_words(a, b) for a, b in zip(old, new, strict=True)]
    yield Line("-", [pair[0] for pair in pairs], len(old) > 1)
    yield Line("+", [pair[1] for pair in pairs], len(new) > 1)


def _resemble(old: str, new: str) -> bool:
    if old == new:
        return bool(old)
    return difflib.SequenceMatcher(None, old, new, autojunk=False).quick_ratio() >= 0.5


def _words(old: str, new: str) -> tuple[list[Part], list[Part]]:
    """Both texts in parts, those marked that the other has not."""
    if old == new:
        return [Part(" ", old)], [Part(" ", new)]
    a, b = _WORD.findall(old), _WORD.findall(new)
    if max(len(a), len(b)) > MOST_WORDS:
        return [Part("-", old)], [Part("+", new)]
    left: list[Part] = []
    right: list[Part] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        mark = ("-", "+") if kind != "equal" else (" ", " ")
        left += [Part(mark[0], "".join(a[i:j]))] if j > i else []
        right += [Part(mark[1], "".join(b[k:m]))] if m > k else []
    return left, right


def _whole(mark: str, line: tuple[str, ...]) -> Line:
    return Line(mark, [[Part(mark, cell)] for cell in line], len(line) > 1)


def _files(version: Version) -> list[tuple[str, ...]]:
    links = version.attachments.select_related("file")
    return [(f"{link.file.name} ({link.file.sha256[:12]})",) for link in links]


def _shown(version: Version, name: str) -> str:
    display = getattr(version, f"get_{name}_display", None)
    value = display() if display else getattr(version, name)
    return "" if value is None else str(value)
