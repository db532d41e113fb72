"""By which days and rules a government hears complaints."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oversight.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency

MOST_WORKING_DAYS = 60
DEFAULT_WORKING_DAYS = 5


class TermsQuerySet(OwnedQuerySet["ComplaintTerms"]):
    """Terms belong to the government that hears."""

    manage_permission = Permission.HANDLE_COMPLAINT

    def of(self, government: Agency) -> ComplaintTerms:
        """What `government` set, or the defaults, unsaved."""
        return self.filter(agency=government).first() or ComplaintTerms(agency=government)

    def working_days(self, government: Agency) -> int:
        """Within how many working days `government` answers complaints."""
        return self.of(government).working_days

    def erasing(self) -> TermsQuerySet:
        """Of governments that erase what complainants wrote after some years."""
        return self.filter(keep_years__isnull=False).select_related("agency").order_by("pk")


class ComplaintTerms(models.Model):
    """How a government hears complaints.

    No statute sets a limit for complaints about disclosure, nor any of the other numbers here: they are settings. The
    default follows the site inspection rule for simple questions, 5 working days (domain notes §4); 60, with the
    extension, is about the three months after which an unanswered message fails the whole site there.
    """

    agency = models.OneToOneField(Agency, verbose_name=_("government"), on_delete=models.PROTECT, related_name="+")
    working_days = models.PositiveSmallIntegerField(
        _("working days"),
        default=DEFAULT_WORKING_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WORKING_DAYS)],
    )
    extension_days = models.PositiveSmallIntegerField(
        _("extension, working days"),
        default=0,
        validators=[MaxValueValidator(MOST_WORKING_DAYS)],
        help_text=_("Once for each complaint, with a reason that the complainant reads; 0 for no extension."),
    )
    explanation_days = models.PositiveSmallIntegerField(
        _("time for an explanation, working days"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_WORKING_DAYS)],
        help_text=_("Within which an agency answers an extract."),
    )
    silence_days = models.PositiveSmallIntegerField(
        _("time for the complainant's answer, days"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("After so many days without an answer to a question the case page offers to close the case."),
    )
    keep_years = models.PositiveSmallIntegerField(
        _("years after which what complainants wrote is erased"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("Counted from the answer; empty: nothing is erased."),
    )

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("time limit for complaints")
        verbose_name_plural = _("time limits for complaints")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(working_days__range=(1, MOST_WORKING_DAYS)), name="complaint_terms_1_to_60_days"
            ),
            models.CheckConstraint(
                condition=Q(extension_days__lte=MOST_WORKING_DAYS - F("working_days")),
                name="complaint_terms_60_days_with_the_extension",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.working_days}"
