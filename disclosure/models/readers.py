"""Named groups of readers (特定群体): people to whom an item may be published although it is not for everyone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency


class ReaderGroupQuerySet(OwnedQuerySet["ReaderGroup"]):
    """Groups belong to an agency; no citizen sees that they exist."""

    manage_permission = Permission.VIEW_ITEM

    def holding_for(self, agency: Agency) -> ReaderGroupQuerySet:
        """Groups that `agency` may publish to: its own and those of the agencies above it."""
        return self.filter(agency__path__in=agency.ancestor_paths)


class ReaderGroup(models.Model):
    """Accounts that may read what is published to the group, and nothing else."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name of the group"), max_length=60)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("members"), related_name="reader_groups", blank=True
    )

    objects = ReaderGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("group of readers")
        verbose_name_plural = _("groups of readers")
        default_permissions = ()
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="reader_group_name_unique",
                violation_error_message=_("This agency has a group of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
