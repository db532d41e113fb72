"""The statutory annual report of an agency (政府信息公开工作年度报告), and what was set in it by hand."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oversight.permissions import Permission
from oversight.report.scheme import Format, corrected, name_of, names, shown
from oversight.states import SETTLED_REPORTS, ReportState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency

if TYPE_CHECKING:
    from portal.accounts.models import User


class AnnualReportQuerySet(OwnedQuerySet["AnnualReport"]):
    """Reports as sentences; what is published is everybody's."""

    manage_permission = Permission.VIEW_REPORT

    def is_public(self) -> Q:
        return Q(state=ReportState.PUBLISHED)

    def settled(self) -> Self:
        """Those whose figures stand: frozen, published, or taken over from an earlier year."""
        return self.filter(state__in=SETTLED_REPORTS)

    def final(self) -> Self:
        """Those that a superior adds up."""
        return self.filter(state__in=(ReportState.FROZEN, ReportState.PUBLISHED))

    def waiting_for(self, user: User) -> Self:
        """Those whose next step is for `user`: drafts to write, reports to check, reports to freeze or publish."""
        steps = (
            (Permission.DRAFT_REPORT, [ReportState.DRAFT]),
            (Permission.CHECK_REPORT, [ReportState.SUBMITTED]),
            (Permission.FREEZE_REPORT, [ReportState.CHECKED, ReportState.FROZEN]),
        )
        theirs = (self._of_agencies(user, right) & Q(state__in=states) for right, states in steps)
        return self.filter(reduce(or_, theirs))

    def of_year(self, year: int) -> Self:
        return self.filter(year=year)

    def newest_first(self) -> Self:
        return self.order_by("-year", "agency__path")


class AnnualReport(models.Model):
    """One report. `computed` are cells from cases and registers (or as an earlier year's report said them), and
    corrections stand beside them; once frozen, `document` is the whole report and nothing of it moves.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2008), MaxValueValidator(2100)])
    form = models.CharField(_("form"), max_length=4, choices=Format, default=Format.OF_2021, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.DRAFT, editable=False)
    source = models.CharField(_("taken over from"), max_length=300, blank=True, editable=False)
    overview = models.TextField(_("I. General"), blank=True)
    problems = models.TextField(_("V. Problems and improvements"), blank=True)
    other = models.TextField(_("VI. Other matters to report"), blank=True)
    computed = models.JSONField(default=dict, editable=False)
    computed_at = models.DateTimeField(_("computed at"), null=True, editable=False)
    parts = models.JSONField(default=list, editable=False)
    said = models.JSONField(default=dict, editable=False)
    document = models.JSONField(default=dict, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    frozen_at = models.DateTimeField(_("frozen at"), null=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"],
                name="one_annual_report_per_year",
                violation_error_message=_("This agency has a report for that year already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "submitted", "checked", "imported"), sha256="", frozen_at=None)
                | Q(state__in=("frozen", "published"), frozen_at__isnull=False) & ~Q(sha256=""),
                name="annual_report_frozen_with_hash",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(state="published"), name="annual_report_published_when"
            ),
        ]

    def __str__(self) -> str:
        return _("%(agency)s: annual report on government information %(year)s") % {
            "agency": self.agency.name, "year": self.year,
        }  # fmt: skip

    def get_absolute_url(self) -> str:
        return reverse("oversight:report_detail", args=[self.year, self.agency.code])

    def desk_address(self) -> str:
        """Its page at the office's desk."""
        return reverse("oversight:report_desk", args=[self.year, self.agency.code])

    @property
    def is_imported(self) -> bool:
        """True for one that was taken over: its figures are as they were published, none is computed here."""
        return bool(self.source)

    @property
    def is_editable(self) -> bool:
        return self.state == ReportState.DRAFT

    @property
    def is_frozen(self) -> bool:
        return bool(self.sha256)

    @property
    def texts(self) -> dict[str, str]:
        return {"overview": self.overview, "problems": self.problems, "other": self.other}

    def cells(self) -> dict[str, int]:
        """Every cell as it stands: frozen, or computed with its corrections. One query until it is frozen.

        A cell that nobody counted is 0. In a report taken over in part, lines that its source lacks are left out.
        """
        if self.is_frozen:
            return self.document["cells"]
        blank = {} if self.is_imported else dict.fromkeys(names(self.form), 0)
        return blank | corrected(self.computed, Correction.objects.in_force(self), self.form)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def in_force(self, report: AnnualReport) -> dict[str, int]:
        """What holds of the corrections of `report`: the last of each cell, unless it took the cell back."""
        return {cell: one.value for cell, one in self.standing(report).items() if one.value is not None}

    def standing(self, report: AnnualReport) -> dict[str, Correction]:
        """The last correction of each cell that has one which was not taken back."""
        last = {one.cell: one for one in self.filter(report=report).order_by("pk")}
        return {cell: one for cell, one in last.items() if one.value is not None}

    def newest_first(self) -> Self:
        return self.select_related("by", "report").order_by("-pk")


class Correction(models.Model):
    """A cell set by hand, and why. Only ever added to: `value` empty goes back to what is computed."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="corrections")
    cell = models.CharField(_("cell"), max_length=60)
    computed = models.BigIntegerField(_("computed"), null=True)
    value = models.BigIntegerField(_("set to"), null=True)
    reason = models.CharField(_("reason or source of the figure"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="report_correction_has_reason")]

    def __str__(self) -> str:
        return f"{self.cell}: {self.value}"

    @property
    def name(self) -> str:
        """What the cell is called."""
        return name_of(self.cell, self.report.form)

    @property
    def computed_text(self) -> str:
        return shown(self.cell, self.computed)

    @property
    def value_text(self) -> str:
        return shown(self.cell, self.value)
