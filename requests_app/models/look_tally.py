"""How often looking first spared a request: counts by agency and day, and nothing about anybody."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from requests_app.permissions import Permission


class LookTallyQuerySet(OwnedQuerySet["LookTally"]):
    """Tallies are figures for the agency that published what was shown."""

    manage_permission = Permission.VIEW_REQUEST


class LookTally(models.Model):
    """On `day`, to how many forms something of `agency` was shown, in how many it was opened and answered the question.

    A form counts once in each column, however often its text changed; an answered one was not filed.
    """

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"), default=timezone.localdate)
    shown = models.PositiveIntegerField(_("shown"), default=0)
    clicked = models.PositiveIntegerField(_("opened"), default=0)
    answered = models.PositiveIntegerField(_("answered, not filed"), default=0)

    objects = LookTallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("tally of looking first")
        verbose_name_plural = _("tallies of looking first")
        default_permissions = ()
        ordering = ["-day", "agency__path"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "day"], name="look_tally_once_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.day}"
