"""From scores to points, grades and ranks: plain arithmetic, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from oversight.models import Assessment, AssessmentScheme, Level, VetoEffect

CENT = Decimal("0.01")


class Points(NamedTuple):
    """What became of one assessment."""

    total: Decimal
    level: Level


def rounded(value: Decimal) -> Decimal:
    """To cents of a point, halves up."""
    return value.quantize(CENT, ROUND_HALF_UP)


def share(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` in points of 100; None when there was nothing to measure."""
    return rounded(Decimal(100 * part) / whole) if whole else None


def weighted(values: Iterable[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """The mean of (weight, value) over those that have a value; None if none has."""
    valued = [(weight, value) for weight, value in values if value is not None]
    if not valued:
        return None
    return sum((w * v for w, v in valued), Decimal(0)) / sum((w for w, _value in valued), Decimal(0))


def judged(scheme: AssessmentScheme, mean: Decimal, bonus: Decimal, vetoes: Iterable[str]) -> Points:
    """Total with the bonus up to its cap, and the grade by thresholds and veto items met."""
    total = rounded(mean + min(bonus, scheme.bonus_cap))
    level, met = scheme.level_of(total), set(vetoes)
    if VetoEffect.FAIL in met:
        level = Level.FAIL
    elif VetoEffect.CAP in met and level in {Level.EXCELLENT, Level.GOOD}:
        level = Level.PASS
    return Points(total, level)


def ranked(points: Mapping[Assessment, Points], groups: Mapping[Assessment, str], least: int) -> dict[Assessment, int]:
    """The rank of each in its group: who failed comes after all others, equal points share a rank.

    A group smaller than `least` has no ranks.
    """
    members: dict[str, list[Assessment]] = defaultdict(list)
    for assessment in points:
        members[groups[assessment]].append(assessment)
    ranks: dict[Assessment, int] = {}
    for group in members.values():
        if len(group) >= least:
            keys = {one: (points[one].level == Level.FAIL, -points[one].total) for one in group}
            ranks |= {one: 1 + sum(other < keys[one] for other in keys.values()) for one in group}
    return ranks
