"""A survey (民意调查, 网上调查): questions to everybody, a window for answers, and results that are published once."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.consultation import Consultation
from disclosure.models.described import Kind
from disclosure.models.item import Item
from disclosure.models.window import Window, WindowQuerySet
from disclosure.permissions import Permission
from portal.agencies.models import Agency


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

    agency_field = "item__agency"
    manage_permission = Permission.VIEW_ITEM

    def is_public(self) -> Q:
        """Terms that were set up for a text which then took another genre are of nobody's concern."""
        return Q(item__in=Item.objects.public().of_kind(Kind.SURVEY).order_by())

    def with_tombstones(self) -> Self:
        """Also those whose item was withdrawn: their address keeps answering."""
        return self.filter(item__in=Item.objects.with_tombstones().of_kind(Kind.SURVEY).order_by())

    def of(self, item: Item) -> Self:
        """That of this item: one or none."""
        return self.filter(item=item)

    def on(self, consultation: Consultation) -> Self:
        """Those that ask about the draft of `consultation`."""
        return self.filter(consultation=consultation).order_by("closes_at", "pk")

    def for_reading(self) -> Self:
        """With everything that the page of one of them shows."""
        return self.select_related("item__agency", "item__live_version").prefetch_related(
            "item__live_version__attachments__file", "extensions"
        )

    def with_item(self) -> Self:
        """With title and agency, in the same query."""
        return self.select_related("item__agency").defer("item__agency__functions", "item__parts")

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


class Survey(models.Model):
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

    def get_absolute_url(self) -> str:
        return reverse("disclosure:survey_detail", args=[self.item.index_no])

    @property
    def agency(self) -> Agency:
        """The agency whose grants decide: that of the item."""
        return self.item.agency

    @property
    def window(self) -> Window:
        return Window(self.opens_at, self.closes_at)

    @property
    def phase(self) -> SurveyPhase:
        """Asked of the clock: opens and closes by itself."""
        if self.results_at is not None:
            return SurveyPhase.RESULTS
        if self.window.has_closed():
            return SurveyPhase.CLOSED
        return SurveyPhase.OPEN if self.window.is_open() else SurveyPhase.ANNOUNCED
