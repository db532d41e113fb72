"""Duties: which agency has to publish which entry, and when next."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.kinds import CadenceKind, duties_of_kind, kind_of
from catalog.limits import MONTHS, Cadence
from catalog.models.entry import CatalogEntry
from catalog.permissions import Permission
from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency


class Standing(models.TextChoices):
    """Where a duty stands on a day; every duty has exactly one."""

    MET = "met", _("published")
    DUE = "due", _("due")
    OVERDUE = "overdue", _("overdue")
    WAITING = "waiting", _("no date yet")


def _met(today: dt.date) -> Q:
    return Q(last_fulfilled_on__isnull=False, triggered_on__isnull=True) & (
        Q(next_due_on__isnull=True) | Q(next_due_on__gt=today)
    )


class DutyQuerySet(OwnedQuerySet["Duty"]):
    """Duties as sentences. `met`, `due`, `overdue` and `waiting` are disjoint and together are all."""

    manage_permission = Permission.VIEW_DUTY

    def is_public(self) -> Q:
        """Who is responsible for what is public as the catalog itself is."""
        return Q(is_active=True, agency__is_active=True, entry__is_active=True)

    def active(self) -> Self:
        """Duties that hold: not ended, of an entry in force."""
        return self.filter(is_active=True, entry__is_active=True)

    def met(self, today: dt.date) -> Self:
        """Published, and nothing new asked for up to and including `today`."""
        return self.filter(_met(today))

    def due(self, today: dt.date) -> Self:
        """To be published by a date that has not passed."""
        return self.filter(~_met(today) & Q(next_due_on__gte=today))

    def overdue(self, today: dt.date) -> Self:
        """The date has passed."""
        return self.filter(next_due_on__lt=today)

    def waiting(self) -> Self:
        """Never published, and no event yet from which a limit would run."""
        return self.filter(next_due_on__isnull=True).exclude(_met(dt.date.min))

    def due_within(self, first: dt.date, last: dt.date) -> Self:
        """Next due on a day from `first` to `last`, both included."""
        return self.filter(next_due_on__range=(first, last))

    def due_by(self, day: dt.date) -> Self:
        """Next due on or before `day`, the overdue ones among them."""
        return self.filter(next_due_on__lte=day)

    def empty(self) -> Self:
        """To be public, and nothing is (空白栏目)."""
        return self.filter(last_fulfilled_on__isnull=True)

    def of_agency(self, agency: Agency) -> Self:
        """Of the agency itself, in the order of the catalog, with what a line shows."""
        return (
            self.filter(agency=agency)
            .select_related("agency", "entry__area")
            .order_by("entry__area__number", "entry__position")
        )

    def of_kind(self, kind: str) -> Self:
        """Of one of the four kinds of cadence."""
        return self.filter(duties_of_kind(kind))

    def soonest_first(self) -> Self:
        """By next date; those without one come last."""
        return self.order_by(F("next_due_on").asc(nulls_last=True), "entry__area__number", "entry__position", "pk")


class Duty(models.Model):
    """`agency` has to publish `entry`. The dates are set by actions alone, from events."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="duties")
    entry = models.ForeignKey(
        CatalogEntry, verbose_name=_("catalog entry"), on_delete=models.PROTECT, related_name="duties"
    )
    section = models.CharField(_("section"), max_length=60, blank=True, help_text=_("Section that answers for it."))
    post = models.CharField(_("post"), max_length=60, blank=True, help_text=_("Post that answers for it, not a name."))
    cadence = models.CharField(
        _("comes round"),
        max_length=20,
        choices=[(cadence.value, cadence.label) for cadence in MONTHS],
        blank=True,
        help_text=_("Blank: as the time limit of the entry says."),
    )
    cadence_kind = models.CharField(
        _("kind of cadence"),
        max_length=8,
        choices=CadenceKind,
        blank=True,
        help_text=_("Blank: as it follows from the time limit."),
    )
    triggered_on = models.DateField(_("event recorded on"), null=True, blank=True, editable=False)
    next_due_on = models.DateField(_("next due on"), null=True, blank=True, editable=False, db_index=True)
    is_provisional = models.BooleanField(
        _("provisional date"), default=False, editable=False, help_text=_("The calendar of that year is not out yet.")
    )
    last_fulfilled_on = models.DateField(_("last published on"), null=True, blank=True, editable=False)
    is_active = models.BooleanField(_("in force"), default=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "entry"],
                name="duty_once_per_agency_and_entry",
                violation_error_message=_("This agency has this duty already."),
            ),
            models.CheckConstraint(
                condition=Q(triggered_on__isnull=True) | Q(next_due_on__isnull=False),
                name="duty_with_an_event_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.entry}"

    @property
    def period(self) -> int | None:
        """Months after which the duty comes round again, or None."""
        return MONTHS.get(Cadence(self.cadence or self.entry.cadence)) if self.cadence or self.entry.cadence else None

    @property
    def kind(self) -> CadenceKind:
        """One of the four kinds of cadence: set by hand, else derived."""
        if self.cadence_kind:
            return CadenceKind(self.cadence_kind)
        return kind_of(self.cadence or self.entry.cadence, self.entry.limit_trigger)

    @property
    def is_empty(self) -> bool:
        """Nothing is public, though it should be."""
        return self.last_fulfilled_on is None

    def standing(self, today: dt.date) -> Standing:
        """Where the duty stands on `today`, as the queryset's sentences say."""
        if self.next_due_on is not None and self.next_due_on < today:
            return Standing.OVERDUE
        if self.last_fulfilled_on is None or self.triggered_on is not None:
            return Standing.WAITING if self.next_due_on is None else Standing.DUE
        return Standing.DUE if self.next_due_on == today else Standing.MET
