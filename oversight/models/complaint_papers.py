"""What is written about a complaint: messages with the complainant, extracts for the accused agency, the result."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oversight.confidential import ConfidentialField
from oversight.models.complaints import Complaint, ComplaintKind
from oversight.permissions import Permission
from oversight.states import OPEN_COMPLAINTS, ExtractState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.agencies.permissions import can
from portal.workdays.models import Clock

if TYPE_CHECKING:
    from portal.accounts.models import User


class ExtractQuerySet(OwnedQuerySet["ComplaintExtract"]):
    """Extracts belong to the agency they were sent to."""

    manage_permission = Permission.RECEIVE_EXTRACT

    def sent_to(self, agency: Agency, reader: User) -> Self:
        """What was sent to `agency`, newest first, if `reader` may read it."""
        if not can(reader, self.manage_permission, on=agency):
            return self.none()
        return self.filter(agency=agency).order_by("-forwarded_on", "-pk")

    def to_answer(self) -> Self:
        """Not answered, and of complaints that are still open: the office waits for an explanation."""
        return self.filter(state=ExtractState.SENT, complaint__state__in=OPEN_COMPLAINTS)

    def overdue(self, now: dt.datetime) -> Self:
        """Those to answer whose time has run out before `now`."""
        return self.to_answer().filter(clock__due_at__lt=now)


class ComplaintExtract(models.Model):
    """What the office passed on to the accused agency, in the office's own words and under a number of its own.

    Nothing leads from here to the complaint for whoever may read only this.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="extracts", editable=False)
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    text = ConfidentialField(_("extract"))
    forwarded_on = models.DateField(_("forwarded on"), editable=False)
    forwarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+"
    )
    state = models.CharField(_("state"), max_length=8, choices=ExtractState, default=ExtractState.SENT, editable=False)
    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    answer = ConfidentialField(_("explanation of the agency"), blank=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ExtractQuerySet.as_manager()

    class Meta:
        verbose_name = _("extract of a complaint")
        verbose_name_plural = _("extracts of complaints")
        default_permissions = ()
        ordering = ["-forwarded_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ExtractState.SENT, answered_on=None, answered_by=None, answer="")
                | (
                    Q(state=ExtractState.ANSWERED, answered_on__isnull=False, answered_by__isnull=False) & ~Q(answer="")
                ),
                name="complaint_extract_answered_when_by_and_how",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("oversight:extract_detail", args=[self.number])

    @property
    def is_awaited(self) -> bool:
        """The office still waits for the explanation."""
        return self.state == ExtractState.SENT and self.complaint.is_open


class MessageQuerySet(models.QuerySet["ComplaintMessage"]):
    def of(self, complaint: Complaint) -> Self:
        """In the order in which they were written."""
        return self.filter(complaint=complaint).select_related("by").order_by("pk")

    def unread_by_office(self) -> Self:
        return self.filter(is_from_office=False, is_read=False)

    def untold_before(self, day: dt.date) -> Self:
        """Of complainants, written before `day`, and the office not told of them yet."""
        return self.filter(is_from_office=False, is_told=False, written_on__lt=day)


class ComplaintMessage(models.Model):
    """One message between the office and a complainant, who writes and reads with the receipt code.

    As of the complaint itself no time finer than the day is kept, and the office is told of what a complainant wrote
    only when that day is over, unless the complaint is a named one: `is_told`.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="messages", editable=False)
    is_from_office = models.BooleanField(editable=False)
    text = ConfidentialField(_("message"), blank=True)  # empty once erased
    asks = models.BooleanField(_("asks for an answer"), default=False)
    written_on = models.DateField(_("written on"), editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    is_read = models.BooleanField(_("read"), default=False, editable=False)
    is_told = models.BooleanField(default=False, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message about a complaint")
        verbose_name_plural = _("messages about complaints")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_from_office=True, by__isnull=False) | Q(is_from_office=False, by=None, asks=False),
                name="complaint_message_by_the_office_or_nobody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint} {self.written_on}"


class ResultQuerySet(OwnedQuerySet["ComplaintResult"]):
    """Published results belong to the government that heard."""

    manage_permission = Permission.HANDLE_COMPLAINT

    def is_public(self) -> Q:
        """Not taken back; and where it stands on the complainant's consent, that still holds."""
        return Q(withdrawn_on=None) & (Q(is_by_consent=False) | Q(complaint__may_publish=True))

    def filed_at(self, government: Agency) -> Self:
        """Of complaints about `government` or anybody below: those that its site receives."""
        return self.filter(accused__path__startswith=government.path)

    def newest_first(self) -> Self:
        rows = self.select_related("accused").defer("accused__functions")
        return rows.order_by("-published_on", "-pk")

    def count_by_agency(self) -> list[tuple[str, int]]:
        """Name of the agency and number of results, the most first. One query."""
        counted = self.order_by().values_list("accused__name").annotate(models.Count("pk"))
        return sorted(counted, key=lambda pair: (-pair[1], pair[0]))


class ComplaintResult(models.Model):
    """What everybody reads of a complaint that was answered: a row of its own, so that no public page has to touch the
    complaint. `days` are working days from receipt to answer.
    """

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="publication", editable=False)
    agency = models.ForeignKey(Agency, verbose_name=_("heard by"), on_delete=models.PROTECT, related_name="+")
    accused = models.ForeignKey(
        Agency, verbose_name=_("agency complained about"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ComplaintKind)
    summary = models.TextField(_("summary for the public"), max_length=1000)
    days = models.PositiveSmallIntegerField(_("working days taken"))
    is_by_consent = models.BooleanField()
    published_on = models.DateField(_("published on"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_on = models.DateField(_("withdrawn on"), null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("published result of a complaint")
        verbose_name_plural = _("published results of complaints")
        default_permissions = ()
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                name="complaint_result_withdrawn_when_and_by",
            )
        ]

    def __str__(self) -> str:
        return f"{self.accused} {self.published_on}"
