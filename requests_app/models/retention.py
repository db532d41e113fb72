"""How long a government keeps personal data of requests, and what of a case has been erased."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.permissions import Permission


class Part(models.TextChoices):
    """Personal data that go at one time; the value names the years in the plan, `<value>_years`."""

    IDENTITY = "identity", _("Number of the identity document")
    CONTACT = "contact", _("Phone, e-mail and address")
    NAME = "name", _("Name and account")
    ENCLOSURES = "enclosures", _("Enclosures")
    TEXTS = "texts", _("Texts: what was asked, supplements, opinions, answers, letters and notes")


class RetentionPlanQuerySet(OwnedQuerySet["RetentionPlan"]):
    """Plans as sentences."""

    manage_permission = Permission.MANAGE_RETENTION

    def in_force(self) -> Self:
        return self.filter(is_in_force=True).select_related("agency")


def years_field(label: object, default: int) -> models.PositiveSmallIntegerField:
    """Whole years after the end of a case."""
    return models.PositiveSmallIntegerField(label, default=default)  # type: ignore[arg-type]


class RetentionPlan(models.Model):
    """Years after the end of a case until its personal data are erased, for a government and all below it.

    A government below with a plan of its own is not touched. Personal information is kept for the shortest time that
    its purpose needs (个人信息保护法 19): a number and a contact serve delivery and remedies, a name the lawsuit that
    can still be brought, for 5 years at most (行政诉讼法 46), texts the archive.
    """

    agency = models.OneToOneField(
        Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="retention_plan"
    )
    identity_years = years_field(_("years: number of the identity document"), 2)
    contact_years = years_field(_("years: phone, e-mail and address"), 2)
    name_years = years_field(_("years: name and account"), 5)
    enclosures_years = years_field(_("years: enclosures"), 5)
    texts_years = years_field(_("years: texts"), 10)
    reason = models.TextField(_("reason"), max_length=1000, help_text=_("Why these years; it stays with the plan."))
    is_in_force = models.BooleanField(
        _("erase by this plan"),
        default=False,
        help_text=_("Look at the figures first. Changed years have to be put in force anew."),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = RetentionPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("retention plan")
        verbose_name_plural = _("retention plans")
        default_permissions = ()
        ordering = ["agency__path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{part}_years__gte": 1 for part in Part.values}), name="retention_of_a_year_at_least"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="retention_has_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.agency)

    @property
    def years(self) -> dict[str, int]:
        """Years by part."""
        return {part: getattr(self, f"{part}_years") for part in Part.values}


class Erasure(models.Model):
    """The tombstone: this part of a case was erased, then, in so many rows. It is what is left to say so."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="erasures")
    part = models.CharField(_("part"), max_length=10, choices=Part)
    at = models.DateTimeField(_("time"), default=timezone.now)
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["request", "part"], name="erased_once_per_part")]

    def __str__(self) -> str:
        return self.get_part_display()
