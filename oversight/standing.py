"""How assessments stand: what is missing, points and grades, and the document that is frozen at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from oversight.models import Assessment, AssessmentScheme, Bonus, Indicator, Objection, Score, SelfScore, VetoMark
from oversight.report.document import hash_of
from oversight.scoring import Points, judged, weighted
from portal.refusals import Refused

NAMED = 5  # agencies that a refusal names


class Standings:
    """All that is known of some assessments of one scheme. Six queries, however many they are."""

    def __init__(self, scheme: AssessmentScheme, cases: Sequence[Assessment]) -> None:
        self.scheme, self.cases = scheme, cases
        self.indicators = list(scheme.indicators.all())
        self.scores = {(one.assessment_id, one.indicator_id): one for one in _of(Score, cases)}
        self.bonuses, self.vetoes = _grouped(_of(Bonus, cases)), _grouped(_of(VetoMark, cases, "item"))

    @cached_property
    def points(self) -> dict[Assessment, Points]:
        """Total and grade of each that has a value; the others are left out."""
        found = {}
        for case in self.cases:
            mean = weighted((line.weight, kept.value) for line, kept in self._lines(case) if kept)
            if mean is not None:
                bonus = sum((one.points for one in self.bonuses[case.pk]), Decimal(0))
                effects = [mark.item.effect for mark in self.vetoes[case.pk]]
                found[case] = judged(self.scheme, mean, bonus, effects)
        return found

    def _lines(self, case: Assessment) -> list[tuple[Indicator, Score | None]]:
        return [(line, self.scores.get((case.pk, line.pk))) for line in self.indicators]

    def missing(self, case: Assessment) -> list[str]:
        """Names of the indicators that are neither measured nor scored."""
        return [line.name for line, kept in self._lines(case) if kept is None]

    def require_complete(self) -> None:
        """Raises Refused, naming agencies and what they lack."""
        lacking = [(case, names) for case in self.cases if (names := self.missing(case))]
        if lacking:
            named = "; ".join(f"{case.agency}: {', '.join(names)}" for case, names in lacking[:NAMED])
            raise Refused(
                _("Not yet measured or scored at %(number)s agencies: %(names)s.")
                % {"number": len(lacking), "names": named}
            )
        empty = [str(case.agency) for case in self.cases if case not in self.points]
        if empty:
            raise Refused(_("No indicator has a value: %(names)s.") % {"names": ", ".join(empty[:NAMED])})

    def documents(self) -> dict[Assessment, dict[str, Any]]:
        """Of each what its pages say, as text that does not move. Two more queries."""
        selves = {(one.assessment_id, one.indicator_id): one for one in _of(SelfScore, self.cases)}
        objections = {(one.assessment_id, one.indicator_id): one for one in _of(Objection, self.cases)}
        return {
            case: {
                "lines": [
                    line_of(line, kept, selves.get((case.pk, line.pk)), objections.get((case.pk, line.pk)))
                    for line, kept in self._lines(case)
                ],
                "vetoes": [
                    {"name": mark.item.name, "effect": mark.item.get_effect_display(), "reason": mark.reason}
                    for mark in self.vetoes[case.pk]
                ],
                "bonuses": [{"points": str(one.points), "reason": one.reason} for one in self.bonuses[case.pk]],
            }
            for case in self.cases
        }


def line_of(
    line: Indicator, kept: Score | None, own: SelfScore | None = None, objection: Objection | None = None
) -> dict[str, Any]:
    """One indicator of one assessment, as a page shows it and as it is frozen."""
    return {
        "position": line.position,
        "name": line.name,
        "weight": str(line.weight),
        "mode": line.mode,
        "evidence": line.evidence,
        "rubric": line.rubric,
        "value": _text(kept.value if kept else None),
        "part": kept and kept.part,
        "whole": kept and kept.whole,
        "reason": kept.reason if kept else "",
        "own": _text(own.value if own else None),
        "proof": own.proof if own else "",
        "objection": objection
        and {
            "state": objection.state,
            "reason": objection.reason,
            "before": _text(objection.before),
            "answer": objection.answer,
        },
    }


def document_of(assessment: Assessment) -> dict[str, Any]:
    """What the pages of one assessment say: frozen once it is final, else as it stands."""
    if assessment.is_final:
        return assessment.frozen
    return Standings(assessment.scheme, [assessment]).documents()[assessment]


def digest_of(assessment: Assessment) -> str:
    """SHA-256 over what is frozen of a final assessment: its document, total, grade, group and rank."""
    result = {name: getattr(assessment, name) for name in ("level", "group", "rank")}
    return hash_of(assessment.frozen | result | {"total": _text(assessment.total)})


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _of(model: Any, cases: Sequence[Assessment], *related: str) -> Iterable[Any]:
    rows = model._default_manager.filter(assessment__in=cases)
    return rows.select_related(*related) if related else rows


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.assessment_id].append(row)
    return found
