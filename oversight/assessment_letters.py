"""Who is told of an assessment, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from oversight.models import Assessment, Objection
from oversight.permissions import Permission
from portal.agencies.holders import Holders, nearest_holders
from portal.notices.actions import Letter, enqueue_all
from portal.notices.models import Kind


def tell_agencies(assessments: Iterable[Assessment], kind: Kind) -> None:
    """Tell those who assess their agency themselves, each agency its own people."""
    enqueue_all(_letters(list(assessments), kind))


def _letters(assessments: list[Assessment], kind: Kind) -> Iterator[Letter]:
    holders = Holders([Permission.SELF_ASSESS])
    for one in assessments:
        for person in holders.nearest(Permission.SELF_ASSESS, one.agency):
            yield Letter(
                kind, person, one, kind,
                title=f"{kind.label}: {one.scheme.title}", body="\n".join((one.agency.name, _said(one, kind))),
                url=one.own_address(), agency=one.agency,
            )  # fmt: skip


def _said(one: Assessment, kind: Kind) -> str:
    if kind == Kind.ASSESSMENT_OPENED:
        until = one.scheme.self_assess_until
        return _("Please assess the agency yourselves by %(date)s.") % {"date": until} if until else ""
    if kind == Kind.ASSESSMENT_TOLD:
        return _("Total %(total)s points. Objections may be raised until %(date)s.") % {
            "total": one.total, "date": one.objections_until,
        }  # fmt: skip
    return _("Total %(total)s points: %(level)s.") % {"total": one.total, "level": one.get_level_display()}


def tell_of_objection(objection: Objection) -> None:
    """Tell the office that assesses that an agency objects."""
    case = objection.assessment
    people = nearest_holders(Permission.ASSESS, case.scheme.agency)
    facts = {"agency": case.agency.name, "indicator": objection.indicator.name}
    enqueue_all(
        Letter(
            Kind.OBJECTION_RAISED, person, objection, "raised",
            title=_("%(agency)s objects to its score for “%(indicator)s”") % facts, body=objection.reason,
            url=case.get_absolute_url(), agency=case.agency,
        )
        for person in people
    )  # fmt: skip


def tell_of_answer(objection: Objection) -> None:
    """Tell the agency what the office answered."""
    case = objection.assessment
    people = nearest_holders(Permission.SELF_ASSESS, case.agency)
    enqueue_all(
        Letter(
            Kind.OBJECTION_ANSWERED, person, objection, "answered",
            title=f"{objection.get_state_display()}: {objection.indicator.name}", body=objection.answer,
            url=case.own_address(), agency=case.agency,
        )
        for person in people
    )  # fmt: skip
