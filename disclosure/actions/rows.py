"""The list of an item: rows added, changed, removed and imported. Every change is a draft, bound to its hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.fields import BadCell, Column, cleaned, columns_of, shown
from catalog.models import FieldType
from disclosure.actions.drafts import open_draft, save_shown, seal
from disclosure.actions.locking import locked, newest_as_seen
from disclosure.models import Item, RowSet, StructuredRow, Version
from disclosure.models.rows import digest_of
from disclosure.permissions import Permission
from disclosure.row_import import Report, merged, read_rows
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_ROWS = 20_000
Cells = dict[str, str]


def columns_for(version: Version) -> list[Column]:
    """The columns in which rows of `version` are written: those its entry has now, else those of its list."""
    if version.entry is not None and (fields := list(version.entry.content_fields.in_order())):
        return columns_of(fields)
    return version.row_set.layout if version.row_set is not None else []


@transaction.atomic
def add_row(item: Item, *, by: User, cells: Mapping[str, str], seen: str | None = None) -> Item:
    """Add a row at the end. Raises NotAllowed, and Refused beside the column that will not do."""
    return _edit(item, by=by, seen=seen, cells=cells, position=None)


@transaction.atomic
def change_row(item: Item, *, by: User, position: int, cells: Mapping[str, str], seen: str | None = None) -> Item:
    """Put `cells` in place of the row at `position`. Raises NotAllowed, Refused."""
    return _edit(item, by=by, seen=seen, cells=cells, position=position)


@transaction.atomic
def remove_row(item: Item, *, by: User, position: int, seen: str | None = None) -> Item:
    """Take the row at `position` out; versions that were submitted or public keep it. Raises NotAllowed, Refused."""
    require(by, Permission.EDIT_ITEM, on=item)
    item = locked(item)
    version = newest_as_seen(item, seen)
    rows = rows_of(version)
    del rows[_place(rows, position)]
    return _put(item, version, columns_for(version), rows, by=by)


@transaction.atomic
def import_rows(
    item: Item, file: IO[bytes], *, by: User, removes_absent: bool = False, dry_run: bool = False
) -> Report:
    """Read a table (XLSX or CSV) into the list of `item`: all of it, or nothing if one cell will not do.

    Columns are found by their headers. Rows with the key of a row that is there replace it, others are added;
    `removes_absent` takes out what is not in the file. Without a key column the file replaces the whole list. The same
    file again changes nothing. `dry_run` reports and writes nothing. Raises NotAllowed, Refused(field="file").
    """
    require(by, Permission.EDIT_ITEM, on=item)
    item = locked(item)
    version = item.newest()
    columns = columns_for(version)
    if not columns:
        raise Refused(_("The entry of this item has no content fields."), field="file")
    read = read_rows(file, columns, most_rows=MOST_ROWS)
    rows, report = merged(columns, rows_of(version), read, removes_absent=removes_absent)
    if len(rows) > MOST_ROWS:
        raise Refused(_("A list has at most %(limit)d rows.") % {"limit": MOST_ROWS}, field="file")
    if report.is_clean and not dry_run:
        _put(item, version, columns, rows, by=by, source=getattr(file, "name", "") or "")
    return report


def rows_of(version: Version) -> list[Cells]:
    """The cells of every row of `version`, in order."""
    if version.row_set is None:
        return []
    return list(version.row_set.rows.order_by("position").values_list("cells", flat=True))


def _edit(item: Item, *, by: User, seen: str | None, cells: Mapping[str, str], position: int | None) -> Item:
    require(by, Permission.EDIT_ITEM, on=item)
    item = locked(item)
    version = newest_as_seen(item, seen)
    columns = columns_for(version)
    if not columns:
        raise Refused(_("The entry of this item has no content fields."))
    row = _checked(columns, cells)
    rows = rows_of(version)
    place = len(rows) if position is None else _place(rows, position)
    rows[place : place + 1] = [row]
    if len(rows) > MOST_ROWS:
        raise Refused(_("A list has at most %(limit)d rows.") % {"limit": MOST_ROWS})
    key = next((column for column in columns if column.is_key), None)
    if key and any(other.get(key.key) == row[key.key] for at, other in enumerate(rows) if at != place):
        raise Refused(_("Another row has this value."), field=key.key)
    return _put(item, version, columns, rows, by=by)


def _place(rows: Sequence[Cells], position: int) -> int:
    if not 1 <= position <= len(rows):
        raise Refused(_("This row is not there any more."))
    return position - 1


def _checked(columns: Sequence[Column], cells: Mapping[str, str]) -> Cells:
    row = {}
    for column in columns:
        try:
            row[column.key] = cleaned(column, cells.get(column.key, ""))
        except BadCell as bad:
            raise Refused(str(bad), field=column.key) from None
    return row


def _put(
    item: Item, version: Version, columns: Sequence[Column], rows: Sequence[Cells], *, by: User, source: str = ""
) -> Item:
    """Let the newest version hold exactly `rows`; no rows, no set. What is the same changes nothing."""
    facts = [column.facts() for column in columns]
    digest = digest_of(facts, rows) if rows else ""
    old = version.row_set
    if digest == (old.digest if old else ""):
        return item
    version, _before = open_draft(item, version, by=by)
    version.row_set = _set(item, facts, digest, columns, rows) if rows else None
    seal(version, by=by)
    save_shown(item, version)
    if old is not None and not old.versions.exists():  # nothing but this draft knew it
        old.delete()
    record(
        Event.ROWS_CHANGED,
        by=by,
        agency=item.agency,
        subject=item,
        before={"rows": old.count, "digest": old.digest} if old else {},
        after=version.traced() | {"rows": len(rows), "digest": digest, "file": source},
    )
    return item


def _set(
    item: Item, facts: list[dict[str, object]], digest: str, columns: Sequence[Column], rows: Sequence[Cells]
) -> RowSet:
    found, is_new = RowSet.objects.get_or_create(
        item=item, digest=digest, defaults={"columns": facts, "count": len(rows)}
    )
    if is_new:
        key = next((column.key for column in columns if column.is_key), "")
        made = (
            StructuredRow(
                row_set=found, position=place, key=cells.get(key, ""), cells=cells, text=_searched(columns, cells)
            )
            for place, cells in enumerate(rows, 1)
        )
        StructuredRow.objects.bulk_create(made, batch_size=500)
    return found


def _searched(columns: Sequence[Column], cells: Cells) -> str:
    """What the filter looks through: never more than citizens may see."""
    seen = shown(columns, cells)
    return " ".join(seen[column.key] for column in columns if seen[column.key] and column.type != FieldType.ID_NUMBER)
