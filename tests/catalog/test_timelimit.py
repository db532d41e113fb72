"""Every text of the real catalog, and how it is read."""

import csv
import time

import pytest

from catalog.limits import Cadence, Reading, Trigger
from catalog.timelimit import Limit, read
from portal.workdays.vocabulary import Unit
from tests.catalog.sheets import REAL

WD, CD, HOUR = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.HOUR
FORMED_20 = Limit(Trigger.FORMED, 20, WD)
UNSTATED_20 = Limit(Trigger.UNSTATED, 20, WD)

READ_AS = {
    "": (),
    "信息形成或变更之日起20个工作日内": (FORMED_20,),
    "信息形成(变更)20个工作日内": (FORMED_20,),
    "信息形成或者变更之日起20个工作日内": (FORMED_20,),
    "制定或获取信息之日起10个工作日内": (Limit(Trigger.FORMED, 10, WD),),
    "公开事项信息形成或变更之日起20个工作日内公开": (FORMED_20,),
    "自该信息形成或者变更之日起20个工作日内": (FORMED_20,),
    "信息形成20个工作日内公开;行政许可、行政处罚事项自作出行政决定之日起7个工作日内公示": (
        FORMED_20,
        Limit(Trigger.DECIDED, 7, WD, about="行政许可、行政处罚事项"),
    ),
    "信息形成或变更之日起20个工作日内公开": (FORMED_20,),
    "20个工作日": (UNSTATED_20,),
    "自该政府信息形成或者变更之日起20个工作日内及时公开": (FORMED_20,),
    "实时公开": (Limit(cadence=Cadence.AT_ONCE),),
    "及时公开": (Limit(cadence=Cadence.PROMPT),),
    "自制作或获取该信息之日起20个工作日内公开": (FORMED_20,),
    "除处罚决定外其他内容长期公开(动态调整);处罚决定20个工作日内": (
        Limit(cadence=Cadence.PERMANENT, about="除处罚决定外其他内容"),
        Limit(Trigger.UNSTATED, 20, WD, about="处罚决定"),
    ),
    "信息形成之日起20个工作日内": (FORMED_20,),
    "自信息形成或者变更之日起20个工作日内予以公开": (FORMED_20,),
    "信息形成或变更之日起20个工作日内;法律、法规另有规定的从其规定": (FORMED_20, Limit(cadence=Cadence.OTHER_LAW)),
    "本级人民代表大会或其常务委员会批准后20日内": (Limit(Trigger.APPROVED, 20, CD),),
    "信息形成或者变更之日起20个工作日内公开": (FORMED_20,),
    "20工作日": (UNSTATED_20,),
    "信息形成或者变更之日起20个工作日内予以公开": (FORMED_20,),
    "自收到申请之日起20个工作日内公开": (Limit(Trigger.REQUESTED, 20, WD),),
    "自收到申请之日起20个工作日内": (Limit(Trigger.REQUESTED, 20, WD),),
    "信息获取(形成、变更)20个工作日内": (FORMED_20,),
    "执法决定信息在决定作出之日起7个工作日内公开;其他相关信息形成或变更之日起20个工作日内公开": (
        Limit(Trigger.DECIDED, 7, WD, about="执法决定信息"),
        Limit(Trigger.FORMED, 20, WD, about="其他相关信息"),
    ),
    "信息产生、变更之日起20个工作日内公开,保持长期公开": (FORMED_20, Limit(cadence=Cadence.PERMANENT)),
    "收到征地批准文件之日起10个工作日内公开": (Limit(Trigger.RECEIVED, 10, WD),),
    "制定或获取信息之日起10个工作日内,公示7个工作日": (
        Limit(Trigger.FORMED, 10, WD),
        Limit(number=7, unit=WD, cadence=Cadence.DISPLAYED),
    ),
    "信息形成之日起20个工作日内;行政许可和行政处罚决定作出后7个工作日内": (
        FORMED_20,
        Limit(Trigger.DECIDED, 7, WD, about="行政许可和行政处罚"),
    ),
    "随采购公告、采购文件公开": (Limit(cadence=Cadence.WITH_PROCUREMENT),),
    "按进展情况及时公开": (Limit(cadence=Cadence.ON_PROGRESS),),
    "行政处罚决定形成之日起20个工作日内": (Limit(Trigger.FORMED, 20, WD, about="行政处罚决定"),),
    "同政策文件同步发布": (Limit(cadence=Cadence.WITH_POLICY),),
    "自形成或者变更之日起20个工作日内予以公开,法律法规另有规定的从其规定": (
        FORMED_20,
        Limit(cadence=Cadence.OTHER_LAW),
    ),
    "在实地启动拟征收土地工作时,在村公示栏公开": (Limit(Trigger.STARTED, cadence=Cadence.AT_EVENT),),
    "拟征收土地现状调查结束后5个工作日内,在村公示栏公开": (Limit(Trigger.ENDED, 5, WD),),
    "分配结果确定后20个工作日内": (Limit(Trigger.DETERMINED, 20, WD),),
    "自信息形成或者变更之日起20个工作日内予以公开;结果信息自形成或者变更之日起7个工作日内予以公开": (
        FORMED_20,
        Limit(Trigger.FORMED, 7, WD, about="结果信息"),
    ),
    "长期": (Limit(cadence=Cadence.PERMANENT),),
}


def _real_texts() -> set[str]:
    with REAL.open(encoding="utf-8-sig", newline="") as file:
        return {row["time_limit"] for row in csv.DictReader(file)}


def test_the_table_holds_every_text_of_the_real_catalog():
    assert _real_texts() == set(READ_AS)


@pytest.mark.parametrize(("text", "limits"), READ_AS.items())
def test_reads_every_text_of_the_real_catalog(text, limits):
    assert read(text) == (Reading.STATED if text else Reading.NOT_STATED, limits)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("事件发生后24小时内", Limit(Trigger.OCCURRED, 24, HOUR)),
        ("决定作出之日起七个工作日内", Limit(Trigger.DECIDED, 7, WD)),
        ("自信息形成之日起二十个工作日内", FORMED_20),
        ("信息形成之日起20 个工作日内", FORMED_20),
        ("半年至少更新1次", Limit(cadence=Cadence.HALF_YEARLY)),
        ("每半年更新一次", Limit(cadence=Cadence.HALF_YEARLY)),
        ("每年", Limit(cadence=Cadence.YEARLY)),
        ("按季度公开", Limit(cadence=Cadence.QUARTERLY)),
        ("每月更新一次", Limit(cadence=Cadence.MONTHLY)),
    ],
)
def test_reads_other_spellings(text, limit):
    assert read(text) == (Reading.STATED, (limit,))


@pytest.mark.parametrize(
    "text",
    [
        "适时公开",
        "信息形成后尽快",
        "0个工作日内",
        "信息形成之日起20个工作日内;另行通知",
        "征求意见结束后20个工作日内",
        "20",
        ";",
        "信息形成之日起20个工作日内" * 40,
    ],
)
def test_never_guesses(text):
    assert read(text) == (Reading.NOT_UNDERSTOOD, ())


def test_reads_hostile_text_in_no_time():
    started = time.perf_counter()
    for text in ("或" * 300, "信息形成" * 75, "及时" * 150, "(" * 300, "一" * 100_000):
        read(text)
    assert time.perf_counter() - started < 1
