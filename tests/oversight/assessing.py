"""Many agencies under one scheme, made cheaply, and an assessment carried through by its actions."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from django.utils import timezone

from oversight import actions
from oversight.models import Assessment, AssessmentScheme, Indicator, VetoItem
from portal.agencies.actions import found
from portal.agencies.models import Agency, Kind, Tier
from tests.cast import Cast

SCORED, OTHER = 3, 4  # positions of the lines that people score
MEASURED = ("duties_on_time", "completeness")


def many_agencies(cast: Cast, number: int) -> list[Agency]:
    """Departments of the county."""
    return [
        found(
            cast.county, by=None, name=f"青田县第{place}局", short_name=f"{place}局", code=f"qt-{place}",
            tier=Tier.COUNTY, kind=Kind.DEPARTMENT,
        )
        for place in range(1, number + 1)
    ]  # fmt: skip


def a_scheme(cast: Cast, **facts: object) -> AssessmentScheme:
    """Two lines measured, two scored, two veto items."""
    lines = [
        Indicator(position=1, name="按时公开", weight=30, mode="measured", evidence=MEASURED[0]),
        Indicator(position=2, name="栏目完整", weight=30, mode="measured", evidence=MEASURED[1]),
        Indicator(position=SCORED, name="制度建设", weight=20, mode="scored", rubric="制度齐全得100分。"),
        Indicator(position=OTHER, name="解读质量", weight=20, mode="scored"),
    ]
    vetoes = [
        VetoItem(position=1, name="出现严重表述错误"),
        VetoItem(position=2, name="无互动交流栏目", effect="cap"),
    ]
    facts = {"year": timezone.localdate().year, "kind": "department", "title": "年度考核"} | facts
    scheme = AssessmentScheme(agency=cast.city, **facts)
    return actions.save_scheme(scheme, by=cast.officer, indicators=lines, vetoes=vetoes)


def score_everybody(scheme: AssessmentScheme, by: object, points: Callable[[int], int] = lambda place: 80) -> None:
    """Measure all, and score the lines of people: the agency at each place with `points` of it."""
    actions.measure_all(scheme, by=by)
    cases = Assessment.objects.of_scheme(scheme)
    for position in (SCORED, OTHER):
        line = scheme.indicators.get(position=position)
        given = {case.pk: actions.Given(Decimal(points(place)), "有据可查") for place, case in enumerate(cases)}
        actions.score_all(scheme, by=by, indicator=line, given=given)


def after_objections(time_machine: object) -> None:
    """Go on to when the days for objections are over."""
    time_machine.move_to(timezone.now() + dt.timedelta(days=20))
