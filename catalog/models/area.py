"""Areas: the 26 of the State Council's pilot, and general ones beside them. They belong to nobody."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from catalog.models.duty import DutyQuerySet
    from catalog.models.entry import CatalogEntryQuerySet


class AreaQuerySet(models.QuerySet["Area"]):
    """Areas as sentences."""

    def public(self) -> AreaQuerySet:
        """Every area: a shared vocabulary, none is secret."""
        return self.all()

    def with_counts(self, entries: CatalogEntryQuerySet, duties: DutyQuerySet) -> AreaQuerySet:
        """Annotate `entry_count`, and `fulfilled_count`: entries of `entries` that one of `duties` has fulfilled."""
        listed = Q(entries__in=entries)
        fulfilled = listed & Q(entries__duties__in=duties.filter(last_fulfilled_on__isnull=False))
        return self.annotate(
            entry_count=Count("entries", filter=listed, distinct=True),
            fulfilled_count=Count("entries", filter=fulfilled, distinct=True),
        )

    def with_overdue(self, entries: CatalogEntryQuerySet, duties: DutyQuerySet, today: dt.date) -> AreaQuerySet:
        """Annotate `overdue_count`: entries of `entries` that one of `duties` is late with, fulfilled before or not."""
        late = Q(entries__in=entries) & Q(entries__duties__in=duties.overdue(today))
        return self.annotate(overdue_count=Count("entries", filter=late, distinct=True))


class Area(models.Model):
    """A field of government work (试点领域). `number` 1–26 is the pilot's own order (国办发〔2017〕42号)."""

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    name = models.CharField(_("name"), max_length=40, unique=True)
    name_en = models.CharField(_("English name"), max_length=120)
    aliases = models.JSONField(
        _("also called"), default=list, blank=True, help_text=_("Other names under which catalogs print this area.")
    )
    ministry = models.CharField(_("responsible ministry"), max_length=60, blank=True)
    words = models.CharField(
        _("in plain words"), max_length=60, blank=True, help_text=_("What people look for here, in Chinese.")
    )
    is_pilot = models.BooleanField(_("pilot area"), default=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["number"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name

    @property
    def in_plain_words(self) -> str:
        """What people look for in this area; on pages in Chinese only."""
        return self.words if (get_language() or "zh").startswith("zh") else ""
