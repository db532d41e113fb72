"""Complaints and one assessment of the demo: invented people with real grievances."""

from decimal import Decimal
from functools import partial

from django.utils import timezone

from oversight import actions as oversight
from oversight.models import AssessmentScheme, ComplaintKind, Evidence, Identity, Indicator, Mode
from portal.agencies.models import Kind
from portal.demo.cases import Office
from portal.demo.history import History
from portal.demo.world import World

COMPLAINTS = (
    ("lx-jyj", 16, ComplaintKind.LATE, Identity.ANONYMOUS, "学区划分结果应当在开学前公布，到现在还没有看到。", ""),
    (
        "lx-lq",
        10,
        ComplaintKind.INCOMPLETE,
        Identity.CONFIDENTIAL,
        "低保名单公示只有姓名，没有金额和监督电话。",
        "accept",
    ),
    ("mc-water", 42, ComplaintKind.NOT_DISCLOSED, Identity.NAMED, "停水通知没有在网站公布。", "answer"),
    ("lx-mzj", 3, ComplaintKind.ATTITUDE, Identity.ANONYMOUS, "窗口人员说信息公开申请不归他们管，让我去别处问。", ""),
    ("ys-mzj", 7, ComplaintKind.LATE, Identity.NAMED, "敬老院整改情况迟迟不公开。", ""),
)


def file_complaints(world: World, history: History) -> None:
    """Complaints, of which one is accepted and one answered."""
    for number, (code, days_ago, kind, identity, text, way) in enumerate(COMPLAINTS):
        history.at(days_ago, partial(_file_complaint, world, history, number, code, kind, identity, text, way), hour=16)


def _file_complaint(
    world: World, history: History, number: int, code: str, kind: str, identity: str, text: str, way: str
) -> None:
    known = identity != Identity.ANONYMOUS
    complaint, _code = oversight.submit_complaint(
        world[code],
        key=f"demo-complaint-{number}",
        kind=kind,
        identity=identity,
        text=text,
        name="蒋女士" if known else "",
        contact="13800000001" if known else "",
    )
    office = Office(world, history)
    officer = world.people["otherofficer" if code.startswith("ys") else "officer"]
    if way:
        office.soon(1, partial(oversight.accept, complaint, by=officer))
    if way == "answer":
        result = "经核实，该公司已补发停水公告，并承诺今后提前24小时在网站公布。"
        office.soon(8, partial(oversight.answer, complaint, by=officer, result=result))


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
