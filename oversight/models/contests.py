"""What an agency says against a figure about itself, and what the office found."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.permissions import Permission
from oversight.states import ContestState
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency


class FigureContestQuerySet(OwnedQuerySet["FigureContest"]):
    """Read by whoever reads the figures of the agency."""

    manage_permission = Permission.VIEW_OVERSIGHT

    def open(self) -> Self:
        return self.filter(state=ContestState.OPEN)

    def newest_first(self) -> Self:
        """With agency and people, in the same query."""
        return self.select_related("agency", "by", "judged_by").order_by("-at", "-pk")


class FigureContest(models.Model):
    """One figure contested, with the value that stood there; the office corrects what it counts, or keeps it."""

    LONGEST: ClassVar[int] = 1000

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    figure = models.CharField(_("figure"), max_length=30)
    shown = models.CharField(_("value shown"), max_length=20)
    reason = models.TextField(_("reason"), max_length=LONGEST)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=ContestState, default=ContestState.OPEN)
    finding = models.TextField(_("what the office found"), max_length=LONGEST, blank=True)
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    objects = FigureContestQuerySet.as_manager()

    class Meta:
        verbose_name = _("contested figure")
        verbose_name_plural = _("contested figures")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "figure"],
                condition=Q(state=ContestState.OPEN),
                name="figure_contested_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=ContestState.OPEN, judged_by=None, judged_at=None, finding="")
                | (~Q(state=ContestState.OPEN) & Q(judged_by__isnull=False, judged_at__isnull=False) & ~Q(finding="")),
                name="contest_judged_has_finding_person_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure}: {self.shown}"

    @property
    def is_open(self) -> bool:
        return self.state == ContestState.OPEN
