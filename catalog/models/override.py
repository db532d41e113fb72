"""What an agency says of an entry that it inherits: something different, or that it does not apply (不搞“一刀切”)."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.entry import CatalogEntry
from catalog.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency


class OverrideQuerySet(OwnedQuerySet["EntryOverride"]):
    """Overrides as sentences."""

    manage_permission = Permission.VIEW_DUTY

    def is_public(self) -> Q:
        """An exception from the checklist is as public as the checklist, with its reason."""
        return Q(is_active=True, agency__is_active=True, entry__is_active=True)

    def holding_for(self, agency: Agency) -> Self:
        """In force for `agency`: its own, and those of agencies above it. The nearest comes last."""
        return self.filter(is_active=True, agency__path__in=agency.ancestor_paths).order_by("agency__depth")

    def on_site(self, government: Agency) -> Self:
        """Of agencies of this site, and of those above whose word holds here."""
        here = Q(agency__path__startswith=government.path) | Q(agency__path__in=government.ancestor_paths)
        return self.filter(here).select_related("agency").order_by("agency__path")


class EntryOverride(models.Model):
    """`agency`, and everything below it, keeps the inherited `entry` otherwise, for a reason that citizens can read.

    What is blank stays as inherited. The time limit cannot be changed: a deadline is the law's or the upper tier's.
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="entry_overrides"
    )
    entry = models.ForeignKey(
        CatalogEntry, verbose_name=_("catalog entry"), on_delete=models.PROTECT, related_name="overrides"
    )
    is_applicable = models.BooleanField(
        _("applies here"), default=True, help_text=_("If not, nobody at or below the agency has a duty of it.")
    )
    content_elements = models.TextField(_("content elements"), blank=True)
    subject = models.CharField(_("publishing unit"), max_length=200, blank=True)
    channels = models.CharField(_("channels"), max_length=300, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now, editable=False)
    is_active = models.BooleanField(_("in force"), default=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("local override of an entry")
        verbose_name_plural = _("local overrides of entries")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "entry"],
                name="override_once_per_agency_and_entry",
                violation_error_message=_("This agency has an override of this entry already."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.entry}"
