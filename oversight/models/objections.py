"""What an agency says against a score that it was told, and what the office answers."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.models.assessments import Assessment
from oversight.models.schemes import PERCENT, Indicator
from oversight.permissions import Permission
from oversight.states import ObjectionState
from portal.agencies.doors import OwnedQuerySet


class ObjectionQuerySet(OwnedQuerySet["Objection"]):
    """Objections belong to the agency that raised them."""

    agency_field = "assessment__agency"
    manage_permission = Permission.SELF_ASSESS

    def waiting(self) -> Self:
        """Not answered yet."""
        return self.filter(state=ObjectionState.RAISED)

    def of_line(self, assessment: Assessment, position: int) -> Self:
        return self.filter(assessment=assessment, indicator__position=position)


class Objection(models.Model):
    """One objection to the score of one indicator; there is one at most. `before` is the value that it was against."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="objections")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=ObjectionState, default=ObjectionState.RAISED)
    reason = models.CharField(_("reason of the objection"), max_length=1000)
    before = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer to the objection"), max_length=1000, blank=True)
    value = models.DecimalField(_("new value"), max_digits=5, decimal_places=2, null=True, validators=PERCENT)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["indicator__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator"], name="one_objection_per_indicator"),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.RAISED, answer="", answered_at=None, answered_by=None, value=None)
                | ~Q(state=ObjectionState.RAISED)
                & ~Q(answer="")
                & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="objection_answered_when_by_and_why",
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.UPHELD, value__isnull=False)
                | ~Q(state=ObjectionState.UPHELD) & Q(value=None),
                name="objection_upheld_has_a_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.get_state_display()}"
