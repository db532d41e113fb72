"""The decision of a case: checked against the benchmark, reported to the office when it is major, due to be public."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from oversight.models import PUBLISHED_OUTCOMES, FindingKind, MajorFiling, Outcome, PowerCase, PowerFinding, PowerKind
from oversight.permissions import Permission
from oversight.powers.flows import plain
from oversight.powers.parties import Party
from portal.agencies.holders import nearest_holders
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import Letter, enqueue_all
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.workdays.actions import start_clock
from portal.workdays.vocabulary import Unit
from requests_app.public_text import names_a_person

if TYPE_CHECKING:
    from portal.accounts.models import User

PUBLIC_DAYS = 7  # working days (双公示)
LONGEST_DECISION = 1000


class Decision(NamedTuple):
    """What was decided. `reason` is why it lies outside the benchmark, `is_major` that it is major whatever its sum."""

    outcome: str
    text: str
    degree: str = ""
    amount: Decimal | None = None
    reason: str = ""
    is_major: bool = False


def outcomes_of(kind: str) -> list[Outcome]:
    """What can be decided in cases of a kind of power."""
    if kind in {PowerKind.PENALTY, PowerKind.COERCION}:
        return [Outcome.IMPOSED, Outcome.SPARED]
    return [Outcome.GRANTED, Outcome.REFUSED]


def decide(case: PowerCase, decision: Decision, *, by: User, at: dt.datetime, is_own: bool = True) -> None:
    """Write `decision` into a case that is held, in this order: finding, decision, filing, trail, notices.

    Raises Refused beside the field. What an outside system decided (`is_own=False`) outside the benchmark without a
    reason is written down with its finding; in the portal it is refused.
    """
    _check(case, decision)
    if said := outside_benchmark(case, decision):
        if is_own and not decision.reason.strip():
            raise Refused(_("%(said)s Give the reason, or decide within it.") % {"said": said}, field="reason")
        PowerFinding.objects.create(
            case=case, kind=FindingKind.BAND, said=said[:300], reason=decision.reason.strip()[:500]
        )
    case.decided_at, case.outcome, case.decision = at, decision.outcome, decision.text.strip()
    case.degree, case.amount = decision.degree, decision.amount
    case.is_major = decision.is_major or _reaches_threshold(case, decision)
    if case.item.is_result_public and case.outcome in PUBLISHED_OUTCOMES:
        case.publish_clock = start_clock(scope=case.agency.path, unit=Unit.WORKING_DAY, limit=PUBLIC_DAYS, at=at)
    case.save(update_fields=["decided_at", "outcome", "decision", "degree", "amount", "is_major", "publish_clock"])
    facts = {
        "number": case.number, "outcome": case.outcome, "degree": case.degree,
        "amount": None if case.amount is None else str(case.amount), "outside": bool(said), "major": case.is_major,
    }  # fmt: skip
    record(Event.POWER_CASE_DECIDED, by=by, agency=case.agency, subject=case, after=facts)
    if case.is_major:
        _report(case)


def _check(case: PowerCase, decision: Decision) -> None:
    if decision.outcome not in outcomes_of(case.item.kind):
        raise Refused(_("Choose what was decided."), field="outcome")
    if not decision.text.strip() or len(decision.text) > LONGEST_DECISION:
        raise Refused(_("Say what was decided, in at most 1000 characters."), field="text")
    if names_a_person(decision.text) or (case.party_kind == Party.PERSON and case.party_name in decision.text):
        raise Refused(_("The name of a natural person is not made public."), field="text")
    degrees = {band.degree for band in case.item.benchmark}
    if decision.degree and decision.degree not in degrees:
        raise Refused(_("The benchmark knows no degree “%(name)s”.") % {"name": decision.degree[:20]}, field="degree")


def outside_benchmark(case: PowerCase, decision: Decision) -> str:
    """What does not agree with the benchmark of today, as a sentence; "" if everything does or nothing is measured."""
    bands = {band.degree: band for band in case.item.benchmark}
    if not bands or decision.outcome not in PUBLISHED_OUTCOMES:
        return ""
    if not decision.degree or decision.amount is None:
        return _("The benchmark asks for a degree and an amount.")
    band = bands[decision.degree]
    if band.holds(decision.amount):
        return ""
    return _("%(amount)s lies outside the benchmark for “%(degree)s”, %(least)s to %(most)s %(measure)s.") % {
        "amount": plain(decision.amount), "degree": band.degree, "least": plain(band.least), "most": plain(band.most),
        "measure": case.item.measure,
    }  # fmt: skip


def _reaches_threshold(case: PowerCase, decision: Decision) -> bool:
    threshold = case.item.major_from
    return threshold is not None and decision.amount is not None and decision.amount >= threshold


def _report(case: PowerCase) -> None:
    """Report a major case to the office above (重大案件报备)."""
    filing = MajorFiling.objects.create(case=case)
    enqueue_all(
        Letter(
            Kind.MAJOR_CASE, person, filing, "filed",
            title=_("Major case: %(number)s %(matter)s") % {"number": case.number, "matter": case.matter},
            body=_("%(agency)s decided a major case. Confirm that the office has it.") % {"agency": case.agency},
            url=case.get_absolute_url(), agency=case.agency,
        )
        for person in nearest_holders(Permission.SUPERVISE, case.agency)
    )  # fmt: skip
