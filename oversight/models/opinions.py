"""Opinion cases (舆情): what is said in public about agencies, who answers it by when, and how that went."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models import Item
from oversight.permissions import Permission
from oversight.states import OPEN_OPINIONS, UNANSWERED_OPINIONS, OpinionState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.workdays.models import Clock

if TYPE_CHECKING:
    from portal.accounts.models import User


class OpinionSource(models.TextChoices):
    """Where it was said."""

    PRESS = "press", _("criticism in the press")
    ONLINE = "online", _("posts online")
    HOTLINE = "hotline", _("hotline and mailboxes")
    SUPERIOR = "superior", _("told by a higher body")
    OTHER = "other", _("another source")


class OpinionLevel(models.IntegerChoices):
    """How grave it is: the numbers are in order."""

    GENERAL = 1, _("general")
    LARGER = 2, _("larger")
    MAJOR = 3, _("major")
    GRAVE = 4, _("especially major")


# Hours until the first statement (国办发〔2016〕61号): major and especially major ones 24, all others 48.
HOURS = {OpinionLevel.GENERAL: 48, OpinionLevel.LARGER: 48, OpinionLevel.MAJOR: 24, OpinionLevel.GRAVE: 24}
UNTIL_ASSESSED = dt.timedelta(hours=min(HOURS.values()))


class OpinionQuerySet(OwnedQuerySet["OpinionCase"]):
    """Cases belong to the government that collects them; the agency that answers one sees that one."""

    manage_permission = Permission.HANDLE_OPINION

    def _of_agencies(self, user: User, permission: str) -> Q:
        owners = Agency.objects.managed_by(user, Permission.ANSWER_ORDER).order_by()
        return super()._of_agencies(user, permission) | Q(owner__in=owners)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_OPINIONS)

    def unanswered(self) -> Self:
        """Waiting for the first statement."""
        return self.filter(state__in=UNANSWERED_OPINIONS)

    def to_answer(self, user: User) -> Self:
        """Waiting for the first statement of an agency that `user` answers for."""
        owners = Agency.objects.managed_by(user, Permission.ANSWER_ORDER).order_by()
        return self.unanswered().filter(owner__in=owners)

    def to_evaluate(self) -> Self:
        return self.filter(state=OpinionState.RESPONDED)

    def overdue(self, now: dt.datetime) -> Self:
        """Waiting for the first statement, and the hours have run out before `now`."""
        late = Q(clock__due_at__lt=now) | Q(clock=None, found_at__lt=now - UNTIL_ASSESSED)
        return self.unanswered().filter(late)

    def of_turn(self, turn: str, now: dt.datetime) -> Self:
        """Those that wait for a statement, are late with it, or wait to be evaluated; all, for any other `turn`."""
        known = {"unanswered": self.unanswered, "late": lambda: self.overdue(now), "evaluate": self.to_evaluate}
        return known.get(turn, self.all)()

    def for_lists(self) -> Self:
        """With what a line shows, in the same query."""
        rows = self.select_related("agency", "owner", "clock")
        return rows.defer("agency__functions", "owner__functions", "summary")

    def most_urgent_first(self) -> Self:
        """What waits for a statement by its due time, then the others, newest first."""
        is_answered = models.Case(models.When(state__in=UNANSWERED_OPINIONS, then=0), default=1)
        due_at = models.Case(models.When(state__in=UNANSWERED_OPINIONS, then=F("clock__due_at")))
        return self.order_by(is_answered, due_at.asc(nulls_first=True), "-found_at", "-pk")


class OpinionCase(models.Model):
    """One case. The clock runs in hours, day and night, from `found_at` to the first statement; there is none until the
    level is known, and until then the shorter time counts.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial number"))
    title = models.CharField(_("what it is about"), max_length=120)
    source = models.CharField(_("source"), max_length=8, choices=OpinionSource)
    source_name = models.CharField(_("medium or platform"), max_length=80)
    link = models.URLField(_("address"), max_length=500, blank=True)
    summary = models.TextField(_("what is said"), max_length=2000)
    found_at = models.DateTimeField(_("found"))
    level = models.PositiveSmallIntegerField(_("level"), choices=OpinionLevel, null=True)
    owner = models.ForeignKey(
        Agency, verbose_name=_("agency that answers"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=OpinionState, default=OpinionState.COLLECTED)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+", null=True)
    response = models.ForeignKey(
        Item, verbose_name=_("published response"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    responded_at = models.DateTimeField(_("responded"), null=True)
    timeliness = models.PositiveSmallIntegerField(_("in time"), null=True)
    substance = models.PositiveSmallIntegerField(_("to the point"), null=True)
    effect = models.PositiveSmallIntegerField(_("effect"), null=True)
    lessons = models.TextField(_("lessons"), max_length=2000, blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion case")
        verbose_name_plural = _("opinion cases")
        default_permissions = ()
        ordering = ["-found_at", "-pk"]
        indexes = [models.Index(fields=["agency", "state"], name="opinion_case_agency")]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "serial"], name="opinion_case_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=(OpinionState.COLLECTED, OpinionState.DROPPED))
                | Q(level__in=OpinionLevel.values, owner__isnull=False, clock__isnull=False),
                name="opinion_case_assessed_has_level_owner_and_clock",
            ),
            models.CheckConstraint(
                condition=Q(response=None, responded_at=None) | Q(response__isnull=False, responded_at__isnull=False),
                name="opinion_case_responded_when_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(state=OpinionState.EVALUATED)
                | (Q(timeliness__range=(1, 5), substance__range=(1, 5), effect__range=(1, 5)) & ~Q(lessons="")),
                name="opinion_case_evaluated_with_scores_and_lessons",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As it stands in its head: 舆情〔2026〕3号."""
        return f"舆情〔{self.year}〕{self.serial}号"

    @property
    def address(self) -> list[object]:
        """What its addresses name it by."""
        return [self.agency.code, self.year, self.serial]

    def get_absolute_url(self) -> str:
        return reverse("oversight:opinion_detail", args=self.address)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_OPINIONS

    @property
    def is_awaited(self) -> bool:
        """The first statement is owed."""
        return self.state in UNANSWERED_OPINIONS

    @property
    def is_late(self) -> bool:
        """The first statement is owed, and its hours have run out."""
        return self.is_awaited and self.due_at < timezone.now()

    @property
    def due_at(self) -> dt.datetime:
        """Until when the first statement is due."""
        return self.clock.due_at if self.clock is not None else self.found_at + UNTIL_ASSESSED

    @property
    def hours_left(self) -> int:
        """Whole hours until the first statement is due; negative once it is late."""
        return (self.due_at - timezone.now()) // dt.timedelta(hours=1)


class OpinionConcern(models.Model):
    """An agency that a case concerns; one of them answers."""

    case = models.ForeignKey(OpinionCase, on_delete=models.PROTECT, related_name="concerns")
    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "agency"], name="opinion_concern_once")]

    def __str__(self) -> str:
        return f"{self.case}: {self.agency}"


class OpinionSeries(models.Model):
    """The last number that a government gave in a year; its row is held while the next one is taken."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="opinion_series_unique")]

    def __str__(self) -> str:
        return f"{self.agency.code}-{self.year}"


class OpinionStep(models.Model):
    """What was done, when, by whom: the steps 收集、研判、处置、回应、评估 in the order they were taken."""

    case = models.ForeignKey(OpinionCase, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(_("state"), max_length=10, choices=OpinionState)
    text = models.TextField(_("what was done"), max_length=2000, blank=True)
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case} {self.get_state_display()}"
