"""Errors on pages that readers of the demo reported: one put right, one that waits, one that was the platform's."""

from __future__ import annotations

from functools import partial

from oversight import actions as oversight
from oversight.models import PageErrorKind, PageReportOutcome
from portal.demo.history import History
from portal.demo.world import World

FIXED = "感谢指正。单位地址已更新为新办公地点，并核对了办公时间。"
PLATFORM = "经排查，属平台检索服务短时中断，已于当日恢复。"


def report_errors(world: World, history: History) -> None:
    history.at(12, partial(_address, world, history), hour=10)
    history.at(6, partial(_search, world, history), hour=11)
    history.at(0, partial(_word, world), hour=8)


def _address(world: World, history: History) -> None:
    report, _code = oversight.report_page(
        world["lx"], key="demo-error-address", page="/agencies/lx-mzj/", kind=PageErrorKind.CONTENT,
        text="页面上的办公地址还是搬迁以前的。", contact="13800000002",
    )  # fmt: skip
    clerk = world.people["clerk"]
    history.at(12, partial(oversight.accept_page_report, report, by=clerk), hour=15)
    facts = {"outcome": PageReportOutcome.FIXED, "text": FIXED}
    history.at(11, partial(oversight.answer_page_report, report, by=clerk, **facts), hour=10)


def _search(world: World, history: History) -> None:
    report, _code = oversight.report_page(
        world["mc"], key="demo-error-search", page="/search/", kind=PageErrorKind.NOT_OPENING,
        text="上午搜索“公积金”一直打不开。",
    )  # fmt: skip
    facts = {"outcome": PageReportOutcome.PLATFORM, "text": PLATFORM}
    history.at(6, partial(oversight.answer_page_report, report, by=world.people["officer"], **facts), hour=16)


def _word(world: World) -> None:
    oversight.report_page(
        world["lx"], key="demo-error-word", page="/agencies/lx-mzj/", kind=PageErrorKind.WORD,
        text="职责第二段“社会救肋”应为“社会救助”。",
    )  # fmt: skip
