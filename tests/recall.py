"""The standing cast, built by its actions once in a process and put back into the database for each test."""

import datetime as dt
import pickle
from dataclasses import dataclass

import time_machine
from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.models import ChainHead
from tests.cast import Cast, assemble

Rows = dict[type[models.Model], list[models.Model]]


@dataclass
class Kept:
    """What `assemble` returned and wrote; pickled, so that no test changes what the next one gets."""

    cast: bytes
    rows: bytes
    built_on: dt.date


_kept: list[Kept] = []


def cast_of_the_test() -> Cast:
    """The cast as `assemble` leaves it, in whatever transaction the test has.

    It is put back only where nobody could tell: the test undoes what it writes, nothing that the cast would meet is
    there, and the clock is the real one. Otherwise it is built anew.
    """
    is_plain = connection.in_atomic_block and not time_machine.escape_hatch.is_travelling()
    if not is_plain or ChainHead.objects.exists() or User.objects.exists():
        return assemble()
    if not _kept or _kept[0].built_on != timezone.localdate():
        _kept[:] = [_build()]
    for model, rows in pickle.loads(_kept[0].rows).items():
        model._base_manager.bulk_create(rows)
    return pickle.loads(_kept[0].cast)


def forget() -> None:
    """After the database was emptied, kinds and permissions have other keys: build the cast anew."""
    _kept.clear()


def _build() -> Kept:
    before = _everything()
    with transaction.atomic():
        cast = assemble()
        after = _everything()
        transaction.set_rollback(True)
    written = {model: _added(before[model], after[model]) for model in after}
    rows = {model: added for model, added in written.items() if added}
    return Kept(pickle.dumps(cast), pickle.dumps(rows), timezone.localdate())


def _everything() -> Rows:
    tables = (model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy)
    return {model: list(model._base_manager.order_by("pk")) for model in tables}


def _added(before: list[models.Model], after: list[models.Model]) -> list[models.Model]:
    """The rows that are new; what was there must have stayed as it was."""
    old, new = ({row.pk: row for row in rows} for rows in (before, after))
    changed = [pk for pk, row in old.items() if pk not in new or _values(row) != _values(new[pk])]
    assert not changed, f"The cast changes rows that it finds: {changed} of {before[0]._meta.label}"
    return [row for pk, row in new.items() if pk not in old]


def _values(row: models.Model) -> list[object]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]
