"""Counting what looking first is good for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.agencies.models import Agency
from requests_app.models import LookTally

ONCE = 24 * 3600  # seconds in which one form counts once

Column = Literal["shown", "clicked", "answered"]


@transaction.atomic
def count_look(agencies: Iterable[Agency], *, column: Column, key: str) -> None:
    """Count one in `column` for each of `agencies` today, once for the form with this idempotency `key`.

    Only the numbers are kept. No audit event: nobody decided anything.
    """
    for agency in agencies:
        if cache.add(f"look:{column}:{agency.pk}:{key}", 1, ONCE):
            tally, _new = LookTally.objects.get_or_create(agency=agency, day=timezone.localdate())
            LookTally.objects.filter(pk=tally.pk).update(**{column: F(column) + 1})
