"""Interpretation of policies (政策解读): a plan that goes with the draft, and the pair that citizens read together."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models.item import Item
from portal.workdays.calendar import Calendar

WORKING_DAYS = 3  # the interpretation follows its policy within three working days (domain notes, matrix row 112)


class Form(models.TextChoices):
    """How a policy is explained."""

    TEXT = "text", _("Text")
    PICTURE = "picture", _("Pictures")
    QUESTIONS = "questions", _("Questions and answers")
    VIDEO = "video", _("Video")
    CONFERENCE = "conference", _("Press conference")


class PlanQuerySet(models.QuerySet["InterpretationPlan"]):
    def unmet(self) -> Self:
        """Plans of public policies that nobody has explained yet, the oldest first."""
        done = Pairing.objects.filter(policy=OuterRef("item"), interpretation__live_version__isnull=False)
        waiting = self.filter(~Exists(done), not_needed_because="", item__live_version__isnull=False)
        return waiting.select_related("item__agency").order_by("item__published_at", "pk")

    def overdue(self, day: dt.date) -> list[InterpretationPlan]:
        """Those whose three working days are over on `day`."""
        return [plan for plan in self.unmet() if (due := plan.due_on) is not None and due < day]


class InterpretationPlan(models.Model):
    """How a policy will be explained, decided before it goes to approval (文件和解读方案一并报批)."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="interpretation_plan")
    forms = models.JSONField(_("forms"), default=list, blank=True)
    responsible = models.CharField(_("section and post"), max_length=100, blank=True)
    not_needed_because = models.CharField(_("no interpretation, because"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("interpretation plan")
        verbose_name_plural = _("interpretation plans")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(not_needed_because="") & ~Q(responsible="") | ~Q(not_needed_because=""),
                name="interpretation_plan_names_a_post_or_a_reason",
            )
        ]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def due_on(self) -> dt.date | None:
        """Three working days after the policy was published; None while it is not, or needs none."""
        if self.not_needed_because or self.item.published_at is None:
            return None
        calendar = Calendar.for_scope(self.item.agency.path)
        return calendar.add_workdays(timezone.localdate(self.item.published_at), WORKING_DAYS)

    @property
    def form_names(self) -> list[str]:
        return [str(Form(form).label) for form in self.forms]


class Pairing(models.Model):
    """A policy and a text that explains it, and which leader explained it."""

    policy = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="interpretations")
    interpretation = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="interprets")
    leader = models.CharField(
        _("explained by (post and name)"),
        max_length=60,
        blank=True,
        help_text=_("Only if a leader explains it in person; counted once a year at least."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "interpretation"], name="pairing_once"),
            models.CheckConstraint(condition=~Q(policy=models.F("interpretation")), name="pairing_is_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.policy} ↔ {self.interpretation}"
