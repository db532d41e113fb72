"""What is to happen at a moment: publication, and the end of publication."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.item import Item
from disclosure.models.version import Version
from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet

MOST_ATTEMPTS = 5


class Deed(models.TextChoices):
    PUBLISH = "publish", _("Publication")
    EXPIRE = "expire", _("End of publication")


class ScheduleQuerySet(OwnedQuerySet["Schedule"]):
    agency_field = "item__agency"
    manage_permission = Permission.VIEW_ITEM

    def waiting(self) -> Self:
        """Neither done nor called off."""
        return self.filter(done_at=None, voided_at=None)

    def due(self, until: dt.datetime) -> Self:
        """What is to be attempted by `until`, the earliest first."""
        rested = Q(retry_after=None) | Q(retry_after__lte=until)
        return self.waiting().filter(rested, at__lte=until, attempts__lt=MOST_ATTEMPTS).order_by("at", "pk")

    def overdue(self) -> Self:
        """A minute late, whatever the cause."""
        return self.waiting().filter(at__lte=timezone.now() - dt.timedelta(minutes=1))

    def failing(self) -> Self:
        return self.waiting().filter(attempts__gt=0)


class Schedule(models.Model):
    """One deed for one item at one second. It stays on record when it is done, or called off."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="schedules")
    deed = models.CharField(max_length=7, choices=Deed)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    version_hash = models.CharField(max_length=64)
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_after = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "deed"], condition=Q(done_at=None, voided_at=None), name="schedule_waits_once_per_deed"
            )
        ]
        indexes = [models.Index(fields=["at"], condition=Q(done_at=None, voided_at=None), name="schedule_waiting")]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} {self.at:%Y-%m-%d %H:%M:%S}"
