"""The annual assessment in the planted world, and the part of the access table about it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import time_machine
from django.utils import timezone

from oversight import actions
from oversight.models import Assessment, AssessmentScheme, Evidence, Indicator, Mode, VetoItem
from portal.agencies.models import Agency
from tests.access.rows import MEMBERS, Row

READERS, OFFICER, ITS_OWN = {"officer", "supervisor"}, {"officer"}, {"clerk", "head"}
TOLD, PUBLISHED = 2024, 2023  # years of the planted assessments, beside the open one of 2026
SCORED = 2  # the line that people score


def line_up(title: str, government: Agency, year: int, kind: str, officer: Any) -> AssessmentScheme:
    """A scheme with a line that is measured, one that people score, and a veto item."""
    lines = [
        Indicator(position=1, name="按期公开", weight=60, mode=Mode.MEASURED, evidence=Evidence.DUTIES_ON_TIME),
        Indicator(position=SCORED, name="解读", weight=40, mode=Mode.SCORED),
    ]
    scheme = AssessmentScheme(agency=government, year=year, kind=kind, title=title)
    return actions.save_scheme(scheme, by=officer, indicators=lines, vetoes=[VetoItem(position=1, name="严重错误")])


def told(scheme: AssessmentScheme, agency: Agency, officer: Any, reason: str) -> Assessment:
    """An agency that was scored and told."""
    case = actions.open_assessment(scheme, agency=agency, by=officer)
    actions.measure(case, by=officer)
    line = scheme.indicators.get(position=SCORED)
    actions.score(case, by=officer, indicator=line, value=Decimal(80), reason=reason)
    return actions.tell(scheme, by=officer)[0]


def published(scheme: AssessmentScheme, agency: Agency, officer: Any) -> Assessment:
    """Told a month ago, final and public by now."""
    with time_machine.travel(timezone.now() - dt.timedelta(days=40), tick=False):
        case = told(scheme, agency, officer, "解读六篇")
    actions.finalise(scheme, by=officer)
    actions.publish_results(scheme, by=officer)
    case.refresh_from_db()
    return case


def plant_assessments(world: Any, side: SimpleNamespace, name: str, officer: Any, clerk: Any) -> None:
    """One open with its self-assessment begun, one told with an objection, one published."""
    both = READERS | ITS_OWN if name == "HERE" else {"other_officer", "other_clerk"}
    side.scheme = line_up(world.mark(f"SCHEME-{name}", for_=both), side.government, 2026, "department", officer)
    side.indicator = side.scheme.indicators.get(position=SCORED)
    side.assessment = actions.open_assessment(side.scheme, agency=side.agency, by=officer)
    own = {SCORED: actions.Given(Decimal(90), world.mark(f"SELF-SCORE-{name}", for_=both))}
    actions.assess_oneself(side.assessment, by=clerk, given=own)
    side.told_scheme = line_up(f"上年考核{name}", side.government, TOLD, "department", officer)
    side.told = told(side.told_scheme, side.agency, officer, world.mark(f"SCORE-{name}", for_=both))
    reason = world.mark(f"OBJECTION-{name}", for_=both)
    line = side.told_scheme.indicators.get(position=SCORED)
    side.objection = actions.object_to(side.told, by=clerk, indicator=line, reason=reason)
    side.result_scheme = line_up(f"往年考核{name}", side.government, PUBLISHED, "department", officer)
    side.result = published(side.result_scheme, side.agency, officer)


def more_assessments(world: Any, name: str, number: int) -> None:
    """One that is open, and one that is published."""
    cast = world.cast
    scheme = line_up(name, cast.city, 2010 + number, "department", cast.officer)
    actions.measure(actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer), by=cast.officer)
    published(line_up(name, cast.city, 2010 + number, "township", cast.officer), cast.township, cast.officer)


def _scheme(which: str = "scheme", **more: Any) -> Any:
    def args(side: SimpleNamespace) -> dict[str, Any]:
        scheme = getattr(side, which)
        return dict(zip(("government", "year", "kind"), scheme.address, strict=True)) | more

    return args


def _case(which: str = "assessment", **more: Any) -> Any:
    def args(side: SimpleNamespace) -> dict[str, Any]:
        return dict(zip(("government", "year", "code"), getattr(side, which).address, strict=True)) | more

    return args


def _result(**more: Any) -> Any:
    return lambda side: _scheme("result_scheme")(side) | {"code": side.agency.code} | more


ASSESSMENTS = {
    "oversight:scheme_list": Row(READERS, there={"other_officer"}),
    "oversight:scheme_new": Row(OFFICER, there={"other_officer"}),
    "oversight:scheme_detail": Row(READERS, _scheme()),
    "oversight:scheme_file": Row(READERS, _scheme(form="xlsx")),
    "oversight:score_sheet": Row(OFFICER, _scheme(position=SCORED)),
    "oversight:scheme_open": Row(OFFICER, _scheme(), method="POST"),
    "oversight:scheme_measure": Row(OFFICER, _scheme(), method="POST"),
    "oversight:scheme_tell": Row(OFFICER, _scheme(), method="POST"),
    "oversight:scheme_finalise": Row(OFFICER, _scheme("told_scheme"), method="POST"),
    "oversight:scheme_publish": Row(OFFICER, _scheme("told_scheme"), method="POST"),
    "oversight:assessment_detail": Row(READERS, _case()),
    "oversight:assessment_measure": Row(OFFICER, _case(), method="POST"),
    "oversight:assessment_score": Row(OFFICER, _case(indicator=SCORED), method="POST"),
    "oversight:assessment_answer": Row(OFFICER, _case("told", indicator=SCORED), method="POST"),
    "oversight:assessment_evidence": Row(READERS, _case("told", indicator=1)),
    "oversight:assessment_veto": Row(OFFICER, _case(), method="POST"),
    "oversight:assessment_lift": Row(OFFICER, _case(), method="POST"),
    "oversight:assessment_bonus": Row(OFFICER, _case(), method="POST"),
    "oversight:assessment_consequence": Row(OFFICER, _case("result"), method="POST"),
    "oversight:assessed_list": Row(ITS_OWN | {"sibling_clerk"}, there={"other_clerk"}),
    "oversight:assessed_detail": Row(ITS_OWN, _case()),
    "oversight:assessed_write": Row(ITS_OWN, _case(), method="POST"),
    "oversight:assessed_hand_in": Row(ITS_OWN, _case(), method="POST"),
    "oversight:assessed_object": Row(ITS_OWN, _case("told", indicator=1), method="POST"),
    "oversight:assessed_evidence": Row(ITS_OWN, _case("told", indicator=1)),
}
RESULTS = {
    "oversight:result_year_list": Row(MEMBERS),
    "oversight:result_list": Row(MEMBERS, _scheme("result_scheme")),
    "oversight:result_download": Row(MEMBERS, _scheme("result_scheme", form="xlsx")),
    "oversight:result_detail": Row(MEMBERS, _result()),
    "oversight:result_evidence": Row(MEMBERS, _result(position=1)),
}
GROWING = {"oversight:scheme_list", "oversight:assessed_list", "oversight:result_year_list"}
PAGES = {name for name, row in (ASSESSMENTS | RESULTS).items() if row.method == "GET"} - GROWING
