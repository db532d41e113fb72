"""One agency in one year (考核评价): scores, what the agency gave itself, veto items met, bonus points."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.models.schemes import PERCENT, AssessmentScheme, Indicator, Level, VetoItem
from oversight.permissions import Permission
from oversight.states import FINAL_ASSESSMENTS, AssessmentState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency, Tier
from portal.agencies.permissions import can

if TYPE_CHECKING:
    from portal.accounts.models import User


class AssessmentQuerySet(OwnedQuerySet["Assessment"]):
    """Assessments are read by those who may read them for the assessed agency."""

    manage_permission = Permission.VIEW_ASSESSMENT

    def is_public(self) -> Q:
        return Q(state=AssessmentState.PUBLISHED)

    def final(self) -> Self:
        """Finalised or published: nothing of them moves."""
        return self.filter(state__in=FINAL_ASSESSMENTS)

    def begun_to_tell(self) -> Self:
        """Told to the agency, or further."""
        return self.filter(state__in=FINAL_ASSESSMENTS | {AssessmentState.TOLD})

    def of_year(self, government: Agency, year: int) -> Self:
        """What `government` assesses for `year`."""
        return self.filter(scheme__agency=government, scheme__year=year)

    def of_agency(self, agency: Agency, reader: User) -> Self:
        """Those of `agency`, the latest year first, if `reader` may read them."""
        if not can(reader, self.manage_permission, on=agency):
            return self.none()
        return self.filter(agency=agency).select_related("scheme__agency", "agency").order_by("-scheme__year", "pk")

    def of_scheme(self, scheme: AssessmentScheme) -> Self:
        """All agencies of `scheme` in tree order."""
        return self.filter(scheme=scheme).select_related("agency").order_by("agency__path")

    def by_rank(self) -> Self:
        """Group by group, the best first; those without a rank by their points."""
        return self.order_by("group", F("rank").asc(nulls_last=True), "-total", "agency__path")

    def waiting_for_the_agency(self, today: dt.date) -> Self:
        """The agency may still assess itself, or object to what it was told."""
        to_assess = Q(scheme__self_assess_until=None) | Q(scheme__self_assess_until__gte=today)
        to_object = Q(state=AssessmentState.TOLD, objections_until__gte=today)
        return self.filter(Q(state=AssessmentState.OPEN) & to_assess | to_object)

    def newest_first(self) -> Self:
        return self.select_related("scheme__agency", "agency").order_by("-scheme__year", "agency__path", "pk")

    def with_progress(self) -> Self:
        """With how many indicators have a score (`done`) and how many objections wait (`waiting`)."""
        waiting = Count("objections", filter=Q(objections__state="raised"), distinct=True)
        return self.annotate(done=Count("scores", distinct=True), waiting=waiting)


class Assessment(models.Model):
    """How one agency did in one year. `frozen` holds all that its pages say as it stood when it was finalised."""

    scheme = models.ForeignKey(
        AssessmentScheme, verbose_name=_("scheme"), on_delete=models.PROTECT, related_name="assessments"
    )
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=13, choices=AssessmentState, default=AssessmentState.OPEN, editable=False
    )
    handed_in_at = models.DateTimeField(_("self-assessment handed in"), null=True, editable=False)
    told_at = models.DateTimeField(_("told to the agency"), null=True, editable=False)
    objections_until = models.DateField(_("objections until"), null=True, editable=False)
    total = models.DecimalField(_("total"), max_digits=5, decimal_places=2, null=True, editable=False)
    level = models.CharField(_("grade"), max_length=9, choices=Level, blank=True, editable=False)
    group = models.CharField(_("ranked among"), max_length=100, blank=True, editable=False)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, editable=False)
    frozen = models.JSONField(default=dict, editable=False)
    finalised_at = models.DateTimeField(_("finalised at"), null=True, editable=False)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "agency"],
                name="one_assessment_per_scheme_and_agency",
                violation_error_message=_("This agency is already assessed for that year."),
            ),
            models.CheckConstraint(
                condition=Q(finalised_at__isnull=True, finalised_by__isnull=True, rank__isnull=True)
                & ~Q(state__in=sorted(FINAL_ASSESSMENTS))
                | Q(state__in=sorted(FINAL_ASSESSMENTS), finalised_at__isnull=False, total__isnull=False)
                & ~Q(level=""),
                name="assessment_finalised_when_and_with_total",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.agency}"

    @property
    def address(self) -> list[object]:
        """What its addresses name it by."""
        return [self.scheme.agency.code, self.scheme.year, self.agency.code]

    @property
    def group_label(self) -> str:
        """Among whom it is ranked: the named group of the scheme, else its kind on its level of administration."""
        if self.group in Tier.values:
            return f"{self.scheme.get_kind_display()} · {Tier(self.group).label}"
        return self.group

    @property
    def is_final(self) -> bool:
        return self.state in FINAL_ASSESSMENTS

    @property
    def is_told(self) -> bool:
        """The agency knows its scores."""
        return self.is_final or self.state == AssessmentState.TOLD

    @property
    def takes_objections(self) -> bool:
        """Told, and the days for objections are not over."""
        until = self.objections_until
        return self.state == AssessmentState.TOLD and until is not None and timezone.localdate() <= until

    def get_absolute_url(self) -> str:
        return reverse("oversight:assessment_detail", args=self.address)

    def own_address(self) -> str:
        """Where the agency's own people read it."""
        return reverse("oversight:assessed_detail", args=self.address)

    def public_address(self) -> str:
        """Where everybody reads it once it is published."""
        return reverse("oversight:result_detail", args=[*self.scheme.address, self.agency.code])


class ScoreQuerySet(models.QuerySet["Score"]):
    """Scores of the office, or those that agencies gave themselves."""

    def of_line(self, line: Indicator) -> Self:
        """Of every agency for one indicator."""
        return self.filter(indicator=line)

    def count_by_line(self, scheme: AssessmentScheme) -> dict[int, int]:
        """How many agencies have points, by the key of each indicator. One query."""
        rows = self.filter(assessment__scheme=scheme).order_by()
        return dict(rows.values_list("indicator").annotate(Count("pk")))


class Score(models.Model):
    """The value of one indicator, in points of 100. `value` is empty when there was nothing to measure.

    `part` and `whole` are the numbers of its evidence rows, which were written with it. An objection that was upheld
    changes the value and leaves them: they are what was measured.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    indicator = models.ForeignKey(Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(_("value"), max_digits=5, decimal_places=2, null=True, validators=PERCENT)
    part = models.PositiveIntegerField(_("cases that count"), null=True)
    whole = models.PositiveIntegerField(_("cases in all"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    scored_at = models.DateTimeField(_("time"))
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScoreQuerySet.as_manager()

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


class SelfScore(models.Model):
    """What the agency gives itself for one indicator (自评), and by what it proves that."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="self_scores")
    indicator = models.ForeignKey(Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(_("value"), max_digits=5, decimal_places=2, validators=PERCENT)
    proof = models.CharField(_("what proves it"), max_length=500)
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScoreQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["indicator__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "indicator"], name="one_self_score_per_indicator"),
            models.CheckConstraint(condition=Q(value__range=(0, 100)), name="self_score_0_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class VetoMark(models.Model):
    """A veto item that was met, with the reason; lifting it deletes the row, the trail keeps both."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="veto_marks")
    item = models.ForeignKey(VetoItem, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["item__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item"], name="veto_marked_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="veto_mark_has_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.item)


class Bonus(models.Model):
    """Bonus points (加分) with the reason; all together count up to the cap of the scheme."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="bonuses")
    points = models.DecimalField(
        _("points"), max_digits=5, decimal_places=2, validators=[MinValueValidator(Decimal("0.01")), PERCENT[1]]
    )
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(points__gt=0) & ~Q(reason=""), name="bonus_is_more_and_why")]

    def __str__(self) -> str:
        return f"+{self.points}"
