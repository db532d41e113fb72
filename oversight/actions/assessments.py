"""Scoring by people. The right is asked on the government that owns the scheme: nobody assesses itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.models import Assessment, AssessmentScheme, Bonus, Indicator, Mode, Score, VetoItem, VetoMark
from oversight.permissions import Permission
from oversight.scoring import rounded
from oversight.states import ASSESSMENT_TABLE, AssessmentState
from portal.agencies.permissions import require
from portal.audit.actions import Fact, record, record_all
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST = Decimal(100)


class Given(NamedTuple):
    """Points of 100, and the reason for them."""

    value: Decimal
    reason: str


def locked(assessment: Assessment) -> Assessment:
    """The assessment with its row held and what every verb reads."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("agency", "scheme__agency")
    return rows.get(pk=assessment.pk)


def locked_all(scheme: AssessmentScheme) -> list[Assessment]:
    """All assessments of a scheme with their rows held, in tree order."""
    rows = Assessment.objects.select_for_update(of=("self",)).of_scheme(scheme).select_related("scheme__agency")
    return list(rows.select_related("agency", "scheme__agency"))


def take_up(case: Assessment, verb: str, *, by: User) -> Assessment:
    """Ask the right of the office and move a held row by `verb`; the caller saves.

    Raises Refused while the agency may still assess itself: the office begins afterwards.
    """
    require(by, Permission.ASSESS, on=case.scheme.agency)
    until = case.scheme.self_assess_until
    if case.state == AssessmentState.OPEN and until is not None and timezone.localdate() <= until:
        raise Refused(
            _("%(agency)s may assess itself until %(date)s; the office begins afterwards.")
            % {"agency": case.agency, "date": until}
        )
    advance(case, verb, ASSESSMENT_TABLE)
    return case


@transaction.atomic
def score(assessment: Assessment, *, by: User, indicator: Indicator, value: Decimal, reason: str) -> Score:
    """Score an indicator that people score, 0 to 100 points. Raises Refused without a reason."""
    case = locked(assessment)
    return _score(indicator, {case: Given(value, reason)}, by=by)[0]


@transaction.atomic
def score_all(scheme: AssessmentScheme, *, by: User, indicator: Indicator, given: Mapping[int, Given]) -> list[Score]:
    """Score one indicator of many agencies together, by the key of each assessment; all of them, or none."""
    require(by, Permission.ASSESS, on=scheme.agency)
    cases = {case: given[case.pk] for case in locked_all(scheme) if case.pk in given}
    return _score(indicator, cases, by=by)


def _score(indicator: Indicator, given: Mapping[Assessment, Given], *, by: User) -> list[Score]:
    scores = []
    for case, (value, reason) in given.items():
        take_up(case, "score", by=by)
        if indicator.scheme_id != case.scheme_id or indicator.mode != Mode.SCORED:
            raise Refused(_("This indicator is not scored by people here."), field="indicator")
        if not Decimal(0) <= value <= MOST:
            raise Refused(_("Between 0 and 100 points."), field="value")
        if not reason.strip():
            raise Refused(_("Give the reason for this score."), field="reason")
        scores.append(Score(assessment=case, indicator=indicator, value=rounded(value), reason=reason.strip()))
    return keep(scores, by=by)


def keep(scores: list[Score], *, by: User) -> list[Score]:
    """Write `scores` over those that were there, with the state of their assessments, and leave a trace of each."""
    now, facts = timezone.now(), ("value", "part", "whole", "reason", "scored_at", "scored_by")
    for one in scores:
        one.scored_at, one.scored_by = now, by
    Score.objects.bulk_create(
        scores, update_conflicts=True, unique_fields=["assessment", "indicator"], update_fields=facts
    )  # fmt: skip
    Assessment.objects.bulk_update({one.assessment for one in scores}, ["state"])
    record_all(
        [
            Fact(Event.ASSESSMENT_SCORED, by, one.assessment.agency, one.assessment, after=traced(one))
            for one in scores
        ]
    )  # fmt: skip
    return scores


def traced(one: Score) -> dict[str, object]:
    """What the trail holds of a score."""
    facts = {"value": one.value, "part": one.part, "whole": one.whole, "reason": one.reason}
    return {"indicator": one.indicator.name} | {name: fact for name, fact in facts.items() if fact is not None}


@transaction.atomic
def mark_veto(assessment: Assessment, *, by: User, item: VetoItem, reason: str) -> VetoMark:
    """Say that a veto item is met. Raises Refused without a reason, for an item of another scheme, or twice."""
    case = take_up(locked(assessment), "veto", by=by)
    said = _said(reason)
    if item.scheme_id != case.scheme_id:
        raise Refused(_("This veto item belongs to another scheme."), field="item")
    if case.veto_marks.filter(item=item).exists():
        raise Refused(_("This veto item is marked already."), field="item")
    mark = VetoMark.objects.create(assessment=case, item=item, reason=said, by=by)
    case.save(update_fields=["state"])
    facts = {"veto": item.name, "reason": said}
    record(Event.ASSESSMENT_SCORED, by=by, agency=case.agency, subject=case, after=facts)
    return mark


@transaction.atomic
def lift_veto(assessment: Assessment, *, by: User, item: VetoItem, reason: str) -> None:
    """Take the mark of a veto item back. Raises Refused without a reason or when it is not marked."""
    case = take_up(locked(assessment), "veto", by=by)
    said = _said(reason)
    if not case.veto_marks.filter(item=item).delete()[0]:
        raise Refused(_("This veto item is not marked."), field="item")
    case.save(update_fields=["state"])
    facts = {"veto lifted": item.name, "reason": said}
    record(Event.ASSESSMENT_SCORED, by=by, agency=case.agency, subject=case, after=facts)


@transaction.atomic
def give_bonus(assessment: Assessment, *, by: User, points: Decimal, reason: str) -> Bonus:
    """Give bonus points. Raises Refused without a reason, or when all together exceed the cap of the scheme."""
    case = take_up(locked(assessment), "give_bonus", by=by)
    said, cap = _said(reason), case.scheme.bonus_cap
    if points <= 0 or _sum(case.bonuses.all()) + points > cap:
        raise Refused(_("All bonus points together are %(cap)s at most.") % {"cap": cap}, field="points")
    bonus = Bonus.objects.create(assessment=case, points=rounded(points), reason=said, by=by)
    case.save(update_fields=["state"])
    facts = {"bonus": bonus.points, "reason": said}
    record(Event.ASSESSMENT_SCORED, by=by, agency=case.agency, subject=case, after=facts)
    return bonus


def _sum(bonuses: Iterable[Bonus]) -> Decimal:
    return sum((bonus.points for bonus in bonuses), Decimal(0))


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Give the reason."), field="reason")
    return reason.strip()
