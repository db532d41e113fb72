"""Plans filed with the government above (备案), milestones of the work, demonstration sites."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models import Item
from oversight.models.work_terms import WorkQuerySet
from oversight.states import MilestoneState, PlanState
from portal.agencies.models import Agency
from portal.uploads.models import StoredFile


class PlanKind(models.TextChoices):
    """What an agency files each year (matrix row 180)."""

    PLAN = "plan", _("plan of the year")
    STANDARDS = "standards", _("assessment standards")


class WorkPlanQuerySet(WorkQuerySet["WorkPlan"]):
    searched = ("title",)
    related = ("agency", "government", "file", "item")

    def standing(self) -> Self:
        """Filed and not returned."""
        return self.exclude(state=PlanState.RETURNED)

    def to_receive(self) -> Self:
        return self.filter(state=PlanState.FILED)

    def file_of(self, public_id: object) -> Self:
        return self.filter(file__public_id=public_id)


class WorkPlan(models.Model):
    """What an agency filed for a year: a file, or something that it has public. `serial` is that of the receipt."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    government = models.ForeignKey(Agency, verbose_name=_("filed with"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=10, choices=PlanKind)
    title = models.CharField(_("title"), max_length=120)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="work_plan")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=PlanState, default=PlanState.FILED)
    filed_at = models.DateTimeField(_("filed"), default=timezone.now)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    serial = models.PositiveIntegerField(_("receipt number"), null=True)
    judged_at = models.DateTimeField(_("received or returned"), null=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = WorkPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan filed")
        verbose_name_plural = _("plans filed")
        default_permissions = ()
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "kind"], condition=~Q(state="returned"), name="work_plan_one_standing"
            ),
            models.UniqueConstraint(fields=["government", "year", "serial"], name="work_plan_receipt_once"),
            models.CheckConstraint(
                condition=Q(file__isnull=False, item=None) | Q(file=None, item__isnull=False),
                name="work_plan_is_a_file_or_an_item",
            ),
            models.CheckConstraint(
                condition=Q(state="filed", serial=None, judged_at=None, judged_by=None)
                | Q(state="received", serial__isnull=False, judged_at__isnull=False, judged_by__isnull=False)
                | (Q(state="returned", serial=None, judged_at__isnull=False, judged_by__isnull=False) & ~Q(reason="")),
                name="work_plan_judged_when_by_and_how",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def receipt(self) -> str:
        """As it stands on the receipt: 公开备〔2026〕3号; empty before it was received."""
        return f"公开备〔{self.year}〕{self.serial}号" if self.serial else ""


class MilestoneQuerySet(WorkQuerySet["Milestone"]):
    searched = ("title", "evidence")

    def open(self) -> Self:
        return self.filter(state=MilestoneState.OPEN)

    def due_by(self, day: dt.date) -> Self:
        """Open ones that are due on or before `day`."""
        return self.open().filter(due_on__lte=day)

    def of_agency(self, agency: Agency) -> Self:
        """Those that it leads, takes part in, or has set."""
        return self.filter(Q(agency=agency) | Q(co_units=agency) | Q(government=agency)).distinct()

    def for_lists(self) -> Self:
        return super().for_lists().prefetch_related("co_units")


class Milestone(models.Model):
    """A step of the government's plan of work: one agency leads, others take part (牵头、配合)."""

    government = models.ForeignKey(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("matter"), max_length=120)
    agency = models.ForeignKey(Agency, verbose_name=_("lead agency"), on_delete=models.PROTECT, related_name="+")
    co_units = models.ManyToManyField(Agency, verbose_name=_("agencies that take part"), related_name="+", blank=True)
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=10, choices=MilestoneState, default=MilestoneState.OPEN)
    done_on = models.DateField(_("done on"), null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.CharField(_("evidence"), max_length=500, blank=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        default_permissions = ()
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", done_on=None, done_by=None)
                | (Q(state="done", done_on__isnull=False, done_by__isnull=False) & ~Q(evidence="")),
                name="milestone_done_when_by_and_how",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        return self.state == MilestoneState.OPEN and self.due_on < timezone.localdate()


class DemonstrationSiteQuerySet(WorkQuerySet["DemonstrationSite"]):
    year_field = ""
    searched = ("name", "evidence")

    def running(self) -> Self:
        """Named and not ended."""
        return self.filter(ended_on=None)


class DemonstrationSite(models.Model):
    """A demonstration site (示范点) of an agency, with its time and what it shows."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True)
    evidence = models.CharField(_("evidence"), max_length=500)

    objects = DemonstrationSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("demonstration site")
        verbose_name_plural = _("demonstration sites")
        default_permissions = ()
        ordering = ["agency__path", "-began_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], condition=Q(ended_on=None), name="demonstration_site_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="demonstration_site_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name
