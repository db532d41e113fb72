"""A survey (民意调查, 网上调查): questions to everybody, a window for answers, and results that are published once."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.consultation import Consultation
from disclosure.models.described import Kind
from disclosure.models.item import Item
from disclosure.models.participation import Participation, WindowQuerySet
from disclosure.permissions import Permission


class SurveyField(models.TextChoices):
    """The five fields in which people are to be asked (domain notes, matrix row 59), and any other."""

    MEDICAL = "medical", _("Medical care")
    RESOURCES = "resources", _("Resources")
    ENVIRONMENT = "environment", _("Environmental protection")
    SOCIAL = "social", _("Social security")
    FOOD_DRUGS = "food_drugs", _("Food and drugs")
    OTHER = "other", _("Other")


class SurveyPhase(models.TextChoices):
    """Where a survey stands; derived, never stored."""

    ANNOUNCED = "announced", _("Not open yet")
    OPEN = "open", _("Open for answers")
    CLOSED = "closed", _("Closed, results not published")
    RESULTS = "results", _("Results published")


class SurveyQuerySet(WindowQuerySet["Survey"]):
    """Surveys as sentences: `Survey.objects.public().under(city).open_first()`."""

    genre = Kind.SURVEY

    def on(self, consultation: Consultation) -> Self:
        """Those that ask about the draft of `consultation`."""
        return self.filter(consultation=consultation).order_by("closes_at", "pk")

    def for_reading(self) -> Self:
        return super().for_reading().prefetch_related("extensions")

    def in_phase(self, phase: str, now: dt.datetime | None = None) -> Self:
        now = now or timezone.now()
        return self.filter(
            {
                SurveyPhase.ANNOUNCED: Q(opens_at__gt=now),
                SurveyPhase.OPEN: Q(opens_at__lte=now, closes_at__gt=now),
                SurveyPhase.CLOSED: Q(closes_at__lte=now, results_at__isnull=True),
                SurveyPhase.RESULTS: Q(results_at__isnull=False),
            }[SurveyPhase(phase)]
        )

    def awaiting_results_of(self, user: object, now: dt.datetime | None = None) -> Self:
        """Closed, public, and for `user` to publish the results; the longest waiting first."""
        mine = self.managed_by(user, Permission.PUBLISH_ITEM).filter(self.is_public())  # type: ignore[arg-type]
        return mine.in_phase(SurveyPhase.CLOSED, now).order_by("closes_at", "pk")


class Survey(Participation, models.Model):
    """The window of a survey; title, introduction and files are those of its item.

    Window and questions are fixed from the moment the item is submitted: then only the window may grow, and the
    results be published.
    """

    item = models.OneToOneField(Item, verbose_name=_("item"), on_delete=models.PROTECT, related_name="survey")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    field = models.CharField(_("field of the survey"), max_length=12, choices=SurveyField, blank=True)
    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("consultation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="surveys",
        help_text=_("If the survey asks about a draft on which opinions are taken."),
    )
    last_number = models.PositiveIntegerField(default=0, editable=False)  # the number of responses

    statement = models.TextField(_("what follows from the results"), max_length=5000, blank=True, editable=False)
    results_at = models.DateTimeField(_("results published"), null=True, editable=False)
    results_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    results_hash = models.CharField(max_length=64, blank=True, editable=False)  # of the figures that were published

    page = "disclosure:survey_detail"
    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="survey_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(results_at__isnull=True, results_by__isnull=True, statement="", results_hash="")
                | (Q(results_at__isnull=False, results_by__isnull=False) & ~Q(statement="") & ~Q(results_hash="")),
                name="survey_results_have_time_person_statement_and_hash",
            ),
            models.CheckConstraint(
                condition=Q(results_at__isnull=True) | Q(results_at__gte=F("closes_at")),
                name="survey_results_after_closing",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], name="survey_closing"),
            models.Index(fields=["results_at"], name="survey_results"),
        ]

    def __str__(self) -> str:
        return self.item.title

    @property
    def phase(self) -> SurveyPhase:
        """Asked of the clock: opens and closes by itself."""
        if self.results_at is not None:
            return SurveyPhase.RESULTS
        if self.window.has_closed():
            return SurveyPhase.CLOSED
        return SurveyPhase.OPEN if self.window.is_open() else SurveyPhase.ANNOUNCED
