"""Windows that were made longer."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.consultation import Consultation
from disclosure.models.survey import Survey
from disclosure.models.window import Window


class Extension(models.Model):
    """A window was made longer: everybody reads from when to when, and why. It is never made shorter."""

    closes_before = models.DateTimeField()
    closes_after = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def last_day_before(self) -> dt.date:
        return Window(self.at, self.closes_before).last_day

    @property
    def last_day_after(self) -> dt.date:
        return Window(self.at, self.closes_after).last_day


class WindowExtension(Extension):
    """The window of a consultation was made longer."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="extensions")

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_after__gt=F("closes_before")), name="window_only_grows"),
            models.CheckConstraint(condition=~Q(reason=""), name="window_grows_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.closes_before:%Y-%m-%d} → {self.closes_after:%Y-%m-%d}"


class SurveyExtension(Extension):
    """The window of a survey was made longer."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="extensions")

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_after__gt=F("closes_before")), name="survey_only_grows"),
            models.CheckConstraint(condition=~Q(reason=""), name="survey_grows_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.closes_before:%Y-%m-%d} → {self.closes_after:%Y-%m-%d}"
