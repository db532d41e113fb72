"""One assessment of the demo."""

from decimal import Decimal
from functools import partial

from django.utils import timezone

from oversight import actions as oversight
from oversight.models import AssessmentScheme, Evidence, Indicator, Mode
from portal.agencies.models import Kind
from portal.demo.history import History
from portal.demo.world import World


def assess(world: World, history: History) -> None:
    """This year's assessment of one county bureau, half measured, half scored."""
    history.at(2, partial(_assess, world, timezone.localdate(history.today).year), hour=14)


def _assess(world: World, year: int) -> None:
    officer = world.people["officer"]
    scheme = AssessmentScheme(
        agency=world["mc"], year=year, kind=Kind.DEPARTMENT, title=f"明川市{year}年政务公开工作考核（部门）"
    )
    indicators = [
        Indicator(
            position=1, name="主动公开事项按期公开", weight=40, mode=Mode.MEASURED, evidence=Evidence.DUTIES_ON_TIME
        ),
        Indicator(
            position=2, name="依申请公开按期答复", weight=30, mode=Mode.MEASURED, evidence=Evidence.REQUESTS_ON_TIME
        ),
        Indicator(position=3, name="政策解读质量", weight=20, mode=Mode.SCORED),
        Indicator(position=4, name="公开专区建设", weight=10, mode=Mode.SCORED),
    ]
    oversight.save_scheme(scheme, by=officer, indicators=indicators)
    for code in ("lx-mzj", "lx-jyj"):
        assessment = oversight.open_assessment(scheme, agency=world[code], by=officer)
        oversight.measure(assessment, by=officer)
    first = indicators[2]
    assessment = assessment.__class__.objects.get(agency=world["lx-mzj"])
    oversight.score(assessment, by=officer, indicator=first, value=Decimal(82), reason="解读6篇，图解2篇，问答缺1篇。")
