"""Findings of spot checks that are not rectified in time."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oversight.grades import Grade
from oversight.models import EarlyWarning
from oversight.models import Finding as Fault
from oversight.permissions import Permission
from oversight.rules.rule import CLERK, HEAD, OFFICE, Finding, Rule, Scale, Sight, about


def _late(sight: Sight) -> Iterator[Finding]:
    for fault in Fault.objects.due_by(sight.horizon).for_lists():
        row = fault.checked_agency
        title = f"{row.spot_check.title} · {gettext('Finding %(number)s') % {'number': fault.position}}"
        number = "/".join(map(str, fault.key))
        since, due_on = timezone.localdate(fault.clock.started_at), fault.clock.due_on  # type: ignore[union-attr]
        yield Finding(row.agency, about(fault), title, number, since, due_on)


def _public_page(warning: EarlyWarning) -> str:
    return reverse("oversight:public_check", args=warning.subject_number.split("/")[:3])


def _answer(warning: EarlyWarning) -> str:
    return reverse("oversight:finding_answer", args=warning.subject_number.split("/"))


RULES = (
    Rule(
        "finding-late",
        _("Finding of a spot check not rectified in time"),
        _("A finding is rectified and answered within its working days."),
        _("The spot check itself, which set the working days; no statute counts them"),
        Scale(soon=1, far=5),
        Permission.ANSWER_FINDING,
        _late,
        _public_page,
        _answer,
        told={Grade.YELLOW: CLERK, Grade.ORANGE: HEAD | OFFICE, Grade.RED: HEAD | OFFICE},
    ),
)
