"""How the outbox stands, for whoever watches it: what waits too long, and what was given up."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from portal.notices.models import Notice
from portal.notices.models.outgoing import UNSETTLED, WAITING
from portal.notices.states import State

LONG = dt.timedelta(hours=1)


class Standing(NamedTuple):
    """Notices written more than an hour ago and not sent yet; and dead letters, given up after a day of attempts."""

    waiting: int
    given_up: int

    @classmethod
    def now(cls) -> Standing:
        """One query."""
        waiting = Q(state__in=WAITING, created_at__lt=timezone.now() - LONG)
        counts = Notice.objects.filter(state__in=UNSETTLED).aggregate(
            waiting=Count("pk", filter=waiting), given_up=Count("pk", filter=Q(state=State.FAILED))
        )
        return cls(**counts)
