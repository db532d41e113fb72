"""Supervision orders (督办): what the office asks of an agency, by when, what it answered, and how far that went."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models import Item
from oversight.models.warnings import EarlyWarning
from oversight.permissions import Permission
from oversight.states import AWAITING_ANSWER, OPEN_ORDERS, OrderState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.uploads.models import StoredFile
from portal.workdays.models import Clock

USUAL_DAYS = 5


class Rung(models.IntegerChoices):
    """The ladder (督促整改、责令整改、通报批评、责任追究): the numbers are in order."""

    REMINDER = 1, _("reminder to put right")
    ORDER = 2, _("order to put right")
    CRITICISM = 3, _("public criticism")
    ACCOUNTABILITY = 4, _("handed over for accountability")


class OrderQuerySet(OwnedQuerySet["SupervisionOrder"]):
    """Orders belong to the agency that they are addressed to."""

    manage_permission = Permission.VIEW_WARNING

    def is_public(self) -> Q:
        """Marked as public when it was issued, and its first deadline has passed."""
        return Q(is_public=True, public_from__lt=timezone.now()) & ~Q(state=OrderState.CANCELLED)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_ORDERS)

    def awaiting_answer(self) -> Self:
        """Issued or returned: it is the agency's turn."""
        return self.filter(state__in=AWAITING_ANSWER)

    def to_judge(self) -> Self:
        """Answered: it is the office's turn."""
        return self.filter(state=OrderState.ANSWERED)

    def due_by(self, day: dt.date) -> Self:
        """Those whose answer is due on or before `day`."""
        return self.awaiting_answer().filter(clock__due_on__lte=day)

    def overdue(self, now: dt.datetime) -> Self:
        """Those whose answer should have come before `now`."""
        return self.awaiting_answer().filter(clock__due_at__lt=now)

    def concerning(self, warning: EarlyWarning) -> Self:
        return self.filter(warning=warning).order_by("pk")

    def for_lists(self) -> Self:
        """With what a line shows, in the same query."""
        return self.select_related("agency", "government", "clock").defer("agency__functions", "government__functions")

    def most_urgent_first(self) -> Self:
        """What is open by its due day, then the others, newest first."""
        is_closed = models.Case(models.When(state__in=OPEN_ORDERS, then=0), default=1)
        due_at = models.Case(models.When(state__in=OPEN_ORDERS, then=F("clock__due_at")))
        return self.order_by(is_closed, due_at.asc(), "-issued_at", "-pk")

    def of_turn(self, turn: str, now: dt.datetime) -> Self:
        """Those that wait for the agency, are late, or wait for the office; all, for any other `turn`."""
        known = {"agency": self.awaiting_answer, "late": lambda: self.overdue(now), "office": self.to_judge}
        return known.get(turn, self.all)()

    def count_by_turn(self, now: dt.datetime) -> dict[str, int]:
        """How many wait for an answer, are late with it, and wait for the office. One query."""
        return self.order_by().aggregate(
            awaiting=Count("pk", filter=Q(state__in=AWAITING_ANSWER)),
            overdue=Count("pk", filter=Q(state__in=AWAITING_ANSWER, clock__due_at__lt=now)),
            answered=Count("pk", filter=Q(state=OrderState.ANSWERED)),
        )


class SupervisionOrder(models.Model):
    """One order of `government` to `agency`. The clock counts the time for the agency's answer; it stands still while
    the office reads one, and counts anew when it is returned or the order rises by a rung.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    government = models.ForeignKey(Agency, verbose_name=_("issued by"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial number"))
    warning = models.ForeignKey(
        EarlyWarning, verbose_name=_("early warning"), on_delete=models.PROTECT, null=True, related_name="orders"
    )
    title = models.CharField(_("matter"), max_length=120)
    demand = models.TextField(_("what is to be done"), max_length=2000)
    rung = models.PositiveSmallIntegerField(_("rung"), choices=Rung)
    state = models.CharField(_("state"), max_length=10, choices=OrderState, default=OrderState.ISSUED)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="supervision_order")
    is_public = models.BooleanField(_("made public once its deadline has passed"), default=False)
    public_from = models.DateTimeField(_("first deadline"))
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(_("concluded"), null=True)
    concluded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    result = models.TextField(_("result of the order"), max_length=1000, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision order")
        verbose_name_plural = _("supervision orders")
        default_permissions = ()
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["government", "year", "serial"], name="supervision_order_number_once"),
            models.UniqueConstraint(
                fields=["warning"], condition=Q(state__in=sorted(OPEN_ORDERS)), name="supervision_order_open_once"
            ),
            models.CheckConstraint(condition=Q(rung__in=Rung.values), name="supervision_order_rung_known"),
            models.CheckConstraint(condition=~Q(agency=F("government")), name="supervision_order_to_another"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN_ORDERS), concluded_at=None, concluded_by=None, result="")
                | (
                    ~Q(state__in=sorted(OPEN_ORDERS))
                    & Q(concluded_at__isnull=False, concluded_by__isnull=False)
                    & ~Q(result="")
                ),
                name="supervision_order_concluded_when_by_and_how",
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="supervision_order_agency")]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As it stands in its head: 督办〔2026〕3号."""
        return f"督办〔{self.year}〕{self.serial}号"

    @property
    def address(self) -> list[object]:
        """What its addresses name it by."""
        return [self.government.code, self.year, self.serial]

    def get_absolute_url(self) -> str:
        return reverse("oversight:order_detail", args=self.address)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ORDERS

    @property
    def is_late(self) -> bool:
        """The agency owes an answer whose time has run out."""
        return self.state in AWAITING_ANSWER and self.clock.is_overdue()


class OrderSeries(models.Model):
    """The last number that a government gave in a year; its row is held while the next one is taken."""

    government = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["government", "year"], name="order_series_unique")]

    def __str__(self) -> str:
        return f"{self.government.code}-{self.year}"


class OrderStep(models.Model):
    """One rung of the ladder: when it was reached, by whose decision, why, and until when an answer was due then."""

    order = models.ForeignKey(SupervisionOrder, on_delete=models.PROTECT, related_name="steps")
    rung = models.PositiveSmallIntegerField(_("rung"), choices=Rung)
    reason = models.CharField(_("reason"), max_length=500)
    due_on = models.DateField(_("due on"))
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "rung"], name="order_step_each_rung_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="order_step_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.get_rung_display()


class Verdict(models.TextChoices):
    """What the office said of an answer."""

    ACCEPTED = "accepted", _("answer accepted")
    RETURNED = "returned", _("answer returned")


class OrderAnswer(models.Model):
    """What the agency answered; an answer that was returned stays, with the reason."""

    order = models.ForeignKey(SupervisionOrder, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"), max_length=3000)
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_late = models.BooleanField(_("late"), default=False)
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict, blank=True)
    verdict_reason = models.CharField(_("reason"), max_length=1000, blank=True)
    judged_at = models.DateTimeField(_("judged"), null=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", judged_at=None, judged_by=None)
                | (~Q(verdict="") & Q(judged_at__isnull=False, judged_by__isnull=False)),
                name="order_answer_judged_when_and_by",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.at:%Y-%m-%d}"


class EvidenceQuerySet(models.QuerySet["OrderEvidence"]):
    def of_order(self, order: SupervisionOrder) -> Self:
        """Of every answer to `order`."""
        return self.filter(answer__order=order)


class OrderEvidence(models.Model):
    """What proves an answer: a file, read by whoever reads the order, or something that is public."""

    answer = models.ForeignKey(OrderAnswer, on_delete=models.PROTECT, related_name="evidence")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="order_evidence")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, item=None) | Q(file=None, item__isnull=False),
                name="order_evidence_is_a_file_or_an_item",
            ),
            models.UniqueConstraint(fields=["answer", "item"], name="order_evidence_item_once"),
        ]

    def __str__(self) -> str:
        return str(self.file or self.item)
