"""The yearly assessment (考核评价): weighted indicators, each measured from evidence or scored with a reason."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oversight.permissions import Permission
from oversight.states import AssessmentState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency, Kind
from portal.agencies.permissions import can

if TYPE_CHECKING:
    from portal.accounts.models import User

PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class Evidence(models.TextChoices):
    """What a measured indicator is computed from; `oversight.evidence` computes each."""

    DUTIES_ON_TIME = "duties_on_time", _("publication duties met on time")
    REQUESTS_ON_TIME = "requests_on_time", _("requests answered on time")


class Mode(models.TextChoices):
    """How an indicator gets its value."""

    MEASURED = "measured", _("measured from evidence")
    SCORED = "scored", _("scored by a person")


class SchemeQuerySet(OwnedQuerySet["AssessmentScheme"]):
    """Schemes belong to the government that assesses."""

    manage_permission = Permission.ASSESS


class AssessmentScheme(models.Model):
    """By which indicators a government assesses its agencies of one kind in one year."""

    agency = models.ForeignKey(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2008), MaxValueValidator(2100)])
    kind = models.CharField(_("kind of agencies"), max_length=14, choices=Kind)
    title = models.CharField(_("title"), max_length=100)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment scheme")
        verbose_name_plural = _("assessment schemes")
        default_permissions = ()
        ordering = ["-year", "kind"]
        constraints = [models.UniqueConstraint(fields=["agency", "year", "kind"], name="one_scheme_per_year_and_kind")]

    def __str__(self) -> str:
        return self.title


class IndicatorQuerySet(OwnedQuerySet["Indicator"]):
    """Indicators belong to whom their scheme belongs to."""

    agency_field = "scheme__agency"
    manage_permission = Permission.ASSESS


class Indicator(models.Model):
    """One line of a scheme. Weights need not add up to 100: the total is their weighted mean."""

    scheme = models.ForeignKey(AssessmentScheme, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("indicator"), max_length=100)
    weight = models.DecimalField(
        _("weight"), max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    mode = models.CharField(_("way of scoring"), max_length=10, choices=Mode)
    evidence = models.CharField(_("evidence"), max_length=30, choices=Evidence, blank=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "position"],
                name="indicator_position_unique",
                violation_error_message=_("Another indicator has this position."),
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="indicator_has_weight"),
            models.CheckConstraint(
                condition=Q(mode=Mode.SCORED, evidence="") | (Q(mode=Mode.MEASURED) & ~Q(evidence="")),
                name="indicator_measured_has_evidence",
                violation_error_message=_("A measured indicator names its evidence, a scored one has none."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if (self.mode == Mode.MEASURED) != bool(self.evidence):
            raise ValidationError({"evidence": _("A measured indicator names its evidence, a scored one has none.")})


class AssessmentQuerySet(OwnedQuerySet["Assessment"]):
    """Assessments are read by those who may read them for the assessed agency."""

    manage_permission = Permission.VIEW_ASSESSMENT

    def finalised(self) -> Self:
        return self.filter(state=AssessmentState.FINALISED)

    def of_year(self, government: Agency, year: int) -> Self:
        """What `government` assesses for `year`."""
        return self.filter(scheme__agency=government, scheme__year=year)

    def of_agency(self, agency: Agency, reader: User) -> Self:
        """Those of `agency`, the latest year first, if `reader` may read them."""
        if not can(reader, self.manage_permission, on=agency):
            return self.none()
        return self.filter(agency=agency).select_related("scheme__agency", "agency").order_by("-scheme__year", "pk")


class Assessment(models.Model):
    """How one agency did in one year. `frozen` holds indicators, weights and values as they stood when finalised."""

    scheme = models.ForeignKey(AssessmentScheme, verbose_name=_("scheme"), on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=AssessmentState, default=AssessmentState.OPEN, editable=False
    )
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2, null=True, editable=False)
    frozen = models.JSONField(default=list, editable=False)
    finalised_at = models.DateTimeField(_("finalised at"), null=True, editable=False)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "agency"],
                name="one_assessment_per_scheme_and_agency",
                violation_error_message=_("This agency is already assessed for that year."),
            ),
            models.CheckConstraint(
                condition=Q(state=AssessmentState.OPEN, finalised_at__isnull=True, finalised_by__isnull=True)
                | Q(state=AssessmentState.FINALISED, finalised_at__isnull=False, total__isnull=False),
                name="assessment_finalised_when_and_with_total",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.agency}"

    def get_absolute_url(self) -> str:
        return reverse(
            "oversight:assessment_detail", args=[self.scheme.agency.code, self.scheme.year, self.agency.code]
        )


class Score(models.Model):
    """The value of one indicator, in points of 100. `value` is empty when there was nothing to measure."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    indicator = models.ForeignKey(Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(_("value"), max_digits=5, decimal_places=2, null=True, validators=PERCENT)
    part = models.PositiveIntegerField(_("cases that count"), null=True)
    whole = models.PositiveIntegerField(_("cases in all"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    scored_at = models.DateTimeField(_("time"))
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        default_permissions = ()
        ordering = ["indicator__position", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator"], name="one_score_per_indicator"),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__range=(0, 100)), name="score_0_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"
