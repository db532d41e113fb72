"""Requests on paper that came out of a file, by the number they have in the office's own register."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.permissions import Permission


class ImportedRequestQuerySet(OwnedQuerySet["ImportedRequest"]):
    """External numbers are the office's own; no citizen sees them."""

    manage_permission = Permission.VIEW_REQUEST

    def numbered(self, numbers: Collection[str]) -> Self:
        """Those with one of the external `numbers`, with their requests."""
        return self.filter(external_no__in=numbers).select_related("request")


class ImportedRequest(models.Model):
    """Which request a row of a file filed. The number is an agency's for good: a row never files a second request."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    external_no = models.CharField(_("external number"), max_length=100)
    request = models.OneToOneField(
        DisclosureRequest, verbose_name=_("disclosure request"), on_delete=models.PROTECT, related_name="imported"
    )
    row_hash = models.CharField(max_length=64)

    objects = ImportedRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported request")
        verbose_name_plural = _("imported requests")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agency", "external_no"], name="request_imported_once_per_number"),
            models.CheckConstraint(condition=~Q(external_no=""), name="request_imported_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.external_no
