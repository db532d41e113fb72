"""Annual reports of the demo county: last year's on the portal, one of a bureau still with a fault in it."""

from collections.abc import Iterator
from functools import partial

from django.utils import timezone

from oversight import actions
from oversight.models import AnnualReport
from oversight.report.doubts import UNFILLED
from portal.demo.history import History
from portal.demo.world import World

# what no register of the portal holds is entered with where it comes from
FIGURES = {
    "lx-mzj": (("T2.licences.handled", 46, "县行政审批局年度办件统计"), ("T2.penalties.handled", 2, "局执法台账")),
    "lx-lq": (("T2.penalties.handled", 17, "镇综合行政执法队台账"),),
    "lx": (
        ("T2.licences.handled", 38214, "县行政审批局年度办件统计"),
        ("T2.fees.yuan", 27_364_500, "县财政局非税收入报表"),
    ),
}
WORDS = (
    "通过政府网站、政务公开栏和办事大厅公开工作动态、财政预决算和办事指南。",
    "落实公开属性源头认定和发布前审查，规范性文件统一登记、统一编号。",
    "政务公开网站与依申请公开登记簿一体运行，设立长者模式和读屏标签。",
    "明确一名负责人分管，接受社会监督，未发生责任追究情形。",
    "政策解读形式还不够丰富，个别栏目更新不够及时。",
    "逐项列出公开责任和期限，对临期事项提前提醒；重点政策配套图解和问答。",
    "已开展年度考核和社会评议，结果在网站公开，没有责任追究情形。",
    "没有收取。",
)


def report_the_year(world: World, history: History) -> None:
    """Note the reports, those below before those that add them up."""
    history.at(14, partial(_published, world, "lx-mzj", "clerk", "head"))
    history.at(13, partial(_published, world, "lx-lq", "township", "cityhead"))
    history.at(11, partial(_published, world, "lx", "cityclerk", "cityhead"))
    history.at(9, partial(_with_a_fault, world))


def _drafted(world: World, code: str, clerk: str) -> AnnualReport:
    by = world.people[clerk]
    report = actions.open_report(world[code], year=timezone.localdate().year - 1, by=by)
    for cell, value, source in FIGURES.get(code, ()):
        actions.correct_cell(report, by=by, cell=cell, value=report.cells()[cell] + value, reason=source)
    return report


def _published(world: World, code: str, clerk: str, head: str) -> None:
    report, words = _drafted(world, code, clerk), iter(WORDS)
    filled = {name: _filled(text, words) for name, text in report.texts.items()}
    actions.write_report(report, by=world.people[clerk], **filled)
    actions.submit_report(report, by=world.people[clerk])
    actions.check_report(report, by=world.people["countyofficer"])
    actions.freeze_report(report, by=world.people[head], confirms=True)
    actions.publish_report(report, by=world.people[head], confirms=True)


def _filled(text: str, words: Iterator[str]) -> str:
    while UNFILLED in text:
        text = text.replace(UNFILLED, next(words, WORDS[-1]), 1)
    return text


def _with_a_fault(world: World) -> None:
    """The text says one request more than the table: what the office finds most often."""
    report = _drafted(world, "lx-jyj", "sibling")
    received = report.cells()["R1.c7"] + 1
    overview = f"（二）依申请公开。全年收到政府信息公开申请{received}件，均按期答复。"
    actions.write_report(
        report, by=world.people["sibling"], overview=overview, problems="宣传不够，已加强培训。", other="无。"
    )
