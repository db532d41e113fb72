"""Complaints that nobody answers. One warning per government that hears: which complaint it is, and about whom, is read
on the hearers' own list alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oversight.grades import Grade
from oversight.models import Complaint, ComplaintExtract, EarlyWarning
from oversight.permissions import Permission
from oversight.rules.rule import OFFICE, Finding, Rule, Scale, Sight, about
from portal.agencies.models import Agency

VETO = dt.timedelta(days=92)  # three months


def _late(sight: Sight) -> Iterator[Finding]:
    rows = Complaint.objects.overdue(sight.now).order_by().values_list("agency")
    oldest = {pk: (due_on, since) for pk, due_on, since in rows.annotate(Min("clock__due_on"), Min("received_on"))}
    for agency in Agency.objects.filter(pk__in=oldest):
        due_on, since = oldest[agency.pk]
        grade = Grade.RED if since + VETO < sight.today else None
        yield Finding(
            agency, about(agency), str(_("Complaints not answered in time")), agency.code, since, due_on, grade
        )


def _unexplained(sight: Sight) -> Iterator[Finding]:
    """Silence of accused agencies, told to those who wait for them: one warning for each government that hears."""
    rows = ComplaintExtract.objects.overdue(sight.now).order_by().values_list("complaint__agency")
    oldest = {pk: (due_on, since) for pk, due_on, since in rows.annotate(Min("clock__due_on"), Min("forwarded_on"))}
    for agency in Agency.objects.filter(pk__in=oldest):
        due_on, since = oldest[agency.pk]
        yield Finding(agency, about(agency), str(_("Extracts not explained in time")), agency.code, since, due_on)


def _list(warning: EarlyWarning) -> str:
    return f"{reverse('oversight:complaint_list')}?turn=open"


RULES = (
    Rule(
        "complaint-late",
        _("Complaint not answered in time"),
        _("Complaints are answered within the government's time limit; unanswered for three months fails the site."),
        _("Site inspection rules (国办秘函〔2019〕19号), veto item 5; simple questions: 5 working days"),
        Scale(soon=None, far=20),
        Permission.HANDLE_COMPLAINT,
        _late,
        _list,
        told={Grade.ORANGE: OFFICE, Grade.RED: OFFICE},
        is_office=True,
        is_confidential=True,
    ),
    Rule(
        "extract-late",
        _("Extract of a complaint not explained in time"),
        _("An agency explains what the office asks about a complaint within the government's working days."),
        _("No statute sets a time; each government sets its own"),
        Scale(soon=None, far=10),
        Permission.HANDLE_COMPLAINT,
        _unexplained,
        _list,
        told={Grade.ORANGE: OFFICE, Grade.RED: OFFICE},
        is_office=True,
        is_confidential=True,
    ),
)
