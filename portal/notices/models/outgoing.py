"""What goes out by mail: written once, claimed by one process, settled; `outbox.py` moves it on."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.notices.states import State

WAITING = [State.PENDING, State.RETRY, State.INFLIGHT]
UNSETTLED = [*WAITING, State.FAILED]


Row = TypeVar("Row", bound="Outgoing")


class OutgoingQuerySet(models.QuerySet[Row], Generic[Row]):
    def due(self, now: dt.datetime | None = None) -> Self:
        """What is to be sent now."""
        return self.filter(Q(state=State.PENDING) | Q(state=State.RETRY, retry_after__lte=now or timezone.now()))

    def failed(self) -> Self:
        """The dead letters: given up after the last attempt, waiting for an operator."""
        return self.filter(state=State.FAILED)


class Outgoing(models.Model):
    """A row of the outbox. `public_id` is its Message-ID, the same on every attempt."""

    objects: ClassVar[Any]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_after = models.DateTimeField(null=True)
    inflight_since = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        abstract = True


def outbox_index(name: str) -> models.Index:
    """The index by which a sweep finds what waits or was given up among all that was ever sent."""
    return models.Index(fields=["id"], condition=Q(state__in=UNSETTLED), name=name)
