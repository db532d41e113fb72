"""The register of what an agency withholds, on which ground, and when that is asked anew (负面清单, 条例 18)."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models.entry import CatalogEntry
from catalog.models.ground import NegativeGround
from catalog.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency


class Result(models.TextChoices):
    """What came out of asking again (条例 15 second sentence and 18)."""

    KEPT = "kept", _("still withheld")
    CONSENT = "consent", _("released: the person concerned consents")
    PUBLIC_INTEREST = "public_interest", _("released: public interest outweighs")
    LAPSED = "lapsed", _("released: the ground no longer holds")


class WithheldQuerySet(OwnedQuerySet["WithheldEntry"]):
    """The register as sentences. Nothing of it is public: the titles alone may tell what the ground protects."""

    manage_permission = Permission.VIEW_DUTY

    def standing(self) -> Self:
        """Still withheld."""
        return self.filter(released_on__isnull=True)

    def to_reassess(self, today: dt.date) -> Self:
        """Still withheld though the day of re-assessment has come."""
        return self.standing().filter(reassess_on__lte=today)


class WithheldEntry(models.Model):
    """`agency` withholds something, an entry of the catalog or what `title` names, on a coded ground since a day."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="withheld")
    entry = models.ForeignKey(
        CatalogEntry, verbose_name=_("catalog entry"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="withheld",
    )  # fmt: skip
    title = models.CharField(_("what is withheld"), max_length=200, help_text=_("Without the protected content."))
    ground = models.ForeignKey(
        NegativeGround, verbose_name=_("ground for withholding"), on_delete=models.PROTECT, related_name="withheld"
    )
    explanation = models.CharField(_("why the ground applies"), max_length=500)
    since = models.DateField(_("withheld since"))
    reassess_on = models.DateField(_("next re-assessment on"), db_index=True)
    released_on = models.DateField(_("released on"), null=True, blank=True, editable=False)

    objects = WithheldQuerySet.as_manager()

    class Meta:
        verbose_name = _("withheld information")
        verbose_name_plural = _("register of withheld information")
        default_permissions = ()
        ordering = ["reassess_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(explanation=""), name="withheld_has_title_and_reason"),
            models.CheckConstraint(condition=Q(reassess_on__gt=models.F("since")), name="withheld_reassessed_later"),
        ]

    def __str__(self) -> str:
        return self.title


class Reassessment(models.Model):
    """Somebody asked again whether the ground still holds, and found this. Never changed."""

    withheld = models.ForeignKey(WithheldEntry, on_delete=models.PROTECT, related_name="reassessments")
    on = models.DateField(_("re-assessed on"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    result = models.CharField(_("result"), max_length=16, choices=Result)
    finding = models.CharField(_("finding"), max_length=500)

    class Meta:
        verbose_name = _("re-assessment")
        verbose_name_plural = _("re-assessments")
        default_permissions = ()
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.on} · {self.get_result_display()}"
