"""Cases that an agency runs in its own system: what it reports is written down as it is, each thing once.

What is out of order is recorded and found, never put right (docs/adr/0022-what-outside-systems-report-stays.md).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.actions.power_cases import check_party, enter_stage, new_case
from oversight.actions.power_decisions import Decision, decide
from oversight.models import FindingKind, PowerCase, PowerFinding, PowerItem, PowerStep
from oversight.permissions import Permission
from oversight.powers.flows import is_disordered
from oversight.states import POWER_TABLE
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User

OLDEST = dt.timedelta(days=366 * 5)
MOST_STEPS = 60


@dataclass
class ReportedStep:
    """A stage that the outside system entered: its name, when, who handled it there."""

    stage: str
    at: dt.datetime
    officer: str = ""
    note: str = ""


@dataclass
class Report:
    """What an outside system says about one of its cases; all of it, or what is new."""

    outside_number: str
    item: str
    party_kind: str
    party_name: str
    matter: str
    party_number: str = ""
    steps: Sequence[ReportedStep] = field(default_factory=list)
    decision: Decision | None = None


@dataclass
class Taken:
    """What became of a report: the case, whether it is new here, and how many stages were not known before."""

    case: PowerCase
    is_new: bool
    recorded: int
    is_decided: bool = False

    @property
    def is_known(self) -> bool:
        """Everything was known before."""
        return not (self.is_new or self.recorded or self.is_decided)


@transaction.atomic
def take_in(agency: Agency, report: Report, *, by: User, source: str) -> Taken:
    """Write down what is new in `report`; the same report again changes nothing.

    Raises NotAllowed, Refused beside the field: a power or stage that is not known, another party or another decision
    than the one taken in under the same number, times to come.
    """
    require(by, Permission.RUN_POWER, on=agency)
    item = PowerItem.objects.select_related("agency").filter(agency=agency, code=report.item).first()
    if item is None:
        raise Refused(_("The agency has no power with the code “%(code)s”.") % {"code": report.item[:40]}, field="item")
    # one report of an agency after the other, so that two at once make no two cases
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    case = _known(agency, report)
    is_new = case is None
    _check(report)
    if case is None:
        case = _begun(item, report, by=by, source=source)
    recorded = _write_steps(case, report, by=by)
    is_decided = _write_decision(case, report, by=by)
    taken = Taken(case, is_new, len(recorded), is_decided)
    if taken.is_known:
        return taken
    _follow(case, is_fresh=bool(recorded))
    facts = {"number": case.number, "source": source, "stages": [step.place for step in recorded]}
    record(Event.POWER_CASE_REPORTED, by=by, agency=agency, subject=case, after=facts)
    return taken


def _known(agency: Agency, report: Report) -> PowerCase | None:
    if not report.outside_number.strip() or len(report.outside_number) > 100:
        raise Refused(_("Give the number of the case in your own system."), field="outside_number")
    rows = PowerCase.objects.select_for_update(of=("self",)).select_related("agency", "item", "clock")
    case = rows.filter(agency=agency, outside_number=report.outside_number.strip()).first()
    if case is None:
        return None
    words = {"number": case.number}
    if case.item.code != report.item:
        raise Refused(_("This number was taken in as %(number)s, of another power.") % words, field="item")
    said = (report.party_kind, report.party_name.strip(), report.party_number.strip())
    if said != (case.party_kind, case.party_name, case.party_number):
        raise Refused(_("This number was taken in as %(number)s, with another party.") % words, field="party_name")
    if report.matter.strip() != case.matter:
        raise Refused(_("This number was taken in as %(number)s, with another matter.") % words, field="matter")
    return case


def _check(report: Report) -> None:
    if not report.steps:
        raise Refused(_("Report one stage at least."), field="stage")
    if len(report.steps) > MOST_STEPS:
        raise Refused(_("A case has %(most)d reported stages at most.") % {"most": MOST_STEPS}, field="stage")
    now = timezone.now()
    for step in report.steps:
        if not now - OLDEST <= step.at <= now:
            raise Refused(_("A stage was entered in the last five years, and not in time to come."), field="at")
        if len(step.officer) > 60 or len(step.note) > 300:
            raise Refused(_("At most %(limit)d characters are possible here.") % {"limit": 60}, field="officer")


def _begun(item: PowerItem, report: Report, *, by: User, source: str) -> PowerCase:
    facts = {
        "party_kind": report.party_kind, "party_name": report.party_name, "party_number": report.party_number,
        "matter": report.matter,
    }  # fmt: skip
    check_party(item, **facts)
    first = min(step.at for step in report.steps)
    kept = {name: text.strip() for name, text in facts.items()}
    return new_case(item, by=by, at=first, source=source, outside_number=report.outside_number.strip(), **kept)


def _write_steps(case: PowerCase, report: Report, *, by: User) -> list[PowerStep]:
    """The stages that are not known yet, written down."""
    places = {stage.name: place for place, stage in enumerate(case.stages, 1)}
    known = {(step.place, step.at) for step in case.steps.all()}
    fresh = []
    for step in report.steps:
        if step.stage not in places:
            words = {"stage": step.stage[:20], "stages": "、".join(places)}
            raise Refused(_("“%(stage)s” is no stage of this case; they are: %(stages)s.") % words, field="stage")
        if (key := (places[step.stage], step.at)) not in known:
            known.add(key)
            officer = step.officer.strip() or case.agency.short_name
            fresh.append(PowerStep(case=case, place=key[0], at=step.at, by=by, officer=officer[:60], note=step.note))
    return PowerStep.objects.bulk_create(fresh)


def _write_decision(case: PowerCase, report: Report, *, by: User) -> bool:
    place = next(place for place, stage in enumerate(case.stages, 1) if stage.decides)
    at = case.steps.filter(place=place).order_by("-at").values_list("at", flat=True).first()
    decision = report.decision
    if decision is None:
        if at is not None and not case.outcome:
            words = {"stage": case.stages[place - 1].name}
            raise Refused(_("The stage “%(stage)s” needs the decision.") % words, field="outcome")
        return False
    if at is None:
        words = {"stage": case.stages[place - 1].name}
        raise Refused(_("When was the stage “%(stage)s” entered? The decision has no date.") % words, field="stage")
    if case.outcome:
        same = (decision.outcome, decision.degree, decision.amount) == (case.outcome, case.degree, case.amount)
        if not same:
            raise Refused(_("The decision was reported before with another content."), field="outcome")
        return False
    decide(case, decision, by=by, at=at, is_own=False)
    return True


def _follow(case: PowerCase, *, is_fresh: bool) -> None:
    """Let the case stand where its latest stage is, and note or settle that its stages are out of order."""
    steps = list(case.steps.order_by("at", "place", "pk"))
    latest = steps[-1]
    is_closed = latest.place == len(case.flow)
    verb = "report_closed" if is_closed else "report_decided" if case.outcome else "report_running"
    advance(case, verb, POWER_TABLE)
    stands = (case.stage, case.clock.started_at if case.clock else latest.at)
    if stands != (latest.place, latest.at):
        enter_stage(case, latest.place, at=latest.at)
    case.opened_at, case.concluded_at = steps[0].at, latest.at if is_closed else None
    case.save(update_fields=["state", "stage", "clock", "opened_at", "concluded_at"])
    found = PowerFinding.objects.open().filter(case=case, kind=FindingKind.ORDER)
    if not is_disordered([step.place for step in steps]):
        found.update(settled_at=timezone.now())
    elif not found.exists() and is_fresh:
        names = [case.stages[step.place - 1].name for step in steps]
        said = _("The stages were entered in this order: %(stages)s.") % {"stages": " → ".join(names)}
        PowerFinding.objects.create(case=case, kind=FindingKind.ORDER, said=said[:300])
