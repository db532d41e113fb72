"""Saying that what is public may have changed: in the transaction that changes it, so that it holds from its commit on.

Actions need not call this: every audit event does (`portal.audit.reach`). What changes a public page without leaving an
event, such as text that is read from a file later, has to.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db import transaction

from portal.editions.models import Stamp
from portal.editions.sight import forget

STEP = 4  # characters of a path for each level of the tree of agencies


def changed_everywhere() -> None:
    """Every page of every site may have changed."""
    _write([Stamp(path="", own=_new())], ["own"])


def changed_around(paths: Iterable[str]) -> None:
    """Pages of the sites above and below the agencies with these paths may have changed, of no others."""
    places, now = set(paths), _new()
    above = {path[:end] for path in places for end in range(STEP, len(path) + 1, STEP)}
    if above:
        _write([Stamp(path=path, below=now) for path in sorted(above)], ["below"])
        _write([Stamp(path=path, own=now) for path in sorted(places)], ["own"])


def _new() -> int:
    # neither a count nor the time: both would come back after a database has been set back to an earlier hour
    return secrets.randbits(62)


def _write(stamps: list[Stamp], fields: list[str]) -> None:
    Stamp.objects.bulk_create(stamps, update_conflicts=True, unique_fields=["path"], update_fields=fields)
    transaction.on_commit(forget)  # this process knows at once, the others within the second
