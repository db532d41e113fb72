"""What is only noted: the yearly report that leaders hear, and activities that are counted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.models.work_terms import WorkQuerySet
from portal.agencies.models import Agency


class ReportHeardQuerySet(WorkQuerySet["ReportHeard"]):
    year_field = "heard_on__year"
    searched = ("leader", "topic", "instruction")


class ReportHeard(models.Model):
    """The chief person of an agency heard a report on the work (主要负责人每年至少听取一次汇报)."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    heard_on = models.DateField(_("heard on"))
    leader = models.CharField(_("heard by"), max_length=40)
    topic = models.CharField(_("topic"), max_length=120)
    instruction = models.CharField(_("what was decided"), max_length=500)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ReportHeardQuerySet.as_manager()

    class Meta:
        verbose_name = _("report heard")
        verbose_name_plural = _("reports heard")
        default_permissions = ()
        ordering = ["-heard_on", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(instruction=""), name="report_heard_decided_something")]

    def __str__(self) -> str:
        return self.topic


class ActivityKind(models.TextChoices):
    """What is counted (matrix rows 116, 158, 159, 184, 189)."""

    INTERPRETATION = "explain", _("policy explained by the leader")
    PRESS = "press", _("article in the press")
    PUBLICITY = "publicity", _("publicity event")
    DEPUTIES = "deputies", _("supervision by the people's congress")
    CONSULTATIVE = "cppcc", _("inspection by the consultative conference")
    SUPERVISORS = "social", _("activity of social supervisors")


class ActivityQuerySet(WorkQuerySet["Activity"]):
    year_field = "day__year"
    searched = ("title", "person")

    def count_by_kind(self) -> list[tuple[str, int]]:
        """How many of each kind, the kinds without any among them. One query."""
        counted = dict(self.order_by().values_list("kind").annotate(number=models.Count("pk")))
        return [(str(kind.label), counted.get(kind.value, 0)) for kind in ActivityKind]


class Activity(models.Model):
    """One activity on one day."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=ActivityKind)
    day = models.DateField(_("day"))
    person = models.CharField(_("by whom"), max_length=60)
    title = models.CharField(_("matter"), max_length=200)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        default_permissions = ()
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.title
