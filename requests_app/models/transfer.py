"""Requests that another agency answers: passed on within one tree, or the applicant is told who is responsible."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.permissions import Permission


class TransferQuerySet(OwnedQuerySet["Transfer"]):
    """The record belongs to the agency that passed the request on; the request itself does not any more."""

    agency_field = "source"
    manage_permission = Permission.VIEW_REQUEST


class Transfer(models.Model):
    """One passing on: what the agency keeps in its register of a request that it no longer handles."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="transfers")
    source = models.ForeignKey(
        Agency, verbose_name=_("passed on by"), on_delete=models.PROTECT, related_name="transfers_out"
    )
    target = models.ForeignKey(
        Agency, verbose_name=_("passed on to"), on_delete=models.PROTECT, related_name="transfers_in"
    )
    number = models.CharField(_("number"), max_length=60)
    subject = models.CharField(_("information wanted"), max_length=200)
    received_on = models.DateField(_("day of receipt"))
    reason = models.TextField(_("reason"), max_length=1000)
    at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("request passed on")
        verbose_name_plural = _("requests passed on")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="transfer_leads_elsewhere"),
            models.CheckConstraint(condition=~Q(reason=""), name="transfer_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.number


class Responsible(models.Model):
    """Who is responsible instead, if that could be found out: told with the answer (article 36(5))."""

    request = models.OneToOneField(DisclosureRequest, on_delete=models.PROTECT, related_name="responsible")
    name = models.CharField(_("agency that is responsible"), max_length=100)
    contact = models.CharField(_("how to reach it"), max_length=300)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(contact=""), name="responsible_is_named_and_reached")
        ]

    def __str__(self) -> str:
        return self.name
