"""Writing to the outbox, moving its rows on, and reading the inbox.

Nothing here is audited: a notice tells of a decision, and the decision is in the audit trail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.db import models, transaction
from django.utils import timezone

from portal.agencies.models import Agency
from portal.notices.models import Kind, Notice
from portal.notices.states import TABLE, State
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_WAIT = 600  # seconds between two attempts: a mail server back after hours has everything minutes later
MOST_ATTEMPTS = 150  # about a day of them
STUCK_AFTER = dt.timedelta(minutes=5)  # far longer than one message can take with the time-outs of its connection


class Letter(NamedTuple):
    """What is to be told to an account, or to an e-mail address.

    `url` is a path on the site of `agency`'s government; `title` and `body` never hold what the recipient could not
    read on that page.
    """

    kind: Kind
    to: User | str
    subject: models.Model
    occasion: str
    title: str
    body: str
    url: str = ""
    agency: Agency | None = None

    def notice(self) -> Notice:
        to = self.to
        return Notice(
            kind=self.kind,
            subject_type=self.subject._meta.label_lower,
            subject_id=str(self.subject.pk),
            occasion=self.occasion,
            title=" ".join(self.title.split())[:200],
            body=self.body,
            url=self.url,
            agency=self.agency,
            created_at=timezone.now(),
            **({"email": to.strip().lower()} if isinstance(to, str) else {"recipient": to}),
        )


def enqueue(
    kind: Kind,
    *,
    to: User | str,
    subject: models.Model,
    occasion: str,
    title: str,
    body: str,
    url: str = "",
    agency: Agency | None = None,
) -> Notice | None:
    """Write a notice (see `Letter`) inside the caller's transaction.

    Returns None if this recipient has been told of this `occasion` of `subject` before, also by another process a
    moment ago.
    """
    notice = Letter(kind, to, subject, occasion, title, body, url, agency).notice()
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    # the database does not say whether it ignored the row; the identifier made here does
    return Notice.objects.filter(public_id=notice.public_id).first()


def enqueue_all(letters: Iterable[Letter]) -> None:
    """Write a notice for each; who was told of that occasion before is not told again."""
    Notice.objects.bulk_create([letter.notice() for letter in letters], ignore_conflicts=True)


@transaction.atomic
def claim() -> Notice | None:
    """Take the oldest notice that is due for sending by the caller alone, or None. Counts as an attempt at once.

    PostgreSQL passes over rows that others hold; SQLite lets in one writer at a time.
    """
    now = timezone.now()
    due = Notice.objects.due(now).select_for_update(skip_locked=True, of=("self",)).order_by("pk")
    notice = due.first()
    if notice is None:
        return None
    advance(notice, "claim", TABLE)
    notice.attempts += 1
    notice.inflight_since = now
    notice.save(update_fields=["state", "attempts", "inflight_since"])
    return notice


def deliver(claimed: Notice) -> bool:
    """Mark it as sent."""
    return _settle(claimed, "deliver", sent_at=timezone.now(), last_error="")


def abort(claimed: Notice) -> bool:
    """Drop it: what it says is no longer true."""
    return _settle(claimed, "abort")


def postpone(claimed: Notice, error: Exception, *, for_good: bool = False) -> bool:
    """Note the error and wait: 1, 2, 4, 8, then 10 minutes. Give up `for_good`, or after the last attempt."""
    said = f"{type(error).__name__}: {error}"[:300]
    if for_good or claimed.attempts >= MOST_ATTEMPTS:
        return _settle(claimed, "give_up", last_error=said)
    seconds = min(60 * 2 ** min(claimed.attempts - 1, 10), LONGEST_WAIT)
    return _settle(claimed, "postpone", last_error=said, retry_after=timezone.now() + dt.timedelta(seconds=seconds))


def recover() -> int:
    """Put back what a process that died was sending; returns how many."""
    stuck = Notice.objects.filter(state=State.INFLIGHT, inflight_since__lt=timezone.now() - STUCK_AFTER)
    return sum(postpone(notice, TimeoutError("the process that was sending it died")) for notice in stuck)


@transaction.atomic
def revive() -> int:
    """Put every dead letter back into the outbox, for an operator who has removed the cause; returns how many."""
    dead = list(Notice.objects.failed().select_for_update())
    for notice in dead:
        advance(notice, "revive", TABLE)
        notice.attempts = 0
    Notice.objects.bulk_update(dead, ["state", "attempts"], batch_size=500)
    return len(dead)


def mark_read(notice: Notice, *, by: User) -> None:
    """Mark one's own notice as read; the first reading counts."""
    Notice.objects.addressed_to(by).unread().filter(pk=notice.pk).update(read_at=timezone.now())


def mark_all_read(*, by: User) -> int:
    """Mark everything in one's own inbox as read; returns how many were not yet."""
    return Notice.objects.addressed_to(by).unread().update(read_at=timezone.now())


@transaction.atomic
def _settle(claimed: Notice, verb: str, **changes: object) -> bool:
    """Move a claimed row on, unless it was taken for dead and is somebody else's by now (False)."""
    row = Notice.objects.select_for_update(of=("self",)).get(pk=claimed.pk)
    if row.state != State.INFLIGHT or row.attempts != claimed.attempts:
        return False
    advance(row, verb, TABLE)
    for field, value in (changes | {"inflight_since": None}).items():
        setattr(row, field, value)
    row.save(update_fields=["state", "inflight_since", *changes])
    return True
