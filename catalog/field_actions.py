"""Decisions about the content fields of an entry."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.fields import Column
from catalog.models import CatalogEntry, ContentField, FieldType
from catalog.models.field import KEY_PATTERN, MASKED, MOST_DECIMALS
from catalog.permissions import Permission
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_FIELDS = 60
SETS_PATH = Path(__file__).parent / "data" / "field_sets"
FIELD_SETS = {
    "penalties": gettext_lazy("Penalties (双公示 layout)"),
    "licences": gettext_lazy("Licences (双公示 layout)"),
    "fees": gettext_lazy("Fee list"),
    "budget": gettext_lazy("Budget, line by line"),
    "prices": gettext_lazy("Prices of medicines and services"),
    "powers": gettext_lazy("Powers and responsibilities"),
}
"""Ready-made layouts: name of the file in `data/field_sets` → what people call it."""


@transaction.atomic
def define_fields(entry: CatalogEntry, *, by: User | None, fields: Sequence[Column]) -> list[ContentField]:
    """Make `fields` the content fields of `entry`, in this order; a field that is not named goes.

    Lists that exist keep the columns they were made with. Nothing changed: nothing happens. Raises NotAllowed, Refused.
    """
    if by is not None:
        require(by, Permission.MANAGE_CATALOG, on=entry)
    entry = CatalogEntry.objects.select_for_update(of=("self",)).select_related("agency").get(pk=entry.pk)
    _check(fields)
    before = [field.facts() for field in entry.content_fields.in_order()]
    after = [field.facts() for field in fields]
    if before == after:
        return list(entry.content_fields.in_order())
    entry.content_fields.all().delete()
    made = [ContentField(entry=entry, position=place, **facts) for place, facts in enumerate(after, 1)]
    for field in made:
        _check_cells(field)
    ContentField.objects.bulk_create(made)
    record(
        Event.FIELDS_DEFINED,
        by=by,
        agency=entry.agency,
        subject=entry,
        before={"fields": before},
        after={"fields": after},
    )
    return made


def apply_field_set(entry: CatalogEntry, name: str, *, by: User | None) -> list[ContentField]:
    """Give `entry` the fields of a ready-made set, in place of those it has. Raises NotAllowed, Refused."""
    return define_fields(entry, by=by, fields=field_set(name))


def field_set(name: str) -> list[Column]:
    """The columns of a ready-made set. Raises Refused for a name that is none."""
    if name not in FIELD_SETS:
        raise Refused(_("Choose one of the values."), field="field_set")
    with (SETS_PATH / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [_column(line) for line in csv.DictReader(file)]


def _column(line: dict[str, Any]) -> Column:
    return Column(
        key=line["key"],
        label=line["label"],
        type=line["type"],
        is_required="r" in line["flags"],
        is_key="k" in line["flags"],
        choices=tuple(line["choices"].split("|")) if line["choices"] else (),
        unit=line["unit"],
        decimals=int(line["decimals"] or 0),
        help=line["help"],
    )


def _check(fields: Sequence[Column]) -> None:
    if len(fields) > MOST_FIELDS:
        raise Refused(_("At most %(limit)d fields are possible.") % {"limit": MOST_FIELDS})
    for name in ("key", "label"):
        values = [getattr(field, name) for field in fields]
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise Refused(_("“%(value)s” stands twice.") % {"value": twice}, field=name)
    if sum(field.is_key for field in fields) > 1:
        raise Refused(_("Only one field can identify the row."), field="is_key")
    for field in fields:
        _check_one(field)


def _check_one(field: Column) -> None:
    words = {"label": field.label or field.key}
    if not KEY_PATTERN.match(field.key):
        sentence = _("“%(label)s”: the key begins with a small letter; small letters, digits and underscores follow.")
        raise Refused(sentence % words, field="key")
    if field.type == FieldType.CHOICE and not field.choices:
        raise Refused(_("“%(label)s”: give the choices.") % words, field="choices")
    if field.is_key and (field.type in MASKED or not field.is_required):
        sentence = _("“%(label)s”: what identifies a row is required, and nothing that is masked.")
        raise Refused(sentence % words, field="is_key")
    if field.decimals > MOST_DECIMALS:
        raise Refused(_("At most %(limit)d decimals are possible.") % {"limit": MOST_DECIMALS}, field="decimals")


def _check_cells(field: ContentField) -> None:
    try:
        field.full_clean(exclude=["entry"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise Refused(f"{field.label or field.key}: {' '.join(error.messages)}") from None
