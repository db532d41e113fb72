"""Telling agencies their scores, and answering what they object."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.actions.assessments import MOST, locked, locked_all
from oversight.assessment_letters import tell_agencies, tell_of_answer
from oversight.models import Assessment, AssessmentScheme, Objection, Score
from oversight.permissions import Permission
from oversight.scoring import rounded
from oversight.standing import Standings
from oversight.states import ASSESSMENT_TABLE, OBJECTION_TABLE, AssessmentState
from portal.agencies.permissions import require
from portal.audit.actions import Fact, record, record_all
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays.calendar import Calendars

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def tell(scheme: AssessmentScheme, *, by: User) -> list[Assessment]:
    """Tell every agency that was scored its scores (示); from today its days for objections run.

    Raises Refused, naming them, while agencies have indicators neither measured nor scored, or nothing of value.
    """
    require(by, Permission.ASSESS, on=scheme.agency)
    cases = [case for case in locked_all(scheme) if case.state == AssessmentState.SCORED]
    if not cases:
        raise Refused(_("No agency is scored and waits to be told."))
    standings = Standings(scheme, cases)
    standings.require_complete()
    calendars, now = Calendars(), timezone.now()
    for case in cases:
        advance(case, "tell", ASSESSMENT_TABLE)
        case.total, case.level = standings.points[case]
        case.told_at = now
        calendar = calendars.for_scope(case.agency.path)
        case.objections_until = calendar.add_workdays(timezone.localdate(now), scheme.objection_days)
    Assessment.objects.bulk_update(cases, ["state", "total", "level", "told_at", "objections_until"])
    record_all([Fact(Event.ASSESSMENT_TOLD, by, one.agency, one, after={"total": str(one.total)}) for one in cases])
    tell_agencies(cases, Kind.ASSESSMENT_TOLD)
    return cases


@transaction.atomic
def uphold(objection: Objection, *, by: User, value: Decimal, answer: str) -> Objection:
    """Uphold an objection: the indicator has `value` from now on. Raises Refused without an answer or with the same."""
    held, case = _taken_up(objection, "uphold", by=by, answer=answer)
    if not Decimal(0) <= value <= MOST:
        raise Refused(_("Between 0 and 100 points."), field="value")
    if rounded(value) == held.before:
        raise Refused(_("An objection that is upheld changes the points."), field="value")
    held.value = rounded(value)
    held.save(update_fields=["state", "answer", "value", "answered_at", "answered_by"])
    Score.objects.filter(assessment=case, indicator=held.indicator).update(value=held.value)
    case.total, case.level = Standings(case.scheme, [case]).points[case]
    case.save(update_fields=["total", "level"])
    return _answered(held, case, by=by)


@transaction.atomic
def reject(objection: Objection, *, by: User, answer: str) -> Objection:
    """Reject an objection with the reason. Raises Refused without one."""
    held, case = _taken_up(objection, "reject", by=by, answer=answer)
    held.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    return _answered(held, case, by=by)


def _taken_up(objection: Objection, verb: str, *, by: User, answer: str) -> tuple[Objection, Assessment]:
    case = locked(objection.assessment)
    require(by, Permission.ASSESS, on=case.scheme.agency)
    advance(case, "answer", ASSESSMENT_TABLE)
    held = Objection.objects.select_for_update(of=("self",)).select_related("indicator").get(pk=objection.pk)
    advance(held, verb, OBJECTION_TABLE)
    if not answer.strip():
        raise Refused(_("Answer the objection with the reason."), field="answer")
    held.assessment, held.answer = case, answer.strip()
    held.answered_at, held.answered_by = timezone.now(), by
    return held, case


def _answered(held: Objection, case: Assessment, *, by: User) -> Objection:
    record(
        Event.OBJECTION_ANSWERED, by=by, agency=case.agency, subject=case, before={"value": held.before},
        after={"indicator": held.indicator.name, "state": held.state, "value": held.value, "answer": held.answer},
    )  # fmt: skip
    tell_of_answer(held)
    return held
