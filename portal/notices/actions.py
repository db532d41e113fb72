"""Writing to the outbox, reading the inbox, and choosing what comes by mail.

Nothing here is audited: a notice tells of a decision, and the decision is in the audit trail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils import timezone

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.notices.models import (
    CalendarKey,
    Digest,
    Kind,
    MailChoice,
    MailPreference,
    Notice,
    digest_of,
    new_token,
)
from portal.workdays.calendar import Calendar

DIGESTS_KEPT = dt.timedelta(days=30)  # for an operator who is asked whether one was sent


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


def mark_read(notice: Notice, *, by: User) -> None:
    """Mark one's own notice as read; the first reading counts."""
    Notice.objects.addressed_to(by).unread().filter(pk=notice.pk).update(read_at=timezone.now())


def mark_all_read(*, by: User) -> int:
    """Mark everything in one's own inbox as read; returns how many were not yet."""
    return Notice.objects.addressed_to(by).unread().update(read_at=timezone.now())


def choose_mail(user: User, *, choice: MailChoice) -> None:
    """Note what `user` wants by mail from now on."""
    MailPreference.objects.update_or_create(user=user, defaults={"choice": choice})


def open_calendar(user: User) -> str:
    """Give the calendar of `user` a new secret and return it, to be shown once; the one before opens nothing more."""
    token = new_token()
    CalendarKey.objects.update_or_create(user=user, defaults={"digest": digest_of(token), "made_at": timezone.now()})
    return token


def close_calendar(user: User) -> None:
    """The secret address opens nothing more."""
    CalendarKey.objects.of(user).delete()


def open_digests() -> int:
    """Write the morning's mail for everybody who wants one, from `DIGEST_HOUR` on, on working days; returns how many.

    Each exists once a day, also by two processes at once. Mornings that passed in a standstill are not made good:
    today's mail says it all.
    """
    now = timezone.localtime()
    today = now.date()
    if now.hour < settings.DIGEST_HOUR or not Calendar.for_scope().is_workday(today):
        return 0
    Digest.objects.filter(day__lt=today - DIGESTS_KEPT).delete()
    staff = User.objects.filter(is_active=True, is_staff=True).exclude(email="").exclude(digests__day=today)
    readers = staff.exclude(mail_preference__choice__in=[MailChoice.EACH, MailChoice.NONE])
    new = [Digest(user=user, day=today) for user in readers]
    Digest.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
