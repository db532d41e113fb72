"""Draft sentences of parts one and five, out of the figures: Chinese, as a report is, for the clerk to go on with.

Only what the portal counts is said; what it does not know stands there to be filled in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Sum

from disclosure.models import Item, Kind
from oversight.report.computing import requests_of
from oversight.report.doubts import UNFILLED
from oversight.report.scheme import Cells
from oversight.report.units import Reach
from requests_app.models import Fee
from requests_app.periods import Period
from requests_app.statistics import figures_of, together

if TYPE_CHECKING:
    from oversight.models import AnnualReport

RESULTS = (
    ("予以公开", "R3_1"), ("部分公开", "R3_2"), ("不予公开", "R3_3"), ("无法提供", "R3_4"), ("不予处理", "R3_5"),
    ("其他处理", "R3_6"),
)  # fmt: skip


def drafted(report: AnnualReport, reach: Reach, cells: Cells) -> dict[str, str]:
    """The texts of parts one, five and six. Six queries."""
    overview = "\n\n".join(
        [
            f"（一）主动公开。{_published(report, reach)}{_normative(cells)}",
            f"（二）依申请公开。{_requests(report.year, cells)}{_timeliness(report, reach)}",
            f"（三）政府信息管理。{UNFILLED}",
            f"（四）政府信息公开平台建设。{UNFILLED}",
            f"（五）监督保障。{_remedies(cells)}{UNFILLED}",
        ]
    )
    problems = f"存在的主要问题：{UNFILLED}\n\n改进情况：{UNFILLED}"
    if report.agency.is_government:
        # article 50(4) asks it of governments
        problems += f"\n\n工作考核、社会评议和责任追究结果情况：{UNFILLED}"
    return {"overview": overview, "problems": problems, "other": _other(report, reach)}


def _published(report: AnnualReport, reach: Reach) -> str:
    period = Period.year(report.year)
    places = [*reach.own, *(agency.pk for agency in reach.below)]
    items = Item.objects.public().filter(
        agency__in=places, published_at__gte=period.begin, published_at__lt=period.end
    ).order_by()  # fmt: skip
    if not items.exists():
        return UNFILLED  # the portal may be younger than the year
    explained = items.filter(kind=Kind.INTERPRETATION).count()
    return f"{report.year}年通过政务公开网站主动公开政府信息{items.count()}条，其中政策解读{explained}条。"


def _normative(cells: Cells) -> str:
    issued, ended, now = (cells.get(f"T2.normative.{key}", 0) for key in ("issued", "ended", "in_force"))
    if not (issued or ended or now):
        return "本年度没有制发行政规范性文件。"
    return f"制发行政规范性文件{issued}件，废止行政规范性文件{ended}件，现行有效行政规范性文件{now}件。"


def _requests(year: int, cells: Cells) -> str:
    new, old, done, left = (cells.get(f"{row}.c7", 0) for row in ("R1", "R2", "R3_7", "R4"))
    if not (new or old):
        return f"{year}年未收到政府信息公开申请，没有上年度结转的申请。"
    received = f"{year}年新收政府信息公开申请{new}件" if new else f"{year}年未收到政府信息公开申请"
    ended = f"，上年结转{old}件；办结政府信息公开申请{done}件" + ("，" if done else "")
    results = "、".join(f"{name}{_of(cells, row)}件" for name, row in RESULTS if _of(cells, row))
    return f"{received}{ended}{results}；结转下年度继续办理{left}件。"


def _of(cells: Cells, row: str) -> int:
    return sum(number for cell, number in cells.items() if cell == f"{row}.c7" or _is_below(cell, row))


def _is_below(cell: str, row: str) -> bool:
    return cell.startswith(f"{row}_") and cell.endswith(".c7")


def _timeliness(report: AnnualReport, reach: Reach) -> str:
    whole = together(figures_of(requests_of(reach), Period.year(report.year)).values())
    if not whole.answered or reach.below:
        return ""
    if whole.on_time == whole.answered:
        return "全部按期答复。"
    return f"按期答复率为{whole.percent_on_time}％。"


def _remedies(cells: Cells) -> str:
    reviews = cells.get("T4.reconsideration.total", 0)
    suits = cells.get("T4.direct_suit.total", 0) + cells.get("T4.suit_after.total", 0)
    if not (reviews or suits):
        return "本年度没有因政府信息公开工作被申请行政复议、提起行政诉讼。"
    return f"因政府信息公开工作被申请行政复议{reviews}件，被提起行政诉讼{suits}件。"


def _other(report: AnnualReport, reach: Reach) -> str:
    """Fees are told in part six (国办函〔2020〕109号); those of the agencies below stand in their own reports."""
    if reach.below:
        return f"本年度收取信息处理费情况：{UNFILLED}"
    paid = Fee.objects.filter(request__agency__in=reach.own, paid_on__year=report.year)
    whole = paid.aggregate(count=Count("pk"), amount=Sum("amount"))
    if not whole["count"]:
        return "本年度没有收取信息处理费。"
    return f"本年度依法收取信息处理费{whole['count']}件，共计{whole['amount']}元。"
