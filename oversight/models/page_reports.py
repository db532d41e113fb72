"""Errors on pages that readers report (我为政府网站找错): which page, who puts it right, by when, what was answered."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models import Item
from oversight.confidential import ConfidentialField
from oversight.permissions import Permission
from oversight.states import OPEN_PAGE_REPORTS, PageReportState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.receipts import Receipted, index_of, typed
from portal.workdays.models import Clock

ACCEPT_DAYS, ANSWER_DAYS = 1, 3  # working days, both from receipt (domain notes §4)


class PageErrorKind(models.TextChoices):
    """What is wrong with the page."""

    WORD = "word", _("wrong word or character")
    LINK = "link", _("broken link")
    CONTENT = "content", _("wrong or outdated content")
    NOT_OPENING = "not_opening", _("page does not open")
    OTHER = "other", _("other")


class PageReportOutcome(models.TextChoices):
    """What came of a report."""

    FIXED = "fixed", _("put right")
    NO_ERROR = "no_error", _("nothing is wrong")
    PLATFORM = "platform", _("fault of the platform, not of the agency")
    ELSEWHERE = "elsewhere", _("not a matter of this site")


class PageReportQuerySet(OwnedQuerySet["PageReport"]):
    """Reports belong to the agency that puts it right. Nobody else reads them but who reported, with the code."""

    manage_permission = Permission.ANSWER_PAGE_REPORT

    def open(self) -> Self:
        """Not answered yet."""
        return self.filter(state__in=OPEN_PAGE_REPORTS)

    def overdue(self, now: dt.datetime) -> Self:
        """Not accepted, or not answered, although the time for it ran out before `now`."""
        unaccepted = Q(state=PageReportState.RECEIVED, accept_clock__due_at__lt=now)
        return self.filter(unaccepted | Q(state__in=OPEN_PAGE_REPORTS, answer_clock__due_at__lt=now))

    def of_turn(self, turn: str, now: dt.datetime) -> Self:
        """Those to be answered, or late; all, for any other `turn`."""
        known = {"open": self.open, "late": lambda: self.overdue(now)}
        return known.get(turn, self.all)()

    def for_lists(self) -> Self:
        """With what a line shows, in the same query."""
        rows = self.select_related("agency", "accept_clock", "answer_clock")
        return rows.defer("agency__functions", "text", "contact", "answer")

    def most_urgent_first(self) -> Self:
        """What is open by its next due time, then the others, newest first."""
        is_closed = Case(When(state__in=OPEN_PAGE_REPORTS, then=0), default=1)
        next_due = Case(
            When(state=PageReportState.RECEIVED, then=F("accept_clock__due_at")),
            When(state__in=OPEN_PAGE_REPORTS, then=F("answer_clock__due_at")),
        )
        return self.order_by(is_closed, next_due.asc(nulls_last=True), "-received_at", "-pk")

    def opened_by(self, code: str) -> PageReport | None:
        """The report with this receipt code (as typed), for whoever holds the code."""
        rows = self.select_related("agency", "accept_clock", "answer_clock")
        found = rows.filter(receipt_index=index_of(typed(code))).first()
        if found is None:
            make_password(typed(code), hasher="argon2")  # a wrong code takes as long as a right one
            return None
        return found if found.opens_with(code) else None


class PageReport(Receipted):
    """One report. `government` is whose site it was sent on; `agency` is who puts it right. The contact is for a
    question about the report and is erased with the answer.
    """

    government = models.ForeignKey(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency that puts it right"), on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(_("number"), max_length=20, unique=True)
    page = models.CharField(_("address of the page"), max_length=500)
    item = models.ForeignKey(Item, verbose_name=_("item"), on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=PageErrorKind)
    text = models.TextField(_("what is wrong"), max_length=1000)
    contact = ConfidentialField(_("telephone or e-mail"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PageReportState, default=PageReportState.RECEIVED)
    accept_clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+")
    answer_clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    passed_on_reason = models.CharField(_("reason of passing on"), max_length=300, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=10, choices=PageReportOutcome, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)

    objects = PageReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of an error on a page")
        verbose_name_plural = _("reports of errors on pages")
        default_permissions = ()
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["agency", "state"], name="page_report_agency")]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None, state=PageReportState.RECEIVED)
                | (Q(accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(state=PageReportState.RECEIVED)),
                name="page_report_accepted_when_and_by",
            ),
            models.CheckConstraint(
                condition=(Q(answered_at=None, answered_by=None, outcome="") & ~Q(state=PageReportState.ANSWERED))
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False, state=PageReportState.ANSWERED, contact="")
                    & ~Q(outcome="")
                    & ~Q(answer="")
                ),
                name="page_report_answered_when_by_and_how",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("oversight:page_report_detail", args=[self.number])

    @property
    def link(self) -> str:
        """The address as one that leads to this site; empty if what was written is none."""
        return self.page if self.page.startswith("/") and not self.page.startswith("//") else ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_PAGE_REPORTS

    @property
    def due_clock(self) -> Clock:
        """The time limit that counts now."""
        return self.accept_clock if self.state == PageReportState.RECEIVED else self.answer_clock

    @property
    def is_late(self) -> bool:
        return self.is_open and (self.accept_is_late or self.answer_clock.is_overdue())

    @property
    def accept_is_late(self) -> bool:
        return self.state == PageReportState.RECEIVED and self.accept_clock.is_overdue()
