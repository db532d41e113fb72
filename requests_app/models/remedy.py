"""Reconsideration and lawsuits about requests (行政复议, 行政诉讼): what table 4 of the statutory report counts."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.workdays.models import Clock
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.permissions import Permission

SOON = dt.timedelta(days=3)


class RemedyKind(models.TextChoices):
    """The three groups of columns of table 4."""

    RECONSIDERATION = "reconsideration", _("Administrative reconsideration")
    DIRECT_SUIT = "direct_suit", _("Lawsuit without reconsideration")
    SUIT_AFTER = "suit_after", _("Lawsuit after reconsideration")


class RemedyResult(models.TextChoices):
    """The four columns of each group."""

    UPHELD = "upheld", _("Result upheld")
    CORRECTED = "corrected", _("Result corrected")
    OTHER = "other", _("Other result")
    PENDING = "pending", _("Not concluded yet")


class RemedyQuerySet(OwnedQuerySet["Remedy"]):
    """Remedies as sentences; they stand behind the same door as requests."""

    manage_permission = Permission.VIEW_REQUEST

    def pending(self) -> Self:
        return self.filter(result=RemedyResult.PENDING)

    def reconsiderations(self) -> Self:
        return self.filter(kind=RemedyKind.RECONSIDERATION)

    def to_answer(self) -> Self:
        """Remedies whose written answer by the agency is still owed."""
        return self.filter(clock__stopped_at=None, clock__isnull=False)

    def to_remind(self, now: dt.datetime | None = None) -> Self:
        """Owed answers whose day comes within three calendar days, or has passed."""
        return self.to_answer().filter(clock__due_at__lt=(now or timezone.now()) + SOON)

    def to_reopen(self) -> Self:
        """Corrected decisions that nobody has taken up again yet."""
        return self.filter(result=RemedyResult.CORRECTED, reopened_at=None)

    def counted(self) -> Self:
        """What the statutory report counts: a reconsideration body sued along is not counted again (201号)."""
        return self.filter(is_co_defendant=False)

    def concluded_between(self, first: dt.date, last: dt.date) -> Self:
        return self.filter(concluded_on__range=(first, last))

    def pending_on(self, day: dt.date) -> Self:
        """Filed by the end of `day` and not concluded then."""
        return self.filter(Q(concluded_on=None) | Q(concluded_on__gt=day), filed_on__lte=day)

    def counting_in(self, first: dt.date, last: dt.date) -> Self:
        """What the total of a line holds: concluded from `first` to `last`, or pending at the end of `last`."""
        return self.concluded_between(first, last) | self.pending_on(last)

    def with_case(self) -> Self:
        """With what a list shows, in the same query."""
        return self.select_related("agency", "request", "clock")


class Remedy(models.Model):
    """One reconsideration or lawsuit about a decision of `agency`, or about its silence.

    `request` is empty for a case from before the portal, whose number is then in `earlier_number`. `clock` is the time
    for the agency's written answer, from `notified_on` on, the day the copy of the application reached it: 5 working
    days in simplified procedure, else 10 (行政复议法 54, 48).
    """

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="remedies")
    root_path = models.CharField(max_length=4, editable=False)
    request = models.ForeignKey(
        DisclosureRequest,
        verbose_name=_("disclosure request"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="remedies",
    )
    earlier_number = models.CharField(
        _("number of a request from before"), max_length=60, blank=True, help_text=_("If it is not in this register.")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=RemedyKind)
    reconsideration = models.ForeignKey(
        "self",
        verbose_name=_("the reconsideration before it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lawsuits",
    )
    body = models.CharField(_("reconsideration body or court"), max_length=100)
    reference_number = models.CharField(_("reference number"), max_length=80)
    is_co_defendant = models.BooleanField(
        _("this agency is sued along as reconsideration body"),
        default=False,
        help_text=_("Then it is not counted again here: the agency that decided first counts it."),
    )
    is_simplified = models.BooleanField(_("simplified procedure"), default=True)
    filed_on = models.DateField(_("filed on"))
    accepted_on = models.DateField(_("day of acceptance"), null=True, blank=True)
    notified_on = models.DateField(
        _("copy received on"),
        null=True,
        blank=True,
        help_text=_("The written answer is due 5 working days later in simplified procedure, else 10."),
    )
    answered_on = models.DateField(_("written answer sent on"), null=True, blank=True)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, null=True, editable=False, related_name="remedy")
    result = models.CharField(
        _("result of the proceedings"), max_length=10, choices=RemedyResult, default=RemedyResult.PENDING
    )
    concluded_on = models.DateField(_("day of the result"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    reopened_at = models.DateTimeField(null=True, editable=False)

    objects = RemedyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reconsideration or lawsuit")
        verbose_name_plural = _("reconsiderations and lawsuits")
        default_permissions = ()
        ordering = ["-filed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["root_path", "kind", "reference_number"], name="remedy_reference_unique"),
            models.CheckConstraint(
                condition=(Q(request__isnull=False) & Q(earlier_number="")) | (Q(request=None) & ~Q(earlier_number="")),
                name="remedy_is_about_one_case",
            ),
            models.CheckConstraint(
                condition=Q(kind=RemedyKind.SUIT_AFTER) | Q(reconsideration=None), name="remedy_follows_if_suit_after"
            ),
            models.CheckConstraint(
                condition=Q(kind=RemedyKind.SUIT_AFTER) | Q(is_co_defendant=False), name="remedy_co_defendant_if_sued"
            ),
            models.CheckConstraint(
                condition=Q(result=RemedyResult.PENDING, concluded_on=None)
                | (~Q(result=RemedyResult.PENDING) & Q(concluded_on__isnull=False)),
                name="remedy_concluded_has_day_and_result",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on=None) | Q(concluded_on__gte=F("filed_on")), name="remedy_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None) | Q(result=RemedyResult.CORRECTED), name="remedy_reopens_if_corrected"
            ),
        ]
        indexes = [models.Index(fields=["agency", "result", "concluded_on"], name="remedy_of_agency")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference_number}"

    @property
    def is_pending(self) -> bool:
        return self.result == RemedyResult.PENDING

    @property
    def case_number(self) -> str:
        """Number of the request that it is about."""
        return self.request.number if self.request is not None else self.earlier_number
