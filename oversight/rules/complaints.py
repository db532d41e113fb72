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
from oversight.models import Complaint, EarlyWarning
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


def _list(warning: EarlyWarning) -> str:
    return f"{reverse('admin:oversight_complaint_changelist')}?open=1"


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
)
