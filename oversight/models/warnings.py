"""Warnings (预警) that rules open and close by themselves, what became of each, and times when the portal was down."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.grades import TONES, Grade
from oversight.permissions import Permission
from oversight.states import WarningState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.agencies.permissions import grants_of

if TYPE_CHECKING:
    from portal.accounts.models import User


class Closing(models.TextChoices):
    """Why a warning was closed."""

    FIXED = "fixed", _("the cause is gone")
    WITHDRAWN = "withdrawn", _("withdrawn by the office")
    FAULT = "fault", _("fault of the platform, not of the agency")


def strictly_above(paths: set[str]) -> set[str]:
    """Tree paths of everything above `paths`, they themselves not among them."""
    step = Agency.steplen
    return {path[:end] for path in paths for end in range(step, len(path), step)}


class EarlyWarningQuerySet(OwnedQuerySet["EarlyWarning"]):
    """Warnings belong to the agency that they warn.

    A confidential one (somebody's complaint is late) is read by those alone who hear complaints there and serve no
    agency below, which the complaint may be about.
    """

    manage_permission = Permission.VIEW_WARNING

    def _of_agencies(self, user: User, permission: str) -> Q:
        grants = grants_of(user)
        serving = strictly_above({path for paths in grants.values() for path in paths})
        heard = Agency.objects.managed_by(user, Permission.HANDLE_COMPLAINT).exclude(path__in=serving).order_by()
        return super()._of_agencies(user, permission) & (Q(is_confidential=False) | Q(agency__in=heard))

    def open(self) -> Self:
        return self.filter(state=WarningState.OPEN)

    def orderable(self) -> Self:
        """Open, and about nobody's complaint: agencies may be ordered to put it right."""
        return self.open().filter(is_confidential=False)

    def of_rule(self, rule: str) -> Self:
        return self.filter(rule=rule)

    def withdrawn(self) -> Self:
        """Closed by the office for good: the same finding is not opened again."""
        return self.filter(closing=Closing.WITHDRAWN)

    def gravest_first(self) -> Self:
        """By grade, and then the longest due; those without a day come last."""
        return self.order_by("-grade", F("due_on").asc(nulls_last=True), "opened_at", "pk")

    def with_agency(self) -> Self:
        return self.select_related("agency").defer("agency__functions")

    def count_by_grade(self) -> dict[Grade, int]:
        """How many there are of each grade, gravest first. One query."""
        found = dict(self.order_by().values_list("grade").annotate(Count("pk")))
        return {grade: found.get(grade, 0) for grade in reversed(Grade)}


class EarlyWarning(models.Model):
    """One finding of one rule about one subject, from the day it was seen to the day it was gone.

    Named after 预警 (ADR 17): `Warning` is Python's, `Alert` the letters that citizens order. `subject_type` and
    `subject_key` name the row that the rule looks at, `subject_number` is what addresses call it.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    number = models.CharField(_("number"), max_length=20, unique=True)
    rule = models.CharField(_("rule"), max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=80)
    subject_number = models.CharField(max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=250)
    is_confidential = models.BooleanField(default=False)
    grade = models.PositiveSmallIntegerField(_("grade"), choices=Grade)
    since = models.DateField(_("since"), null=True)
    due_on = models.DateField(_("due on"), null=True)
    state = models.CharField(_("state"), max_length=8, choices=WarningState, default=WarningState.OPEN)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closing = models.CharField(_("closed because"), max_length=10, choices=Closing, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closing_note = models.CharField(_("reason"), max_length=300, blank=True)

    objects = EarlyWarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("early warning")
        verbose_name_plural = _("early warnings")
        default_permissions = ()
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_type", "subject_key"],
                condition=Q(state=WarningState.OPEN),
                name="early_warning_open_once",
            ),
            models.CheckConstraint(condition=Q(grade__in=Grade.values), name="early_warning_grade_known"),
            models.CheckConstraint(
                condition=Q(state=WarningState.OPEN, closed_at=None, closing="")
                | (Q(state=WarningState.CLOSED, closed_at__isnull=False) & ~Q(closing="")),
                name="early_warning_closed_when_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(closing=Closing.WITHDRAWN) | (Q(closed_by__isnull=False) & ~Q(closing_note="")),
                name="early_warning_withdrawn_by_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "grade"], condition=Q(state="open"), name="early_warning_open"),
            models.Index(fields=["rule", "closing"], name="early_warning_rule"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("oversight:warning_detail", args=[self.number])

    @property
    def subject(self) -> tuple[str, str]:
        return self.subject_type, self.subject_key

    @property
    def is_open(self) -> bool:
        return self.state == WarningState.OPEN

    @property
    def tone(self) -> str:
        """The badge of its grade."""
        return TONES[Grade(self.grade)]


class StepKind(models.TextChoices):
    """What happened to a warning."""

    OPENED = "opened", _("warning opened")
    GRADED = "graded", _("warning graded anew")
    MOVED = "moved", _("due day of a warning moved")
    CLOSED = "closed", _("warning closed")


class WarningStep(models.Model):
    """One line of a warning's history; only ever added."""

    warning = models.ForeignKey(EarlyWarning, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("step"), max_length=8, choices=StepKind)
    at = models.DateTimeField(_("time"))
    grade = models.PositiveSmallIntegerField(_("grade"), choices=Grade)
    due_on = models.DateField(_("due on"), null=True)

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_grade_display()}"


class RuleWatch(models.Model):
    """One rule; its row is held while the rule is looked at, so that two processes do so one after the other."""

    rule = models.CharField(max_length=40, unique=True)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.rule


class PlatformFaultQuerySet(OwnedQuerySet["PlatformFault"]):
    """Times belong to the government whose site was down."""

    manage_permission = Permission.SUPERVISE

    def standing(self) -> Self:
        """Not lifted."""
        return self.filter(lifted_at=None)


class PlatformFault(models.Model):
    """Days on which the portal itself failed the agencies of a government: what fell due then is not theirs.

    The days that were lost are given back once, counted from the last of them (`excused_until`).
    """

    agency = models.ForeignKey(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    reason = models.CharField(_("what failed"), max_length=300)
    marked_at = models.DateTimeField(_("marked"), default=timezone.now)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(_("lifted"), null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PlatformFaultQuerySet.as_manager()

    class Meta:
        verbose_name = _("platform fault")
        verbose_name_plural = _("platform faults")
        default_permissions = ()
        ordering = ["-first_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="platform_fault_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(reason=""), name="platform_fault_has_a_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="platform_fault_lifted_when_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_on:%Y-%m-%d} – {self.last_on:%Y-%m-%d}"

    @property
    def excused_until(self) -> dt.date:
        """The last day on which what fell due in these days is not held against anybody."""
        return self.last_on + (self.last_on - self.first_on) + dt.timedelta(days=1)

    def excuses(self, agency: Agency, due_on: dt.date, today: dt.date) -> bool:
        """True if `agency` is not to be warned `today` of what fell due on `due_on`."""
        return (
            agency.path.startswith(self.agency.path)
            and self.first_on <= due_on <= self.last_on
            and today <= self.excused_until
        )
