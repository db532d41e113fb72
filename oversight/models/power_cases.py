"""Cases of powers: number, party, stages, decision; what the office has to know of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oversight.confidential import ConfidentialField
from oversight.models.power_items import PowerItem, PowerKind
from oversight.permissions import Permission
from oversight.powers.flows import Stage, stages_of
from oversight.powers.parties import Party, masked_name
from oversight.states import RUNNING_POWERS, PowerState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.receipts import index_of, typed
from portal.workdays.models import Clock


class Source(models.TextChoices):
    """Where the stages of a case come from."""

    DESK = "desk", _("run in this portal")
    FILE = "file", _("taken in from a file")
    API = "api", _("reported by the agency's own system")


class Outcome(models.TextChoices):
    """What was decided."""

    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    IMPOSED = "imposed", _("imposed")
    SPARED = "spared", _("not imposed")


OUTCOME_WORDS: Mapping[tuple[str, str], str | Promise] = {
    (PowerKind.LICENCE, Outcome.GRANTED): _("licence granted"),
    (PowerKind.LICENCE, Outcome.REFUSED): _("licence refused"),
    (PowerKind.PENALTY, Outcome.IMPOSED): _("penalty imposed"),
    (PowerKind.PENALTY, Outcome.SPARED): _("no penalty"),
}


def outcome_words(kind: str, outcome: str) -> str | Promise:
    """What an outcome is called in cases of a kind of power; "" while there is none."""
    return OUTCOME_WORDS.get((kind, outcome)) or (Outcome(outcome).label if outcome else "")


PUBLISHED_OUTCOMES = frozenset({Outcome.GRANTED, Outcome.IMPOSED})
"""双公示 is of licences granted (行政许可法 art. 40) and penalties imposed (行政处罚法 art. 48)."""


class PowerCaseQuerySet(OwnedQuerySet["PowerCase"]):
    """Cases belong to the agency that runs them."""

    manage_permission = Permission.VIEW_POWER

    def is_public(self) -> Q:
        """Those whose result was made public; of one that was withdrawn, that it was and why."""
        return Q(published_at__isnull=False)

    def running(self) -> Self:
        """Not closed and not ended."""
        return self.filter(state__in=RUNNING_POWERS)

    def due_by(self, day: dt.date) -> Self:
        """Those whose present stage is to be left on or before `day`."""
        return self.running().filter(clock__due_on__lte=day)

    def overdue(self, now: dt.datetime) -> Self:
        """Those whose present stage should have been left before `now`."""
        return self.running().filter(clock__due_at__lt=now)

    def unpublished(self) -> Self:
        """Decided, to be made public, and not public yet."""
        return self.filter(publish_clock__isnull=False, published_at=None)

    def for_lists(self) -> Self:
        """With what a line shows, in the same query."""
        return self.select_related("agency", "item", "clock", "publish_clock").defer("agency__functions", "item__bands")

    def of_turn(self, turn: str, now: dt.datetime) -> Self:
        """Those that are late, wait to be made public, or have something for the office; all, for any other `turn`."""
        if turn == "late":
            return self.overdue(now)
        if turn == "unpublished":
            return self.unpublished()
        if turn == "office":
            reported = MajorFiling.objects.unreceived().values("case")
            return self.filter(Q(pk__in=reported) | Q(pk__in=PowerFinding.objects.open().values("case")))
        return self

    def numbered_like(self, text: str) -> Self:
        """Those in whose number, or number in the agency's own system, `text` stands."""
        return self.filter(Q(number__icontains=text) | Q(outside_number__icontains=text)) if text else self

    def opened_by(self, number: str, code: str) -> PowerCase | None:
        """The case with this number and receipt code, both as typed, for whoever holds the code."""
        case = self.for_lists().filter(receipt_index=index_of(typed(code))).first()
        return case if case is not None and case.number.casefold() == number.strip().casefold() else None


class PowerCase(models.Model):
    """One case. `flow` is that of the item when the case began, `stage` the place in it that was reached last, `clock`
    the time in the present stage. Nothing about the party can be read from the database alone.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(PowerItem, verbose_name=_("power"), on_delete=models.PROTECT, related_name="cases")
    number = models.CharField(_("case number"), max_length=60, unique=True)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    outside_number = models.CharField(_("number in the agency's own system"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=4, choices=Source, default=Source.DESK)
    party_kind = models.CharField(_("kind of party"), max_length=12, choices=Party)
    party_name = ConfidentialField(_("party"))
    party_number = ConfidentialField(_("identity number or credit code"), blank=True)
    matter = models.CharField(_("matter of the case"), max_length=120)
    flow = models.JSONField(_("flow"))
    stage = models.PositiveSmallIntegerField(_("stage of the case"), default=1)
    state = models.CharField(_("state"), max_length=8, choices=PowerState, default=PowerState.RUNNING)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(_("first stage entered"))
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True)
    degree = models.CharField(_("degree"), max_length=20, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, null=True)
    decision = models.TextField(_("what was decided"), max_length=1000, blank=True)
    is_major = models.BooleanField(_("major case"), default=False)
    concluded_at = models.DateTimeField(_("concluded"), null=True)
    end_reason = models.CharField(_("why it ended without a decision"), max_length=500, blank=True)
    publish_clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("made public"), null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("result withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawal = models.CharField(_("why the result was withdrawn"), max_length=500, blank=True)
    receipt_index = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - no code is no value

    objects = PowerCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case of a power")
        verbose_name_plural = _("cases of powers")
        default_permissions = ()
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "outside_number"], condition=~Q(outside_number=""), name="power_case_outside_once"
            ),
            models.CheckConstraint(condition=Q(party_kind__in=Party.values), name="power_case_party_known"),
            models.CheckConstraint(
                condition=Q(source=Source.DESK, outside_number="") | (~Q(source=Source.DESK) & ~Q(outside_number="")),
                name="power_case_outside_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="power_case_decided_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False, decided_at__isnull=False),
                name="power_case_published_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, published_at__isnull=False)
                    & ~Q(withdrawal="")
                ),
                name="power_case_withdrawn_when_by_and_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(RUNNING_POWERS), concluded_at=None)
                | (~Q(state__in=sorted(RUNNING_POWERS)) & Q(concluded_at__isnull=False)),
                name="power_case_concluded_when",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state"], name="power_case_agency"),
            models.Index(fields=["item", "opened_at"], name="power_case_opened"),
            models.Index(fields=["item", "decided_at"], name="power_case_decided"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("oversight:power_case", args=[self.number])

    @property
    def stages(self) -> list[Stage]:
        return stages_of(self.flow)

    @property
    def present(self) -> Stage:
        """The stage it is in, or was in when it ended."""
        return self.stages[self.stage - 1]

    @property
    def following(self) -> Stage | None:
        """The stage that comes next; None in the last one."""
        stages = self.stages
        return stages[self.stage] if self.stage < len(stages) else None

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING_POWERS

    @property
    def is_late(self) -> bool:
        """It is in a stage that it should have left."""
        return self.is_running and self.clock is not None and self.clock.is_overdue()

    @property
    def said_outcome(self) -> str | Promise:
        """Its outcome in the words of its kind of power."""
        return outcome_words(self.item.kind, self.outcome)

    @property
    def public_party(self) -> str:
        """The party as everybody may read it."""
        return masked_name(self.party_kind, self.party_name)


class PowerSeries(models.Model):
    """The last number that was given in a year to cases of one code; its row is held while the next one is taken."""

    code = models.CharField(max_length=50)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["code", "year"], name="power_series_unique")]

    def __str__(self) -> str:
        return f"{self.code}-{self.year}"


class PowerStep(models.Model):
    """A stage that a case entered: when, by whom, with what note. What an outside system reported stays as it was."""

    case = models.ForeignKey(PowerCase, on_delete=models.PROTECT, related_name="steps")
    place = models.PositiveSmallIntegerField(_("place in the flow"))
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    officer = models.CharField(_("handled by"), max_length=60)
    note = models.CharField(_("note"), max_length=300, blank=True)
    noted_at = models.DateTimeField(_("written down"), default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["at", "place", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "place", "at"], name="power_step_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.place}"


class FindingKind(models.TextChoices):
    """What does not agree in a case."""

    BAND = "band", _("decision outside the benchmark")
    ORDER = "order", _("stages out of order")


class PowerFindingQuerySet(models.QuerySet["PowerFinding"]):
    def open(self) -> Self:
        """Neither accepted by the office nor put right."""
        return self.filter(settled_at=None)

    def with_case(self) -> Self:
        return self.select_related("case__agency", "case__item")


class PowerFinding(models.Model):
    """Something about a case that the office has to accept. Once settled without `settled_by`, it was put right."""

    case = models.ForeignKey(PowerCase, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(_("kind of finding"), max_length=5, choices=FindingKind)
    said = models.CharField(_("what does not agree"), max_length=300)
    reason = models.CharField(_("reason given by the agency"), max_length=500, blank=True)
    at = models.DateTimeField(_("time"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("what the office says"), max_length=500, blank=True)

    objects = PowerFindingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(settled_at=None), name="power_finding_open_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False) | Q(settled_by=None), name="power_finding_settled_when"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class MajorFilingQuerySet(OwnedQuerySet["MajorFiling"]):
    """Reports belong to the agency that runs the case; the office above receives them."""

    agency_field = "case__agency"
    manage_permission = Permission.SUPERVISE

    def unreceived(self) -> Self:
        return self.filter(received_at=None)

    def with_case(self) -> Self:
        return self.select_related("case__agency", "case__item")


class MajorFiling(models.Model):
    """A major case, reported to the office (重大案件报备) in the moment of its decision."""

    case = models.OneToOneField(PowerCase, on_delete=models.PROTECT, related_name="filing")
    filed_at = models.DateTimeField(_("reported"), default=timezone.now)
    received_at = models.DateTimeField(_("received by the office"), null=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("what the office says"), max_length=500, blank=True)

    objects = MajorFilingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["filed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="major_filing_received_when_and_by",
            ),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(received_at__gte=F("filed_at")), name="major_filing_received_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.filed_at:%Y-%m-%d}"
