"""The sweep of electronic supervision: what the rules find is opened once, followed, and closed once.

A rule is looked at under the lock of its row, so two processes, or one that is late, do the same work one after the
other; the second finds nothing left to do.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from oversight.grades import Grade
from oversight.models import Closing, EarlyWarning, RuleWatch, StepKind, WarningStep
from oversight.models.complaints import new_number
from oversight.rules import RULES, Rule
from oversight.rules.rule import Finding, Sight
from oversight.rules.telling import Audience, letters
from oversight.states import WARNING_TABLE
from portal.audit.actions import Fact, record_all
from portal.audit.models import Event
from portal.notices.actions import enqueue_all
from portal.transitions import advance

logger = logging.getLogger(__name__)
Subject = tuple[str, str]
STEP_EVENTS = {
    StepKind.OPENED: Event.WARNING_OPENED,
    StepKind.GRADED: Event.WARNING_GRADED,
    StepKind.MOVED: Event.WARNING_MOVED,
    StepKind.CLOSED: Event.WARNING_CLOSED,
}


Graded = Mapping[Subject, tuple[Finding, Grade]]
Known = Mapping[Subject, EarlyWarning]


class Change(NamedTuple):
    """What happened to one warning in a sweep; `is_graver` when somebody is to be told."""

    warning: EarlyWarning
    kind: StepKind
    is_graver: bool = False


def watch(sight: Sight | None = None, *, rules: Iterable[Rule] | None = None) -> None:
    """Look at every rule, each in a transaction of its own: one that fails keeps no other from its turn."""
    sight, failure = sight or Sight(), None
    with translation.override(settings.LANGUAGE_CODE):
        for rule in RULES.values() if rules is None else rules:
            try:
                look(rule, sight)
            except Exception as error:
                logger.exception("Rule %s could not be looked at.", rule.key)
                failure = error
    if failure is not None:
        raise failure


@transaction.atomic
def look(rule: Rule, sight: Sight) -> list[Change]:
    """Compare what `rule` finds with its open warnings, write what changed, tell who is concerned, in this order:
    warnings, their history, the trail, notices. As many queries for one finding as for a thousand.
    """
    held = _hold(rule)
    graded, excused = _graded(rule, sight)
    rows = EarlyWarning.objects.open().of_rule(rule.key).select_for_update(of=("self",)).select_related("agency")
    known = {warning.subject: warning for warning in rows.order_by("pk")}
    gone = [warning for subject, warning in known.items() if subject not in graded]
    changes = [*_open(rule, graded, known, sight), *_follow(graded, known), *_close(gone, excused, sight)]
    if changes:
        _write(rule, changes, sight)
    held.looked_at = timezone.now()
    held.save(update_fields=["looked_at"])
    return changes


def _hold(rule: Rule) -> RuleWatch:
    RuleWatch.objects.get_or_create(rule=rule.key)
    return RuleWatch.objects.select_for_update().get(rule=rule.key)


def _graded(rule: Rule, sight: Sight) -> tuple[Graded, set[Subject]]:
    """What the rule warns of now, and the subjects of what fell due during a fault of the platform."""
    graded, excused = {}, set()
    for finding in rule.find(sight):
        if sight.is_excused(finding):
            excused.add(finding.subject)
        elif (grade := rule.scale.grade(finding, sight.today, sight.workdays(finding.agency))) is not None:
            graded[finding.subject] = (finding, grade)
    return graded, excused


def _open(rule: Rule, graded: Graded, known: Known, sight: Sight) -> list[Change]:
    withdrawn = set(
        EarlyWarning.objects.of_rule(rule.key).withdrawn().values_list("subject_type", "subject_key", "due_on")
    )
    fresh = [
        _warning(rule, finding, grade, sight)
        for subject, (finding, grade) in graded.items()
        if subject not in known and (*subject, finding.due_on) not in withdrawn
    ]
    EarlyWarning.objects.bulk_create(fresh)
    return [Change(warning, StepKind.OPENED, is_graver=True) for warning in fresh]


def _warning(rule: Rule, finding: Finding, grade: Grade, sight: Sight) -> EarlyWarning:
    return EarlyWarning(
        agency=finding.agency,
        number=f"YJ{sight.today:%Y%m%d}-{new_number()}",
        rule=rule.key,
        subject_type=finding.subject[0],
        subject_key=finding.subject[1],
        subject_number=finding.number,
        title=finding.title[:250],
        is_confidential=rule.is_confidential,
        grade=grade,
        since=finding.since,
        due_on=finding.due_on,
        opened_at=sight.now,
    )


def _follow(graded: Graded, known: Known) -> list[Change]:
    """Open warnings whose grade rose, or whose due day or agency is another by now.

    While the day stands, time only makes a warning graver; when the day moves the grade goes with it, either way.
    """
    changes = []
    for subject, warning in known.items():
        if subject not in graded:
            continue
        finding, grade = graded[subject]
        is_graver = grade > warning.grade
        if (finding.due_on, finding.agency.pk) != (warning.due_on, warning.agency_id):
            warning.due_on, warning.since, warning.agency = finding.due_on, finding.since, finding.agency
            kind = StepKind.MOVED
        elif is_graver:
            kind = StepKind.GRADED
        else:
            continue
        warning.grade = grade
        advance(warning, "follow", WARNING_TABLE)
        changes.append(Change(warning, kind, is_graver))
    return changes


def _close(gone: Sequence[EarlyWarning], excused: set[Subject], sight: Sight) -> list[Change]:
    """Open warnings of what is there no more, or fell due while the platform was at fault."""
    for warning in gone:
        advance(warning, "close", WARNING_TABLE)
        warning.closed_at = sight.now
        warning.closing = Closing.FAULT if warning.subject in excused else Closing.FIXED
    return [Change(warning, StepKind.CLOSED) for warning in gone]


CHANGED = ["agency", "grade", "due_on", "since", "state", "closed_at", "closing"]


def _write(rule: Rule, changes: list[Change], sight: Sight) -> None:
    """The rows, their history, the trail and the notices of what changed."""
    old = [change.warning for change in changes if change.kind != StepKind.OPENED]
    EarlyWarning.objects.bulk_update(old, CHANGED, batch_size=500)
    WarningStep.objects.bulk_create(
        WarningStep(warning=w, kind=kind, at=sight.now, grade=w.grade, due_on=w.due_on) for w, kind, _told in changes
    )
    record_all([_fact(change) for change in changes])
    graver = [change.warning for change in changes if change.is_graver]
    if graver:
        enqueue_all(letters(rule, graver, Audience(rule)))


def _fact(change: Change) -> Fact:
    warning = change.warning
    after: dict[str, object] = {"number": warning.number, "rule": warning.rule, "grade": Grade(warning.grade).name}
    if warning.due_on is not None:
        after["due_on"] = warning.due_on
    if warning.closing:
        after["closing"] = warning.closing
    return Fact(STEP_EVENTS[change.kind], None, warning.agency, warning, after=after)
