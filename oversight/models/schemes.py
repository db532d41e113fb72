"""By what agencies are assessed (考核方案): weighted indicators, veto items, thresholds, days for objections."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oversight.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency, Kind

PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class Evidence(models.TextChoices):
    """What a measured indicator is computed from; `oversight.evidence.MEASURES` computes each."""

    DUTIES_ON_TIME = "duties_on_time", _("publication duties met on time")
    COMPLETENESS = "completeness", _("catalog entries with something published")
    REQUESTS_ON_TIME = "requests_on_time", _("requests answered on time")
    TOPICS_ON_TIME = "topics_on_time", _("topics on request answered on time")
    REMEDIES_ON_TIME = "remedies_on_time", _("answers to reconsideration bodies on time")
    DECISIONS_UPHELD = "decisions_upheld", _("decisions not corrected by a remedy")
    INTERPRETATIONS = "interpretations", _("policies interpreted within 3 working days")
    CONSULTATIONS = "consultations", _("consultations with an outcome in time")
    ANNUAL_REPORT = "annual_report", _("annual report published by its day")
    ORDERS_ON_TIME = "orders_on_time", _("supervision orders answered on time")
    FINDINGS_RECTIFIED = "findings_rectified", _("findings of spot checks rectified")
    NO_RED_WARNINGS = "no_red_warnings", _("warnings that did not become red")
    SUBMISSIONS = "submissions", _("information sent in as the quota asks")
    TRAINING = "training", _("people of the roster trained")


def evidence_choices() -> list[tuple[str, str | Promise]]:
    """Named, so that a new member of `Evidence` is no change of the table."""
    return list(Evidence.choices)


class Mode(models.TextChoices):
    """How an indicator gets its value."""

    MEASURED = "measured", _("measured from evidence")
    SCORED = "scored", _("scored by a person")


class Level(models.TextChoices):
    """The grade of an assessment (优秀、良好、合格、不合格)."""

    EXCELLENT = "excellent", _("excellent")
    GOOD = "good", _("good")
    PASS = "pass", _("passed")
    FAIL = "fail", _("not passed")


class VetoEffect(models.TextChoices):
    """What a veto item does to the grade."""

    FAIL = "fail", _("the assessment is not passed")
    CAP = "cap", _("the grade is “passed” at the best")


class SchemeQuerySet(OwnedQuerySet["AssessmentScheme"]):
    """Schemes belong to the government that assesses."""

    manage_permission = Permission.ASSESS

    def is_public(self) -> Q:
        return Q(published_at__isnull=False)

    def newest_first(self) -> Self:
        return self.select_related("agency").order_by("-year", "agency__path", "kind")


class AssessmentScheme(models.Model):
    """By which indicators a government assesses its agencies of one kind in one year.

    No statute sets the thresholds, the days for objections, the cap of the bonus or the least size of a ranked group:
    they are settings of the scheme.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2008), MaxValueValidator(2100)])
    kind = models.CharField(_("kind of agencies"), max_length=14, choices=Kind)
    title = models.CharField(_("title"), max_length=100)
    self_assess_until = models.DateField(
        _("self-assessment until"), null=True, blank=True,
        help_text=_("The office begins after this day, or once the agency has handed in."),
    )  # fmt: skip
    objection_days = models.PositiveSmallIntegerField(
        _("working days for objections"), default=5, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    bonus_cap = models.DecimalField(
        _("bonus points at most"), max_digits=5, decimal_places=2, default=Decimal(5), validators=PERCENT
    )
    excellent_from = models.PositiveSmallIntegerField(_("excellent from"), default=90)
    good_from = models.PositiveSmallIntegerField(_("good from"), default=80)
    pass_from = models.PositiveSmallIntegerField(_("passed from"), default=60)
    group_name = models.CharField(
        _("ranked in one group called"), max_length=60, blank=True,
        help_text=_("Blank: agencies of each level of administration are ranked among themselves."),
    )  # fmt: skip
    minimum_group = models.PositiveSmallIntegerField(
        _("least size of a ranked group"), default=3, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment scheme")
        verbose_name_plural = _("assessment schemes")
        default_permissions = ()
        ordering = ["-year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "kind"], name="one_scheme_per_year_and_kind"),
            models.CheckConstraint(
                condition=Q(excellent_from__gt=F("good_from"), good_from__gt=F("pass_from"), excellent_from__lte=100),
                name="scheme_thresholds_in_order",
                violation_error_message=_("The thresholds of the grades fall from excellent to passed."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> list[object]:
        """What its addresses name it by."""
        return [self.agency.code, self.year, self.kind]

    def get_absolute_url(self) -> str:
        return reverse("oversight:scheme_detail", args=self.address)

    def public_address(self) -> str:
        """Where everybody reads the results."""
        return reverse("oversight:result_list", args=self.address)

    def level_of(self, total: Decimal) -> Level:
        """The grade of `total` points by the thresholds."""
        for level, least in ((Level.EXCELLENT, self.excellent_from), (Level.GOOD, self.good_from)):
            if total >= least:
                return level
        return Level.PASS if total >= self.pass_from else Level.FAIL


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
    evidence = models.CharField(_("evidence"), max_length=30, choices=evidence_choices, blank=True)
    rubric = models.CharField(
        _("how points are given"), max_length=500, blank=True, help_text=_("What full points ask for, what costs some.")
    )

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


class VetoQuerySet(OwnedQuerySet["VetoItem"]):
    """Veto items belong to whom their scheme belongs to."""

    agency_field = "scheme__agency"
    manage_permission = Permission.ASSESS


class VetoItem(models.Model):
    """One veto item (单项否决) of a scheme, such as those of 国办秘函〔2019〕19号."""

    scheme = models.ForeignKey(AssessmentScheme, on_delete=models.CASCADE, related_name="vetoes")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("veto item"), max_length=200)
    effect = models.CharField(_("effect on the grade"), max_length=4, choices=VetoEffect, default=VetoEffect.FAIL)

    objects = VetoQuerySet.as_manager()

    class Meta:
        verbose_name = _("veto item")
        verbose_name_plural = _("veto items")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "position"],
                name="veto_position_unique",
                violation_error_message=_("Another veto item has this position."),
            )
        ]

    def __str__(self) -> str:
        return self.name
