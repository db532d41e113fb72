"""Signs of life of the periodic tasks, for a check from outside."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """One periodic task: when it was last started, and when a run last ended without an error."""

    task = models.CharField(_("task"), max_length=120, unique=True)
    every = models.PositiveIntegerField(_("interval in seconds"))
    known_since = models.DateTimeField(_("known since"), default=timezone.now)
    last_started_at = models.DateTimeField(_("last started"), null=True)
    last_finished_at = models.DateTimeField(_("last finished without an error"), null=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        default_permissions = ()

    def __str__(self) -> str:
        return self.task

    def age(self, now: dt.datetime | None = None) -> float:
        """Seconds since a run last ended without an error; since the task became known, if none has yet."""
        return ((now or timezone.now()) - (self.last_finished_at or self.known_since)).total_seconds()

    def is_ok(self, now: dt.datetime | None = None) -> bool:
        """True while no more than three runs and a minute have been missed or have failed."""
        return self.age(now) <= 3 * self.every + 60
