"""The cases that a measured score was computed from, as they stood when it was measured."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from oversight.models.assessments import Assessment, Score


class EvidenceRowQuerySet(models.QuerySet["EvidenceRow"]):
    def of_line(self, assessment: Assessment, position: int) -> Self:
        """Behind the indicator at `position`: what does not count first."""
        return self.filter(score__assessment=assessment, score__indicator__position=position).order_by(
            "counts", "day", "pk"
        )


class EvidenceRow(models.Model):
    """One case: `kind` and `key` lead to the live row (`oversight.evidence.doors`), the rest is kept as it was."""

    score = models.ForeignKey(Score, on_delete=models.CASCADE, related_name="rows")
    kind = models.CharField(_("kind"), max_length=20)
    key = models.PositiveBigIntegerField()
    number = models.CharField(_("number"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=250)
    day = models.DateField(_("due on"), null=True)
    counts = models.BooleanField(_("counts"))

    objects = EvidenceRowQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number or self.title
