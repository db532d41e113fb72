"""The fee for processing information (国办函〔2020〕109号): one notice, one method, paid or given up."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_app.fees import Method, Step
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.states import State


class FeeQuerySet(models.QuerySet["Fee"]):
    """Fees as sentences."""

    def unpaid_after(self, today: dt.date) -> Self:
        """Fees whose last day passed before `today` without payment, of requests that still wait for it."""
        return self.filter(paid_on=None, pay_by__lt=today, request__state=State.PAYING)

    def to_report(self, today: dt.date) -> Self:
        """Those of which the clerk has not been told yet."""
        return self.unpaid_after(today).filter(reported_on=None)


class Fee(models.Model):
    """What one request costs, how it was reckoned, until when it is to be paid, and when it was."""

    request = models.OneToOneField(DisclosureRequest, on_delete=models.PROTECT, related_name="fee")
    method = models.CharField(_("method"), max_length=8, choices=Method)
    counted_before = models.PositiveIntegerField(_("items asked for earlier in the month"), default=0)
    units = models.PositiveIntegerField(_("items or pages"))
    steps = models.JSONField(_("steps"))
    amount = models.PositiveIntegerField(_("amount in yuan"))
    how_to_pay = models.TextField(_("how to pay"), max_length=1000)
    delivered_on = models.DateField(_("notice received on"))
    pay_by = models.DateField(_("to be paid by"))
    charged_at = models.DateTimeField(default=timezone.now)
    charged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    paid_on = models.DateField(_("paid on"), null=True)
    receipt_number = models.CharField(_("number of the receipt"), max_length=60, blank=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reported_on = models.DateField(null=True, editable=False)

    objects = FeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0, units__gt=0), name="fee_is_something"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="fee_method_known"),
            models.CheckConstraint(condition=Q(pay_by__gt=F("delivered_on")), name="fee_leaves_time_to_pay"),
            models.CheckConstraint(
                condition=Q(paid_on=None, recorded_at=None, recorded_by=None)
                | Q(paid_on__isnull=False, recorded_at__isnull=False, recorded_by__isnull=False),
                name="fee_payment_has_day_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(paid_on__gte=F("delivered_on"), paid_on__lte=F("pay_by")),
                name="fee_paid_in_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"

    @property
    def reckoned(self) -> list[Step]:
        """The steps as they were reckoned."""
        return [Step(*step) for step in self.steps]

    def is_unpaid(self, today: dt.date | None = None) -> bool:
        """True once the last day has passed without payment: the request counts as given up."""
        return self.paid_on is None and (today or timezone.localdate()) > self.pay_by
