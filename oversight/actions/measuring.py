"""Measuring: every measured indicator from its evidence, and the evidence kept with it (docs/adr)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from oversight.actions.assessments import keep, locked, locked_all, take_up
from oversight.evidence import MEASURES
from oversight.evidence.row import Row
from oversight.models import Assessment, AssessmentScheme, Evidence, EvidenceRow, Indicator, Mode, Score
from oversight.permissions import Permission
from oversight.scoring import share
from oversight.states import ASSESSMENT_TABLE
from portal.agencies.permissions import require
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def measure(assessment: Assessment, *, by: User) -> list[Score]:
    """Compute every measured indicator anew; what was measured before is replaced, and its rows with it."""
    return _measure([take_up(locked(assessment), "measure", by=by)], by=by)


@transaction.atomic
def measure_all(scheme: AssessmentScheme, *, by: User) -> list[Score]:
    """Measure every agency of the scheme that can be measured.

    Raises Refused when there is none, or while one of them may still assess itself.
    """
    require(by, Permission.ASSESS, on=scheme.agency)
    cases = [case for case in locked_all(scheme) if case.state in ASSESSMENT_TABLE["measure"].sources]
    if not cases:
        raise Refused(_("There is nothing to measure: open the assessments first."))
    return _measure([take_up(case, "measure", by=by) for case in cases], by=by)


def _measure(cases: list[Assessment], *, by: User) -> list[Score]:
    """All `cases` are of one scheme."""
    indicators = list(cases[0].scheme.indicators.filter(mode=Mode.MEASURED))
    found = {(case, indicator): _rows(case, indicator) for case in cases for indicator in indicators}
    scores = keep([_score(case, indicator, rows) for (case, indicator), rows in found.items()], by=by)
    if not scores:
        Assessment.objects.bulk_update(cases, ["state"])
    keys = {
        (one.assessment_id, one.indicator_id): one
        for one in Score.objects.filter(assessment__in=cases, indicator__in=indicators)
    }
    EvidenceRow.objects.filter(score__in=keys.values()).delete()
    EvidenceRow.objects.bulk_create(
        (
            EvidenceRow(
                score=keys[case.pk, indicator.pk], kind=row.kind, key=row.key, number=row.number[:80],
                title=row.title[:250], day=row.day, counts=row.counts,
            )
            for (case, indicator), rows in found.items()
            for row in rows
        ),
        batch_size=500,
    )  # fmt: skip
    return scores


def _rows(case: Assessment, indicator: Indicator) -> list[Row]:
    return list(MEASURES[Evidence(indicator.evidence)](case.agency, case.scheme.year))


def _score(case: Assessment, indicator: Indicator, rows: list[Row]) -> Score:
    part, whole = sum(row.counts for row in rows), len(rows)
    return Score(assessment=case, indicator=indicator, value=share(part, whole), part=part, whole=whole, reason="")
