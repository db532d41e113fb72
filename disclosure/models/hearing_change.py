"""What was changed about a hearing after its notice went out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.hearing import Hearing


class Change(models.TextChoices):
    """Nothing else of the terms can change."""

    EXTENDED = "extended", _("Sign-up extended")
    POSTPONED = "postponed", _("Put off")


class HearingChange(models.Model):
    """A moment that was moved back: everybody reads from when to when, and why. Nothing is ever brought forward."""

    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=10, choices=Change)
    before = models.DateTimeField()
    after = models.DateTimeField()
    place_before = models.CharField(max_length=200, blank=True)
    place_after = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(after__gt=F("before")), name="hearing_only_moves_back"),
            models.CheckConstraint(condition=~Q(reason=""), name="hearing_changes_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.hearing_id}: {self.before:%Y-%m-%d} → {self.after:%Y-%m-%d}"
