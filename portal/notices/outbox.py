"""Moving the rows of the outbox on: claim, settle, put back what a dead process held.

A settled row is one statement with its lock in the WHERE: once it has left for the database a killed process changes
nothing any more, so the moment in which a letter could be sent twice is as short as it can be made.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from portal.notices.models import Outgoing
from portal.notices.states import TABLE, State
from portal.transitions import advance

FIRST_WAIT = 60  # seconds until the second attempt
LONGEST_WAIT = 600  # seconds between two attempts: a mail server back after hours has everything minutes later
MOST_ATTEMPTS = 150  # about a day of them
STUCK_AFTER = dt.timedelta(minutes=5)  # far longer than one message can take with the time-outs of its connection

Row = TypeVar("Row", bound=Outgoing)


@transaction.atomic
def claim(model: type[Row]) -> Row | None:
    """Take the oldest row that is due for sending by the caller alone, or None. Counts as an attempt at once.

    PostgreSQL passes over rows that others hold; SQLite lets in one writer at a time.
    """
    now = timezone.now()
    row: Row | None = model.objects.due(now).select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
    if row is None:
        return None
    advance(row, "claim", TABLE)
    row.attempts += 1
    row.inflight_since = now
    row.save(update_fields=["state", "attempts", "inflight_since"])
    return row


def deliver(claimed: Outgoing) -> bool:
    """Mark it as sent."""
    return _settle(claimed, "deliver", sent_at=timezone.now(), last_error="")


def abort(claimed: Outgoing) -> bool:
    """Drop it: what it says is no longer true."""
    return _settle(claimed, "abort")


def postpone(claimed: Outgoing, error: Exception, *, for_good: bool = False) -> bool:
    """Note the error and wait: 1, 2, 4, 8, then 10 minutes. Give up `for_good`, or after the last attempt."""
    said = f"{type(error).__name__}: {error}"[:300]
    if for_good or claimed.attempts >= MOST_ATTEMPTS:
        return _settle(claimed, "give_up", last_error=said)
    seconds = min(FIRST_WAIT * 2 ** min(claimed.attempts - 1, 10), LONGEST_WAIT)
    return _settle(claimed, "postpone", last_error=said, retry_after=timezone.now() + dt.timedelta(seconds=seconds))


def recover(model: type[Outgoing]) -> int:
    """Put back what a process that died was sending; returns how many."""
    stuck = model.objects.filter(state=State.INFLIGHT, inflight_since__lt=timezone.now() - STUCK_AFTER)
    return sum(postpone(row, TimeoutError("the process that was sending it died")) for row in stuck)


@transaction.atomic
def revive(model: type[Outgoing]) -> int:
    """Put every dead letter back into the outbox, for an operator who has removed the cause; returns how many."""
    dead = list(model.objects.failed().select_for_update())
    for row in dead:
        advance(row, "revive", TABLE)
        row.attempts = 0
    model.objects.bulk_update(dead, ["state", "attempts"], batch_size=500)
    return len(dead)


def _settle(claimed: Outgoing, verb: str, **changes: object) -> bool:
    """Move a claimed row on, unless it was taken for dead and is somebody else's by now (False)."""
    sources, target = TABLE[verb]
    own = type(claimed).objects.filter(pk=claimed.pk, state__in=sources, attempts=claimed.attempts)
    return bool(own.update(state=target, inflight_since=None, **changes))
