"""What the checklist asks of a person today."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models import Duty, DutyQuerySet, WithheldEntry
from catalog.permissions import Permission
from portal.accounts.models import User
from portal.agencies.permissions import can_anywhere
from portal.agencies.today import Line, Pane

SOON = dt.timedelta(days=14)


def _sees_duties(user: User) -> bool:
    return can_anywhere(user, Permission.VIEW_DUTY)


def _own(user: User) -> DutyQuerySet:
    return Duty.objects.managed_by(user).active().select_related("agency", "entry").soonest_first()


def _line(duty: Duty) -> Line:
    address = reverse("admin:catalog_duty_change", args=[duty.pk])
    whose = " · ".join(part for part in (duty.agency.short_name, duty.section) if part)
    return Line(duty.entry.name, address, whose, duty.next_due_on)


LIST = "admin:catalog_duty_changelist"
DUTIES_OVERDUE = Pane(
    "duties-overdue", _("Overdue, not published"), "overdue", _sees_duties,
    lambda user, today: _own(user).overdue(today), _line, LIST, "standing=overdue",
)  # fmt: skip
DUTIES_SOON = Pane(
    "duties-soon", _("To be published within 14 days"), "warn", _sees_duties,
    lambda user, today: _own(user).due_within(today, today + SOON), _line, LIST, "standing=soon",
)  # fmt: skip


def _withheld(user: User, today: dt.date) -> QuerySet:
    due = WithheldEntry.objects.managed_by(user, Permission.KEEP_WITHHELD).to_reassess(today)
    return due.select_related("agency").order_by("reassess_on", "pk")


def _withheld_line(row: WithheldEntry) -> Line:
    address = reverse("admin:catalog_withheldentry_change", args=[row.pk])
    return Line(row.title, address, row.agency.short_name, row.reassess_on)


REASSESSMENTS = Pane(
    "withheld-due", _("Withheld, re-assessment due"), "warn", lambda user: can_anywhere(user, Permission.KEEP_WITHHELD),
    _withheld, _withheld_line, "admin:catalog_withheldentry_changelist", "standing=mine",
)  # fmt: skip
