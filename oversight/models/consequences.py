"""What follows an assessment: a commendation (先进集体), or a step of the ladder (督促整改—批评—责令整改—追责)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.models.assessments import Assessment
from oversight.models.orders import SupervisionOrder


class Step(models.TextChoices):
    """An award, and the four steps of the ladder in their order."""

    AWARD = "award", _("commended as an advanced unit")
    URGED = "urged", _("urged to put right")
    CRITICISED = "criticised", _("criticised")
    ORDERED = "ordered", _("ordered to put right, assessed")
    ACCOUNTABLE = "accountable", _("held accountable")


class Consequence(models.Model):
    """One step taken because of a final assessment, with the reason; everybody reads it once that is published."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="consequences")
    step = models.CharField(_("consequence"), max_length=11, choices=Step)
    reason = models.CharField(_("reason"), max_length=500)
    order = models.OneToOneField(SupervisionOrder, on_delete=models.PROTECT, null=True, related_name="consequence")
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "step"], name="consequence_each_step_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="consequence_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.get_step_display()
