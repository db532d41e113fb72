"""Opinion cases (舆情) that nobody answers, or whose response nobody evaluates. Hours are looked at every half hour."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.grades import Grade
from oversight.models import EarlyWarning, OpinionCase
from oversight.models.opinions import OpinionLevel
from oversight.permissions import Permission
from oversight.rules.rule import HEAD, OFFICE, Finding, Rule, Scale, Sight, about

DAYS_TO_EVALUATE = 10


def _unanswered(sight: Sight) -> Iterator[Finding]:
    for case in OpinionCase.objects.overdue(sight.now).for_lists():
        grade = Grade.RED if (case.level or OpinionLevel.GRAVE) >= OpinionLevel.MAJOR else Grade.ORANGE
        yield _found(case, grade)


def _unevaluated(sight: Sight) -> Iterator[Finding]:
    for case in OpinionCase.objects.to_evaluate().for_lists():
        since = timezone.localdate(case.responded_at)
        due_on = sight.workdays(case.agency).add_workdays(since, DAYS_TO_EVALUATE)
        yield Finding(case.agency, about(case), _title(case), _number(case), since, due_on)


def _found(case: OpinionCase, grade: Grade) -> Finding:
    due_on = timezone.localdate(case.due_at)
    owner = case.owner or case.agency
    return Finding(owner, about(case), _title(case), _number(case), timezone.localdate(case.found_at), due_on, grade)


def _title(case: OpinionCase) -> str:
    return f"{case.number} {case.title}"


def _number(case: OpinionCase) -> str:
    return "/".join(map(str, case.address))


def _case(warning: EarlyWarning) -> str:
    return reverse("oversight:opinion_detail", args=warning.subject_number.split("/"))


RULES = (
    Rule(
        "opinion-unanswered",
        _("Opinion case without a statement in time"),
        _("Major and especially major cases are answered within 24 hours, all others within 48."),
        _("国办发〔2016〕61号; until a case is assessed, the shorter time"),
        Scale(soon=None, far=None),
        Permission.ANSWER_ORDER,
        _unanswered,
        _case,
        told={Grade.ORANGE: HEAD | OFFICE, Grade.RED: HEAD | OFFICE},
    ),
    Rule(
        "opinion-unevaluated",
        _("Response to an opinion case not evaluated"),
        _("A response is evaluated within 10 working days of its publication."),
        _("No statute sets a time; this is a setting of the portal"),
        Scale(soon=None, far=None),
        Permission.HANDLE_OPINION,
        _unevaluated,
        _case,
        told={Grade.ORANGE: OFFICE},
        is_office=True,
    ),
)
