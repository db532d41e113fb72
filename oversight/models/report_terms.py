"""Until when annual reports are published: the days of article 49, or earlier ones that a government has set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oversight.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency

BY_AGENCIES, BY_GOVERNMENTS = "01-31", "03-31"
_DAY = RegexValidator(r"^0[1-3]-[0-3]\d$", _("Write month and day as 01-26."))


class ReportTermsQuerySet(OwnedQuerySet["ReportTerms"]):
    """Terms belong to the government that sets them."""

    manage_permission = Permission.CHECK_REPORT


class ReportTerms(models.Model):
    """Earlier days than those of article 49, for a government and everything below it (month and day: `01-26`)."""

    agency = models.OneToOneField(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    by_agencies = models.CharField(
        _("agencies publish by"), max_length=5, default=BY_AGENCIES, validators=[_DAY],
        help_text=_("At the latest 01-31 (article 49)."),
    )  # fmt: skip
    by_governments = models.CharField(
        _("governments publish by"), max_length=5, default=BY_GOVERNMENTS, validators=[_DAY],
        help_text=_("At the latest 03-31 (article 49)."),
    )  # fmt: skip

    objects = ReportTermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("days for annual reports")
        verbose_name_plural = _("days for annual reports")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(by_agencies__lte=BY_AGENCIES, by_governments__lte=BY_GOVERNMENTS),
                name="report_terms_within_article_49",
                violation_error_message=_("The Regulations allow no later day (article 49)."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.by_agencies}, {self.by_governments}"


def day_of(year: int, day: str) -> dt.date:
    """`01-26` of the year after `year`. Raises ValueError for a day that there is not."""
    return dt.date.fromisoformat(f"{year + 1}-{day}")


class Deadlines:
    """Until when each agency publishes; every government's terms are read once, in one query."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        paths = {path for agency in agencies for path in agency.ancestor_paths}
        self._terms = {
            terms.agency.path: terms
            for terms in ReportTerms.objects.filter(agency__path__in=paths).select_related("agency")
        }

    def due_on(self, agency: Agency, year: int) -> dt.date:
        """The last day for the report of `agency` on `year`: by the nearest terms at or above, else article 49."""
        terms = next((self._terms[path] for path in reversed(agency.ancestor_paths) if path in self._terms), None)
        if agency.is_government:
            return day_of(year, terms.by_governments if terms else BY_GOVERNMENTS)
        return day_of(year, terms.by_agencies if terms else BY_AGENCIES)
