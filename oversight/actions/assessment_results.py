"""The end of an assessment: finalised and ranked together, published together, and what follows for an agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.actions.assessments import locked, locked_all
from oversight.actions.orders import issue_order
from oversight.assessment_letters import tell_agencies
from oversight.models import Assessment, AssessmentScheme, Consequence, Level, Objection, Rung, Step
from oversight.models.orders import USUAL_DAYS
from oversight.permissions import Permission
from oversight.scoring import ranked
from oversight.standing import Standings, digest_of
from oversight.states import ASSESSMENT_TABLE
from portal.agencies.permissions import require
from portal.audit.actions import Fact, record, record_all
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User

RUNGS = {Step.URGED: Rung.REMINDER, Step.ORDERED: Rung.ORDER}  # with these an order goes out


@transaction.atomic
def finalise(scheme: AssessmentScheme, *, by: User) -> list[Assessment]:
    """Freeze all assessments of a scheme for good, with grades, and ranks inside comparable groups.

    Raises Refused while an agency was not told, may still object, or waits for an answer.
    """
    require(by, Permission.ASSESS, on=scheme.agency)
    cases = locked_all(scheme)
    if not cases:
        raise Refused(_("No agency is assessed under this scheme."))
    for case in cases:
        advance(case, "finalise", ASSESSMENT_TABLE)
    waiting = Objection.objects.waiting().filter(assessment__in=cases).count()
    if waiting:
        raise Refused(_("%(number)s objections wait for an answer.") % {"number": waiting})
    until = max(case.objections_until for case in cases if case.objections_until)
    if timezone.localdate() <= until:
        raise Refused(_("Agencies may object until %(date)s.") % {"date": until})
    _freeze(scheme, cases, by=by)
    record_all(
        [
            Fact(
                Event.ASSESSMENT_FINALISED, by, one.agency, one,
                after={"total": str(one.total), "rank": one.rank, "sha256": digest_of(one)},
            )
            for one in cases
        ]
    )  # fmt: skip
    tell_agencies(cases, Kind.ASSESSMENT_FINALISED)
    return cases


def _freeze(scheme: AssessmentScheme, cases: list[Assessment], *, by: User) -> None:
    standings = Standings(scheme, cases)
    standings.require_complete()
    groups = {case: scheme.group_name or case.agency.tier for case in cases}
    ranks = ranked(standings.points, groups, scheme.minimum_group)
    now, documents = timezone.now(), standings.documents()
    for case in cases:
        case.total, case.level = standings.points[case]
        case.group, case.rank, case.frozen = groups[case], ranks.get(case), documents[case]
        case.finalised_at, case.finalised_by = now, by
    names = ["state", "total", "level", "group", "rank", "frozen", "finalised_at", "finalised_by"]
    Assessment.objects.bulk_update(cases, names)


@transaction.atomic
def publish_results(scheme: AssessmentScheme, *, by: User) -> AssessmentScheme:
    """Let everybody read the final results (考评结果向社会公开). Raises Refused before they are final."""
    require(by, Permission.ASSESS, on=scheme.agency)
    held = AssessmentScheme.objects.select_for_update(of=("self",)).select_related("agency").get(pk=scheme.pk)
    cases = locked_all(held)
    if not cases:
        raise Refused(_("No agency is assessed under this scheme."))
    for case in cases:
        advance(case, "publish", ASSESSMENT_TABLE)
    held.published_at = timezone.now()
    held.save(update_fields=["published_at"])
    Assessment.objects.bulk_update(cases, ["state"])
    record(Event.ASSESSMENT_PUBLISHED, by=by, agency=held.agency, subject=held, after={"agencies": len(cases)})
    return held


@transaction.atomic
def draw_consequence(
    assessment: Assessment, *, by: User, step: str, reason: str, with_order: bool = False
) -> Consequence:
    """Commend the agency or take a step of the ladder; with `with_order` a supervision order goes out with it.

    Raises Refused before the assessment is final, without a reason, twice the same, for a commendation of who did not
    pass, and for an order with a step that asks for none. An order needs the right to supervise.
    """
    case = locked(assessment)
    require(by, Permission.ASSESS, on=case.scheme.agency)
    if not case.is_final:
        raise Refused(_("What follows is decided once the assessment is final."))
    said, chosen = reason.strip(), Step(step)
    if not said:
        raise Refused(_("Give the reason."), field="reason")
    if chosen == Step.AWARD and case.level == Level.FAIL:
        raise Refused(_("Who did not pass is not commended."), field="step")
    if case.consequences.filter(step=chosen).exists():
        raise Refused(_("This was decided already."), field="step")
    if with_order and chosen not in RUNGS:
        raise Refused(_("A supervision order goes out with urging and with ordering alone."), field="with_order")
    order = None
    if with_order:
        order = issue_order(
            case.scheme.agency, by=by, agency=case.agency, title=case.scheme.title, demand=said,
            working_days=USUAL_DAYS, rung=RUNGS[chosen],
        )  # fmt: skip
    made = Consequence.objects.create(assessment=case, step=chosen, reason=said, order=order, by=by)
    facts = {"step": chosen, "reason": said, "order": order.number if order else None}
    record(Event.ASSESSMENT_CONSEQUENCE, by=by, agency=case.agency, subject=case, after=facts)
    return made
