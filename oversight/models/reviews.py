"""Democratic review (民主评议): a round, and whom it is about.

No statute sets a number here: days, least number of votes and time for answers are settings of each round.
"""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.permissions import Permission
from oversight.states import COUNTED_REVIEWS, ReviewState
from portal.accounts.models import User
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.workdays.models import Clock

MOST_DAYS = 60  # working days that a round may give for answers
FEWEST_FOR_SECRECY = 3


class ReviewRoundQuerySet(OwnedQuerySet["ReviewRound"]):
    """Rounds belong to the government that holds them; everybody sees one from its opening on."""

    manage_permission = Permission.RUN_REVIEW

    def is_public(self) -> Q:
        return ~Q(state=ReviewState.PLANNED)

    def published(self) -> Self:
        return self.filter(state=ReviewState.PUBLISHED)

    def inviting(self, user: User) -> Self:
        """Opened rounds to which the account of `user` is invited."""
        return self.filter(self.is_public(), invitations__account=user)

    def newest_first(self) -> Self:
        return self.order_by("-year", "-serial", "agency__path")

    def with_government(self) -> Self:
        return self.select_related("agency").defer("agency__functions")


class ReviewRound(models.Model):
    """One round of `agency`, a government, about agencies below it. Votes count from `first_day` to `last_day`."""

    agency = models.ForeignKey(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    serial = models.PositiveSmallIntegerField(_("number"), editable=False)
    title = models.CharField(_("title"), max_length=100)
    explanation = models.TextField(_("explanation"), max_length=2000)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    is_open_to_public = models.BooleanField(_("open to everybody with an e-mail address"), default=True)
    minimum_n = models.PositiveSmallIntegerField(
        _("fewest votes for a result"),
        default=5,
        validators=[MinValueValidator(FEWEST_FOR_SECRECY), MaxValueValidator(1000)],
    )
    answer_working_days = models.PositiveSmallIntegerField(
        _("working days to answer opinions"),
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
    )
    state = models.CharField(_("state"), max_length=10, choices=ReviewState, default=ReviewState.PLANNED)
    answer_clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField(_("planned"))
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True)

    objects = ReviewRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("democratic review")
        verbose_name_plural = _("democratic reviews")
        default_permissions = ()
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "serial"], name="review_number_unique"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="review_days_in_order"),
            models.CheckConstraint(condition=Q(minimum_n__gte=FEWEST_FOR_SECRECY), name="review_enough_for_secrecy"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(COUNTED_REVIEWS), answer_clock__isnull=False)
                | (~Q(state__in=sorted(COUNTED_REVIEWS)) & Q(answer_clock=None)),
                name="review_closed_with_time_for_answers",
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.PUBLISHED, published_at__isnull=False)
                | (~Q(state=ReviewState.PUBLISHED) & Q(published_at=None)),
                name="review_published_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> tuple[str, int, int]:
        """What stands in its addresses: whose it is, of which year, which one."""
        return (self.agency.code, self.year, self.serial)

    def get_absolute_url(self) -> str:
        return reverse("oversight:review_detail", args=self.key)

    def public_url(self) -> str:
        return reverse("oversight:public_review", args=self.key)

    @property
    def is_counted(self) -> bool:
        """Closed: nothing is added any more, and the figures may be looked at."""
        return self.state in COUNTED_REVIEWS

    @property
    def is_published(self) -> bool:
        return self.state == ReviewState.PUBLISHED

    def takes_votes(self, day: dt.date | None = None) -> bool:
        """Open, and `day` (today) is one of its days."""
        return self.state == ReviewState.OPEN and self.first_day <= (day or timezone.localdate()) <= self.last_day


class ReviewedAgencyQuerySet(OwnedQuerySet["ReviewedAgency"]):
    """What an agency may open about itself; the office comes in through its round."""

    manage_permission = Permission.ANSWER_REVIEW

    def with_unanswered(self) -> Self:
        """Those of closed rounds with an opinion that has no answer."""
        waiting = self.filter(round__state__in=COUNTED_REVIEWS, opinions__answered_on=None, opinions__isnull=False)
        return waiting.distinct()


class ReviewedAgency(models.Model):
    """An agency that is reviewed, with its name as it stood when the round was planned."""

    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="agencies")
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    position = models.PositiveSmallIntegerField(_("position"))

    objects = ReviewedAgencyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["round", "agency"], name="agency_reviewed_once")]

    def __str__(self) -> str:
        return self.name
