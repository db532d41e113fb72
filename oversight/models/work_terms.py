"""What a government asks of the agencies directly below it in the organisation of the work: days, quotas, a target.

None of these days and numbers stands in a statute; the local plans name them (domain notes, matrix rows 11, 117, 118,
179). A government that set none asks for nothing, and nothing is warned of.
"""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.permissions import Permission
from portal.agencies.doors import OwnedQuerySet, Row
from portal.agencies.models import Agency, Kind

_DAY = RegexValidator(r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", _("Write month and day as 03-31."))
_YEARS = [MinValueValidator(2000), MaxValueValidator(2100)]


class WorkQuerySet(OwnedQuerySet[Row]):
    """Rows of the organisation of the work: read with VIEW_WORK, with a year and words to search in."""

    manage_permission = Permission.VIEW_WORK
    year_field = "year"
    searched: tuple[str, ...] = ()
    related: tuple[str, ...] = ("agency",)

    def of_year(self, year: int) -> Self:
        """Those of one year; all where a row has none."""
        return self.filter(**{self.year_field: year}) if self.year_field else self

    def of_agency(self, agency: Agency) -> Self:
        return self.filter(**{self.agency_field: agency})

    def holding(self, words: str) -> Self:
        """Those in which `words` stand, or in the name of their agency."""
        if not words:
            return self
        fields = (*self.searched, f"{self.agency_field}__name", f"{self.agency_field}__short_name")
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__icontains": words})
        return self.filter(found)

    def for_lists(self) -> Self:
        """With what a line shows, in the same query."""
        hidden = [f"{name}__functions" for name in self.related if name.rpartition("__")[2] in {"agency", "government"}]
        return self.select_related(*self.related).defer(*hidden)


def usual_quotas() -> dict[str, int]:
    """Counties send at least three a month, bureaus two (matrix row 118)."""
    return {Kind.GOVERNMENT.value: 3, Kind.DEPARTMENT.value: 2, Kind.POLICE.value: 2}


class WorkTermsQuerySet(WorkQuerySet["WorkTerms"]):
    """Terms belong to the government that sets them."""

    year_field = ""


class WorkTerms(models.Model):
    """The days and numbers of one government. `quotas` maps a kind of agency to submissions a month."""

    agency = models.OneToOneField(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    since = models.DateField(
        _("in force from"), default=timezone.localdate, help_text=_("What was due before is not warned of.")
    )
    persons_by = models.CharField(_("responsible persons named by"), max_length=5, default="01-31", validators=[_DAY])
    plan_by = models.CharField(_("plan of the year filed by"), max_length=5, default="03-31", validators=[_DAY])
    heard_by = models.CharField(_("report heard by"), max_length=5, default="11-30", validators=[_DAY])
    quotas = models.JSONField(_("submissions a month"), default=usual_quotas)
    late_days = models.PositiveSmallIntegerField(
        _("late submissions count for, working days"), default=5, validators=[MaxValueValidator(20)]
    )
    training_target = models.PositiveSmallIntegerField(
        _("training target, per cent"), default=80, validators=[MaxValueValidator(100)]
    )
    training_months = models.PositiveSmallIntegerField(
        _("everybody trained within, months"), default=24, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    most_sites = models.PositiveSmallIntegerField(_("demonstration sites of one agency, at most"), default=2)

    objects = WorkTermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("terms of the work")
        verbose_name_plural = _("terms of the work")
        default_permissions = ()
        ordering = ["agency__path"]

    def __str__(self) -> str:
        return str(self.agency)

    @classmethod
    def of(cls, government: Agency) -> WorkTerms:
        """The terms of `government`, or the usual ones where it set none."""
        return cls.objects.filter(agency=government).first() or cls(agency=government)

    def quota_of(self, agency: Agency) -> int:
        """Submissions that `agency` owes each month; 0 if its kind owes none."""
        return int(self.quotas.get(agency.kind, 0))

    def day(self, year: int, name: str) -> dt.date:
        """The day called `name` (persons_by, plan_by, heard_by) of `year`; the last of a month that is shorter."""
        month, day = (int(part) for part in getattr(self, name).split("-"))
        return dt.date(year, month, min(day, last_day(year, month).day))


def last_day(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day `months` months earlier, or the last of a shorter month."""
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    return dt.date(year, month, min(day.day, last_day(year, month).day))


class WorkSeries(models.Model):
    """The last number that a government gave in a year, by kind; its row is held while the next one is taken."""

    government = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField(validators=_YEARS)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["government", "kind", "year"], name="work_series_unique")]

    def __str__(self) -> str:
        return f"{self.kind} {self.government.code}-{self.year}"


def superior_of(agency: Agency) -> Agency | None:
    """The government to which `agency` reports: the nearest strictly above it; None of the root of a tree."""
    above = Agency.objects.governments().filter(path__in=agency.ancestor_paths[:-1])
    return above.order_by("-depth").first()
