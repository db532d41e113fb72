"""What agencies send in (报送信息) and the bulletin (简报) that the office makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.models.work_terms import WorkQuerySet, months_before
from oversight.states import BulletinState, SubmissionState
from portal.agencies.models import Agency

CHOSEN_FROM = 3  # months back; older news is no news
Month = dt.date
"""The first day of a month."""


class SubmissionQuerySet(WorkQuerySet["Submission"]):
    year_field = "month__year"
    searched = ("title", "text")
    related = ("agency", "government")

    def to_choose(self, government: Agency, bulletin: Bulletin | None = None) -> Self:
        """Filed with `government` for the last months, in no other bulletin than `bulletin`; the newest first."""
        free = Q(entry=None) if bulletin is None else Q(entry=None) | Q(entry__bulletin=bulletin)
        since = months_before(timezone.localdate().replace(day=1), CHOSEN_FROM)
        rows = self.filter(free, government=government, state=SubmissionState.FILED, month__gte=since)
        return rows.select_related("agency").order_by("-at", "-pk")

    def by_month(self, agencies: Iterable[Agency], first: Month, last: Month) -> dict[tuple[int, Month], int]:
        """How many each agency sent for each month from `first` to `last`. One query."""
        rows = self.filter(agency__in=agencies, month__gte=first, month__lte=last).order_by()
        counted = rows.values("agency", "month").annotate(number=Count("pk"))
        return {(row["agency"], row["month"]): row["number"] for row in counted}


class Submission(models.Model):
    """One piece of information for the office above, counted for `month` (its first day)."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    government = models.ForeignKey(Agency, verbose_name=_("sent to"), on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=5000)
    state = models.CharField(_("state"), max_length=10, choices=SubmissionState, default=SubmissionState.RECEIVED)
    at = models.DateTimeField(_("sent in"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="submission_month_is_its_first_day"),
        ]
        indexes = [models.Index(fields=["agency", "month"], name="submission_agency_month")]

    def __str__(self) -> str:
        return self.title


class BulletinQuerySet(WorkQuerySet["Bulletin"]):
    searched = ("title", "editorial")

    def is_public(self) -> Q:
        return Q(state=BulletinState.PUBLISHED)

    def newest_first(self) -> Self:
        return self.order_by("-year", "-number", "-pk")


class Bulletin(models.Model):
    """One issue of a government's bulletin; `number` is given when it is published, without gaps in a year."""

    agency = models.ForeignKey(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("issue"), null=True)
    title = models.CharField(_("title"), max_length=60, default="政务公开简报")
    editorial = models.TextField(_("editorial"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=BulletinState, default=BulletinState.DRAFT)
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        default_permissions = ()
        ordering = ["-year", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="bulletin_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft", number=None, published_at=None, published_by=None)
                | Q(state="published", number__isnull=False, published_at__isnull=False, published_by__isnull=False),
                name="bulletin_published_when_by_and_numbered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.issue}".strip()

    @property
    def issue(self) -> str:
        """As it stands in its head: 2026年第3期."""
        return f"{self.year}年第{self.number}期" if self.number else ""

    def get_absolute_url(self) -> str:
        """The page for everybody once it is published, until then the preview of the office."""
        if self.number is None:
            return reverse("oversight:bulletin_preview", args=[self.pk])
        return reverse("oversight:public_bulletin", args=[self.agency.code, self.year, self.number])


class BulletinEntry(models.Model):
    """A submission as it stands in a bulletin: copied when it was chosen, so that nothing changes it afterwards."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="entries")
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="entry")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=5000)
    source = models.CharField(max_length=100)

    class Meta:
        default_permissions = ()
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["bulletin", "position"], name="bulletin_entry_position_once")]

    def __str__(self) -> str:
        return self.title
