"""Items that came out of a file, by the number they had in the system before."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.models.item import Item
from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency


class ImportedItemQuerySet(OwnedQuerySet["ImportedItem"]):
    """External numbers are the office's own; no citizen sees them."""

    manage_permission = Permission.VIEW_ITEM

    def numbered(self, numbers: Collection[str]) -> Self:
        """Those with one of the external `numbers`, with item and agency."""
        return self.filter(external_no__in=numbers).select_related("item__agency")


class ImportedItem(models.Model):
    """Which item a row of a file began. The number is an agency's for good: the same row never begins a second item.

    `row_hash` is of what the row said when it was last taken in, `version_hash` of the draft that it made.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    external_no = models.CharField(_("external number"), max_length=100)
    item = models.OneToOneField(Item, verbose_name=_("item"), on_delete=models.PROTECT, related_name="imported")
    row_hash = models.CharField(max_length=64)
    version_hash = models.CharField(max_length=64)

    objects = ImportedItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported item")
        verbose_name_plural = _("imported items")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["agency", "external_no"], name="item_imported_once_per_number")]

    def __str__(self) -> str:
        return self.external_no
