"""What a version says otherwise than another: the reviewer reads the change, not the whole text once more."""

from __future__ import annotations

import difflib
from typing import NamedTuple

from django.contrib.admin.utils import label_for_field

from disclosure.body import plain
from disclosure.models import Version
from disclosure.parts import as_lines
from disclosure.row_changes import RowChanges, row_changes

LABELLED = ("title", *(name.removesuffix("_id") for name in Version.METADATA if name != "parts"))


class Line(NamedTuple):
    """A line of text: `mark` is "+", "-" or " "."""

    mark: str
    text: str


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
        lines=_lines(plain(before.body).splitlines(), plain(after.body).splitlines()),
        files=_lines(_files(before), _files(after), around=0),
        parts=_lines(as_lines(before.kind, before.parts), as_lines(after.kind, after.parts), around=0),
        rows=row_changes(before.row_set, after.row_set) if before.row_set_id != after.row_set_id else None,
    )


def _lines(before: list[str], after: list[str], *, around: int = 2) -> list[Line]:
    compared = difflib.unified_diff(before, after, lineterm="", n=around)
    return [Line(line[0], line[1:]) for line in compared if not line.startswith(("---", "+++", "@@"))]


def _files(version: Version) -> list[str]:
    return [f"{link.file.name} ({link.file.sha256[:12]})" for link in version.attachments.select_related("file")]


def _shown(version: Version, name: str) -> str:
    display = getattr(version, f"get_{name}_display", None)
    value = display() if display else getattr(version, name)
    return "" if value is None else str(value)
