"""Emergency publication: out before its chain is complete, flagged until another person has gone over it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from disclosure.models.item import Item
from disclosure.models.version import Version
from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet


class EmergencyReleaseQuerySet(OwnedQuerySet["EmergencyRelease"]):
    agency_field = "item__agency"
    manage_permission = Permission.VIEW_ITEM

    def uncleared(self) -> Self:
        """Nobody else has gone over it yet."""
        return self.filter(cleared_at=None)


class EmergencyRelease(models.Model):
    """One text that was published without a complete chain of review, and why."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="releases")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="release")
    version_hash = models.CharField(max_length=64)
    after_number = models.PositiveIntegerField(help_text=_("Number of the version that was published before."))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(_("time"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=500)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = EmergencyReleaseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-released_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cleared_by__isnull=True, cleared_at__isnull=True)
                | (Q(cleared_by__isnull=False, cleared_at__isnull=False) & ~Q(cleared_by=models.F("released_by"))),
                name="emergency_release_is_cleared_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} v{self.version_id}"
