"""Requests in number or frequency beyond reason (article 35): the reasons asked for, and a later date of its own."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_app.models.disclosure_request import DisclosureRequest


class ReasonsNotice(models.Model):
    """The one notice that asks for the reasons of so many requests, and what the applicant answered."""

    request = models.OneToOneField(DisclosureRequest, on_delete=models.PROTECT, related_name="reasons_notice")
    why = models.TextField(_("what is beyond reason"), max_length=2000)
    respond_by = models.DateField(_("reasons until"))
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField(_("reasons given"), max_length=3000, blank=True)
    given_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(given_at__isnull=True, reasons="") | (Q(given_at__isnull=False) & ~Q(reasons="")),
                name="reasons_given_have_time_and_text",
            )
        ]

    def __str__(self) -> str:
        return self.why[:60]

    def is_settled(self, today: dt.date | None = None) -> bool:
        """True once the reasons were given or the time for them is over: only then may the request be refused."""
        return self.given_at is not None or (today or timezone.localdate()) > self.respond_by


class OwnDate(models.Model):
    """A reasonable later date for the answer, set once because the reasons hold but the time does not suffice."""

    request = models.OneToOneField(DisclosureRequest, on_delete=models.PROTECT, related_name="own_date")
    due_on = models.DateField(_("due on"))
    due_before = models.DateField()
    reason = models.TextField(_("reason"), max_length=1000, help_text=_("The applicant reads it."))
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=F("due_before")), name="own_date_is_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="own_date_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.due_on.isoformat()
