"""What an applicant thinks of the answer."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Avg, Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.models.topic import TopicRequest
from requests_app.permissions import Permission

RATING_DAYS = 90  # calendar days after the answer in which it can be rated


class Score(models.IntegerChoices):
    """One to five, in words."""

    VERY_GOOD = 5, _("Very satisfied")
    GOOD = 4, _("Satisfied")
    FAIR = 3, _("Neither nor")
    POOR = 2, _("Dissatisfied")
    VERY_POOR = 1, _("Very dissatisfied")


class SatisfactionQuerySet(OwnedQuerySet["Satisfaction"]):
    """Ratings, behind the door of the agency that answered."""

    manage_permission = Permission.VIEW_REQUEST

    def figures(self) -> dict[str, float | int | None]:
        """`count`, and the mean score as `mean` (None without ratings)."""
        return self.aggregate(count=Count("pk"), mean=Avg("score"))

    def since(self, day: dt.date) -> Self:
        return self.filter(on__gte=day)


class Satisfaction(models.Model):
    """One rating of one answer. Lists show it without the case: staff see what was said, not who said it."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(
        DisclosureRequest, on_delete=models.PROTECT, null=True, editable=False, related_name="satisfaction"
    )
    topic = models.OneToOneField(
        TopicRequest, on_delete=models.PROTECT, null=True, editable=False, related_name="satisfaction"
    )
    score = models.PositiveSmallIntegerField(_("rating"), choices=Score)
    words = models.TextField(_("words"), max_length=500, blank=True)
    on = models.DateField(_("day"), default=timezone.localdate)

    objects = SatisfactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating of an answer")
        verbose_name_plural = _("ratings of answers")
        default_permissions = ()
        ordering = ["-on", "score", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="satisfaction_one_to_five"),
            models.CheckConstraint(
                condition=Q(request__isnull=False, topic=None) | Q(request=None, topic__isnull=False),
                name="satisfaction_of_one_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.get_score_display()
