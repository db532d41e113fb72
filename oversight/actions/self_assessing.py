"""What an agency does in its own assessment: its own scores, and objections to those of the office."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.actions.assessments import MOST, Given, locked
from oversight.assessment_letters import tell_of_objection
from oversight.models import Assessment, Indicator, Objection, SelfScore
from oversight.permissions import Permission
from oversight.scoring import rounded
from oversight.states import ASSESSMENT_TABLE
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User


def _taken_up(assessment: Assessment, verb: str, *, by: User) -> Assessment:
    case = locked(assessment)
    require(by, Permission.SELF_ASSESS, on=case.agency)
    advance(case, verb, ASSESSMENT_TABLE)
    return case


def _require_time(case: Assessment) -> None:
    until = case.scheme.self_assess_until
    if until is not None and timezone.localdate() > until:
        raise Refused(_("The time for the self-assessment ended on %(date)s.") % {"date": until})


@transaction.atomic
def assess_oneself(assessment: Assessment, *, by: User, given: Mapping[int, Given]) -> list[SelfScore]:
    """Write the agency's own scores, by the position of each indicator, over those that it gave before.

    Raises Refused once it was handed in or the day has passed, and for points without what proves them.
    """
    case = _taken_up(assessment, "assess_oneself", by=by)
    _require_time(case)
    kept = []
    for indicator in case.scheme.indicators.filter(position__in=given):
        value, proof = given[indicator.position]
        if not Decimal(0) <= value <= MOST:
            raise Refused(_("Between 0 and 100 points."), field="value")
        if not proof.strip():
            raise Refused(_("Say what proves these points."), field="reason")
        facts = {"value": rounded(value), "proof": proof.strip(), "by": by, "at": timezone.now()}
        kept.append(SelfScore.objects.update_or_create(assessment=case, indicator=indicator, defaults=facts)[0])
    after = {one.indicator.name: one.value for one in kept}
    record(Event.ASSESSMENT_SELF_SCORED, by=by, agency=case.agency, subject=case, after=after)
    return kept


@transaction.atomic
def hand_in(assessment: Assessment, *, by: User) -> Assessment:
    """Hand the self-assessment in; it cannot be changed afterwards. Raises Refused while an indicator is missing."""
    case = _taken_up(assessment, "hand_in", by=by)
    _require_time(case)
    done = case.self_scores.values("indicator")
    missing = [one.name for one in case.scheme.indicators.exclude(pk__in=done)]
    if missing:
        raise Refused(_("Still missing: %(names)s.") % {"names": ", ".join(missing)})
    case.handed_in_at = timezone.now()
    case.save(update_fields=["state", "handed_in_at"])
    record(Event.ASSESSMENT_HANDED_IN, by=by, agency=case.agency, subject=case)
    return case


@transaction.atomic
def object_to(assessment: Assessment, *, by: User, indicator: Indicator, reason: str) -> Objection:
    """Object to the score of one indicator, once, within the days of the scheme. Raises Refused without a reason."""
    case = _taken_up(assessment, "object", by=by)
    if not case.takes_objections:
        raise Refused(_("The time for objections ended on %(date)s.") % {"date": case.objections_until})
    if not reason.strip():
        raise Refused(_("Give the reason of the objection."), field="reason")
    if indicator.scheme_id != case.scheme_id:
        raise Refused(_("This indicator belongs to another scheme."), field="indicator")
    if case.objections.filter(indicator=indicator).exists():
        raise Refused(_("The agency objected to this score already."), field="reason")
    kept = case.scores.get(indicator=indicator)
    objection = Objection.objects.create(
        assessment=case, indicator=indicator, reason=reason.strip(), before=kept.value, raised_by=by
    )
    facts = {"indicator": indicator.name, "value": kept.value, "reason": objection.reason}
    record(Event.OBJECTION_RAISED, by=by, agency=case.agency, subject=case, after=facts)
    tell_of_objection(objection)
    return objection
