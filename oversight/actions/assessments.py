"""Assessing by a scheme. The right is asked on the government that owns the scheme: nobody assesses itself."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.evidence import MEASURES
from oversight.models import Assessment, AssessmentScheme, Evidence, Indicator, Mode, Score
from oversight.permissions import Permission
from oversight.states import ASSESSMENT_TABLE
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User

CENT = Decimal("0.01")


@transaction.atomic
def save_scheme(scheme: AssessmentScheme, *, by: User, indicators: Iterable[Indicator] = ()) -> AssessmentScheme:
    """Save a scheme and `indicators`, new or changed.

    Raises Refused once an assessment under it was finalised: what was published must stay comparable.
    """
    require(by, Permission.ASSESS, on=scheme.agency)
    if scheme.pk is not None:
        kept = AssessmentScheme.objects.select_for_update(of=("self",)).select_related("agency").get(pk=scheme.pk)
        require(by, Permission.ASSESS, on=kept.agency)
        if Assessment.objects.finalised().filter(scheme=scheme).exists():
            raise Refused(_("An assessment under this scheme is final; write a new scheme."))
    scheme.save()
    for indicator in indicators:
        indicator.scheme = scheme
        indicator.save()
    record(
        Event.SCHEME_CHANGED, by=by, agency=scheme.agency, subject=scheme,
        after={"title": scheme.title, "indicators": [i.name for i in scheme.indicators.all()]},
    )  # fmt: skip
    return scheme


@transaction.atomic
def open_assessment(scheme: AssessmentScheme, *, agency: Agency, by: User) -> Assessment:
    """Begin the assessment of `agency`; a government assesses each agency once a year.

    Raises Refused when the scheme is for another kind of agency, for another government's, or for itself.
    """
    require(by, Permission.ASSESS, on=scheme.agency)
    if not agency.is_under(scheme.agency) or agency.path == scheme.agency.path:
        raise Refused(
            _("This scheme is for agencies below %(government)s.") % {"government": scheme.agency}, field="agency"
        )
    if agency.kind != scheme.kind:
        raise Refused(_("This scheme is for another kind of agency."), field="agency")
    if not scheme.indicators.exists():
        raise Refused(_("This scheme has no indicators yet."), field="scheme")
    AssessmentScheme.objects.select_for_update().get(pk=scheme.pk)
    if Assessment.objects.of_year(scheme.agency, scheme.year).filter(agency=agency).exists():
        raise Refused(_("This agency is already assessed for that year."), field="agency")
    assessment = Assessment.objects.create(scheme=scheme, agency=agency)
    record(Event.ASSESSMENT_OPENED, by=by, agency=agency, subject=assessment, after={"scheme": scheme.title})
    return assessment


def _taken_up(assessment: Assessment, verb: str, *, by: User) -> Assessment:
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("agency", "scheme__agency")
    locked = rows.get(pk=assessment.pk)
    require(by, Permission.ASSESS, on=locked.scheme.agency)
    advance(locked, verb, ASSESSMENT_TABLE)
    return locked


@transaction.atomic
def measure(assessment: Assessment, *, by: User) -> list[Score]:
    """Compute every measured indicator from today's evidence; measuring again replaces what was measured before."""
    case = _taken_up(assessment, "measure", by=by)
    scores = []
    for indicator in case.scheme.indicators.filter(mode=Mode.MEASURED):
        part, whole = MEASURES[Evidence(indicator.evidence)](case.agency, case.scheme.year)
        value = (Decimal(100 * part) / whole).quantize(CENT, ROUND_HALF_UP) if whole else None
        scores.append(_keep(case, indicator, by=by, value=value, part=part, whole=whole, reason=""))
    return scores


@transaction.atomic
def score(assessment: Assessment, *, by: User, indicator: Indicator, value: Decimal, reason: str) -> Score:
    """Score an indicator that people score, 0 to 100 points. Raises Refused without a reason."""
    case = _taken_up(assessment, "score", by=by)
    if indicator.scheme_id != case.scheme_id or indicator.mode != Mode.SCORED:
        raise Refused(_("This indicator is not scored by people here."), field="indicator")
    if not Decimal(0) <= value <= Decimal(100):
        raise Refused(_("Between 0 and 100 points."), field="value")
    if not reason.strip():
        raise Refused(_("Give the reason for this score."), field="reason")
    return _keep(case, indicator, by=by, value=value.quantize(CENT, ROUND_HALF_UP), reason=reason.strip())


def _keep(case: Assessment, indicator: Indicator, *, by: User, **facts: object) -> Score:
    kept, _made = Score.objects.update_or_create(
        assessment=case, indicator=indicator, defaults=facts | {"scored_by": by, "scored_at": timezone.now()}
    )
    record(
        Event.ASSESSMENT_SCORED, by=by, agency=case.agency, subject=case,
        after={"indicator": indicator.name} | {name: fact for name, fact in facts.items() if fact is not None},
    )  # fmt: skip
    return kept


@transaction.atomic
def finalise(assessment: Assessment, *, by: User) -> Assessment:
    """Compute the total (weighted mean over the indicators that have a value), freeze everything, and end it for good.

    Raises Refused while an indicator has neither been measured nor scored, or nothing at all could be valued.
    """
    case = _taken_up(assessment, "finalise", by=by)
    scores = {s.indicator_id: s for s in case.scores.all()}
    indicators = list(case.scheme.indicators.all())
    missing = [i.name for i in indicators if i.pk not in scores]
    if missing:
        raise Refused(_("Not yet measured or scored: %(names)s.") % {"names": ", ".join(missing)})
    valued = [(i.weight, value) for i in indicators if (value := scores[i.pk].value) is not None]
    if not valued:
        raise Refused(_("No indicator has a value; there is nothing to finalise."))
    weight = sum((w for w, _value in valued), Decimal(0))
    case.total = (sum((w * v for w, v in valued), Decimal(0)) / weight).quantize(CENT, ROUND_HALF_UP)
    case.frozen = [_frozen(i, scores[i.pk]) for i in indicators]
    case.finalised_at, case.finalised_by = timezone.now(), by
    case.save(update_fields=["state", "total", "frozen", "finalised_at", "finalised_by"])
    record(Event.ASSESSMENT_FINALISED, by=by, agency=case.agency, subject=case, after={"total": str(case.total)})
    return case


def _frozen(indicator: Indicator, kept: Score) -> dict[str, object]:
    return {
        "name": indicator.name,
        "weight": str(indicator.weight),
        "mode": indicator.mode,
        "evidence": indicator.evidence,
        "value": None if kept.value is None else str(kept.value),
        "part": kept.part,
        "whole": kept.whole,
        "reason": kept.reason,
    }
