"""Who may vote in a democratic review, the ballots, and the opinions that came with them.

A ballot knows neither its invitation nor its contact, and has no time; an opinion does not know its ballot
(docs/adr/0024-a-ballot-does-not-know-its-invitation.md). Their keys are random, so that no order tells one either.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oversight.confidential import ConfidentialField
from oversight.models.reviews import ReviewedAgency, ReviewRound
from oversight.permissions import Permission
from oversight.states import COUNTED_REVIEWS
from portal.agencies.doors import OwnedQuerySet


class ReviewGrade(models.TextChoices):
    """What a voter says of an agency. Source: the usual four of 民主评议; none is set by law."""

    SATISFIED = "satisfied", _("satisfied")
    MOSTLY = "mostly", _("mostly satisfied")
    DISSATISFIED = "dissatisfied", _("not satisfied")
    UNKNOWN = "unknown", _("cannot tell")


class Invitation(models.Model):
    """One vote for somebody who was named: by a code, of which only the digest is kept, or by an account."""

    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="invitations")
    name = ConfidentialField(_("name"), max_length=60)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    code_digest = models.CharField(max_length=64, blank=True)
    is_spent = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "account"], name="review_account_invited_once"),
            models.UniqueConstraint(fields=["code_digest"], condition=~Q(code_digest=""), name="review_code_once"),
            models.CheckConstraint(
                condition=(Q(account=None) & ~Q(code_digest="")) | Q(account__isnull=False, code_digest=""),
                name="invitation_by_code_or_account",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReviewContact(models.Model):
    """An e-mail address that asked for a ballot, as a keyed digest of address and round; `is_spent` once it voted.

    It is written when the letter is asked for, so that casting the ballot only changes it: the order of the rows tells
    nothing about the order of the ballots.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="contacts")
    digest = models.CharField(max_length=64)
    is_spent = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["round", "digest"], name="review_contact_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Ballot(models.Model):
    """One vote. `filing_digest` recognises the same form sent twice; nothing here leads to a person or a time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="ballots")
    is_invited = models.BooleanField()
    filing_digest = models.CharField(max_length=64, unique=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)


class BallotLine(models.Model):
    """What one ballot says of one agency."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="lines")
    reviewed = models.ForeignKey(ReviewedAgency, on_delete=models.PROTECT, related_name="lines")
    grade = models.CharField(_("grade"), max_length=12, choices=ReviewGrade)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "reviewed"], name="ballot_line_once"),
            models.CheckConstraint(condition=Q(grade__in=ReviewGrade.values), name="ballot_line_grade_known"),
        ]

    def __str__(self) -> str:
        return self.get_grade_display()


class ReviewOpinionQuerySet(OwnedQuerySet["ReviewOpinion"]):
    """Opinions of closed rounds, for the agency that they are about."""

    manage_permission = Permission.ANSWER_REVIEW
    agency_field = "reviewed__agency"

    def told(self) -> Self:
        return self.filter(reviewed__round__state__in=COUNTED_REVIEWS)

    def of_round(self, review: ReviewRound) -> Self:
        return self.filter(reviewed__round=review)

    def unanswered(self) -> Self:
        return self.told().filter(answered_on=None)

    def late(self, now: dt.datetime) -> Self:
        return self.unanswered().filter(reviewed__round__answer_clock__due_at__lt=now)

    def for_lists(self) -> Self:
        return self.select_related(
            "reviewed__agency", "reviewed__round__agency", "reviewed__round__answer_clock"
        ).defer("reviewed__agency__functions", "reviewed__round__agency__functions")

    def unanswered_first(self) -> Self:
        return self.order_by(F("answered_on").asc(nulls_first=True), "-reviewed__round__last_day", "pk")

    def count_answered(self) -> dict[str, int]:
        """How many there are, and how many have an answer. One query."""
        return self.order_by().aggregate(all=Count("pk"), answered=Count("answered_on"))


class ReviewOpinion(models.Model):
    """What somebody wrote about an agency, apart from the ballot it came with, and the agency's answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reviewed = models.ForeignKey(ReviewedAgency, on_delete=models.PROTECT, related_name="opinions")
    text = models.TextField(_("opinion"), max_length=500)
    withheld_for = models.CharField(_("why it is not made public"), max_length=200, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    answered_on = models.DateField(_("answered"), null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    is_late = models.BooleanField(_("late"), default=False)

    objects = ReviewOpinionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None, answered_by=None)
                | (~Q(answer="") & Q(answered_on__isnull=False, answered_by__isnull=False)),
                name="review_opinion_answered_when_and_by",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        return reverse("oversight:review_opinion", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        """No answer, and the time for it has run out."""
        clock = self.reviewed.round.answer_clock
        return self.answered_on is None and clock is not None and clock.is_overdue()
