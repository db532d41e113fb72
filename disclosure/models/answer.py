"""The adoption table: a point that opinions make, and what became of it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.consultation import Consultation


class Adoption(models.TextChoices):
    """What became of an opinion."""

    ADOPTED = "adopted", _("Adopted")
    PARTLY = "partly", _("Partly adopted")
    NOT_ADOPTED = "not", _("Not adopted")


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Lines of the adoption table."""

    def in_force(self) -> Self:
        """Those that still answer an opinion, with how many (`opinion_count`); a reconsidered one answers none."""
        return self.annotate(opinion_count=models.Count("opinions")).filter(opinion_count__gt=0)


class Answer(models.Model):
    """A line of the adoption table: a point that one or several opinions make, what became of it, and why."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="answers")
    summary = models.CharField(_("the point in one sentence"), max_length=200)
    result = models.CharField(_("result"), max_length=8, choices=Adoption)
    reason = models.TextField(_("how it was taken up, or why not"), max_length=1000)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AnswerQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(summary="") & ~Q(reason=""), name="answer_has_summary_and_reason")
        ]

    def __str__(self) -> str:
        return self.summary
