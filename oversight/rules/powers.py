"""Powers online: stages that are late, what does not agree in a case, major cases that the office has not received,
results that are not made public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.models import EarlyWarning, FindingKind, MajorFiling, PowerCase, PowerFinding
from oversight.permissions import Permission
from oversight.rules.rule import OFFICE, USUALLY_TOLD, Finding, Rule, Scale, Sight, about

RECEIPT_DAYS = 5  # working days; no statute counts them
TOLD_OFFICE = dict.fromkeys(USUALLY_TOLD, OFFICE)


def _title(case: PowerCase) -> str:
    return f"{case.number} {case.matter}"


def _late(sight: Sight) -> Iterator[Finding]:
    for case in PowerCase.objects.due_by(sight.horizon).for_lists():
        since, due_on = timezone.localdate(case.clock.started_at), case.clock.due_on  # type: ignore[union-attr]
        yield Finding(case.agency, about(case), f"{_title(case)} · {case.present.name}", case.number, since, due_on)


def _unpublished(sight: Sight) -> Iterator[Finding]:
    for case in PowerCase.objects.unpublished().filter(publish_clock__due_on__lte=sight.horizon).for_lists():
        since, due_on = timezone.localdate(case.decided_at), case.publish_clock.due_on  # type: ignore[union-attr]
        yield Finding(case.agency, about(case), _title(case), case.number, since, due_on)


def _found(kind: FindingKind) -> Callable[[Sight], Iterator[Finding]]:
    def find(sight: Sight) -> Iterator[Finding]:
        for found in PowerFinding.objects.open().filter(kind=kind).with_case():
            case = found.case
            yield Finding(case.agency, about(found), _title(case), case.number, timezone.localdate(found.at))

    return find


def _unreceived(sight: Sight) -> Iterator[Finding]:
    for filing in MajorFiling.objects.unreceived().with_case():
        case, since = filing.case, timezone.localdate(filing.filed_at)
        due_on = sight.workdays(case.agency).add_workdays(since, RECEIPT_DAYS)
        yield Finding(case.agency, about(filing), _title(case), case.number, since, due_on)


def _case(warning: EarlyWarning) -> str:
    return reverse("oversight:power_case", args=[warning.subject_number])


RULES = (
    Rule(
        "power-late",
        _("Case of a power: stage late"),
        _("A case leaves each stage within the time that the flow of its power gives it."),
        _("The flow of the power; shipped ones follow Administrative Penalty Law 60 and 67, Licence Law 42 and 44"),
        Scale(soon=2, far=10),
        Permission.RUN_POWER,
        _late,
        _case,
        _case,
        is_office=True,
    ),
    Rule(
        "power-order",
        _("Case of a power: stages out of order"),
        _("Stages are entered one after the other; it ends once the missing one is reported or the office accepts it."),
        _("The flow of the power, which the list of powers makes public"),
        Scale(soon=None, far=None),
        Permission.RUN_POWER,
        _found(FindingKind.ORDER),
        _case,
        _case,
        is_office=True,
    ),
    Rule(
        "power-band",
        _("Case of a power: decision outside the benchmark"),
        _("A decision lies within the benchmark of discretion, or the office has accepted the reason."),
        _("The benchmark of discretion (自由裁量基准) that the list of powers makes public"),
        Scale(soon=None, far=None),
        Permission.RUN_POWER,
        _found(FindingKind.BAND),
        _case,
        _case,
        is_office=True,
    ),
    Rule(
        "power-major",
        _("Major case not received by the office"),
        _("The office confirms a reported major case. No statute counts the days; warned of after 5 working days."),
        _("Local rules on reporting major cases (重大案件报备); the days are the portal's own"),
        Scale(soon=2, far=10),
        Permission.SUPERVISE,
        _unreceived,
        _case,
        _case,
        told=TOLD_OFFICE,
        is_office=True,
    ),
    Rule(
        "power-unpublished",
        _("Licence or penalty not made public"),
        _("The result is made public within 7 working days of the decision."),
        _("Publicity of licences and penalties (双公示): 7 working days"),
        Scale(soon=2, far=5),
        Permission.RUN_POWER,
        _unpublished,
        _case,
        _case,
        is_office=True,
    ),
)
