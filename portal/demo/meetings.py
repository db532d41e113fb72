"""Hearings of the demo: one that takes sign-ups today, and one that was held, with what became of every view."""

import datetime as dt
from functools import partial
from typing import Any

from django.utils import timezone

from disclosure import actions as items
from disclosure.actions import hearing_outcome, participants
from disclosure.actions.hearings import set_up_hearing
from disclosure.actions.signing_up import sign_up
from disclosure.models import Attribute, Hearing, Kind
from portal.agencies.models import Agency
from portal.demo.history import History
from portal.demo.publishing import Desk
from portal.demo.world import World

RULES = (
    "一、消费者代表从报名人员中按报名先后确定，同一单位、同一小区不超过一人。\n"
    "二、利益相关方和专家代表由有关单位推荐，与消费者代表人数之比不超过二比三。\n"
    "三、参加人名单在会前公布。"
)
WATER = (
    "根据《重大行政决策程序暂行条例》第十六条，拟就居民生活用水价格调整方案举行听证会。\n\n"
    "听证事项：居民生活用水第一阶梯水量基数和各阶梯水价。方案一、方案二要点及成本监审结论见本公告所附材料。\n\n"
    "报名方式：在本页面报名，或者在工作时间拨打联系电话。听证会材料随本公告一并公布。"
)
BUS = (
    "拟就城区公交线网优化方案召开座谈会，邀请沿线居民、学校和企业代表参加。\n\n"
    "座谈内容：三条线路调整走向、末班车时间和候车设施。方案全文见本公告。"
)
PEOPLE = (
    ("陈立新", "居民，文景路社区", True, "第一阶梯水量应照顾多人口家庭。"),
    ("林秀英", "退休职工", False, ""),
    ("明川小吃行业协会", "行业协会代表", True, "希望明确小餐饮适用的水价类别。"),
    ("赵一鸣", "高校教师", False, ""),
)


def hold_hearings(world: World, desk: Desk, history: History) -> None:
    """Note both, from the notice on."""
    history.at(4, partial(_announce_water, world["mc-fgw"], desk, history), hour=9)
    history.at(40, partial(_announce_bus, world["mc-cgj"], desk, history), hour=9)


def _publish(agency: Agency, desk: Desk, *, title: str, body: str, first_after: int, **terms: Any) -> Hearing:
    """A notice from draft to public; sign-up runs for 12 days from today, the sitting is `first_after` days away."""
    writer, reviewer = desk.writer(agency), desk.reviewer(agency)
    item = items.draft(
        agency=agency, by=writer, title=title, body=body, kind=Kind.HEARING, attribute=Attribute.PROACTIVE
    )
    today = timezone.localdate()
    starts_at = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=first_after), dt.time(9)))
    set_up_hearing(
        item, by=writer, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=3), first=today,
        last=today + dt.timedelta(days=12), rules=RULES, contact="办公室", phone=agency.phone, **terms,
    )  # fmt: skip
    items.submit(item, by=writer)
    items.approve_and_publish(item, by=reviewer)
    return Hearing.objects.get(item=item)


def _sign_up(hearing: Hearing, number: int) -> None:
    name, represents, shows_name, view = PEOPLE[number]
    sign_up(
        hearing, key=f"demo-hearing-{hearing.kind}-{number}", name=name, represents=represents, shows_name=shows_name,
        view=view, phone=f"0900-555010{number}",
    )  # fmt: skip


def _announce_water(agency: Agency, desk: Desk, history: History) -> None:
    hearing = _publish(
        agency, desk, title="关于举行居民生活用水价格调整听证会的公告", body=WATER, first_after=20, kind="hearing",
        place="明川市政务服务中心三楼会议室", seats=12, waiting_limit=6,
        who="本市行政区域内的居民生活用水用户，年满十八周岁。",
    )  # fmt: skip
    for number in range(len(PEOPLE)):
        history.at(3 - number * 0.5, partial(_sign_up, hearing, number))


def _announce_bus(agency: Agency, desk: Desk, history: History) -> None:
    hearing = _publish(
        agency, desk, title="关于召开城区公交线网优化座谈会的公告", body=BUS, first_after=18, kind="symposium",
        place="明川市图书馆报告厅", seats=3, waiting_limit=2, who="调整线路沿线的居民、学校和企业。",
    )  # fmt: skip
    for number in range(len(PEOPLE)):
        history.at(36 - number, partial(_sign_up, hearing, number))
    history.at(25, partial(_choose, hearing, desk))
    history.at(21, partial(_conclude, hearing, desk))


def _choose(hearing: Hearing, desk: Desk) -> None:
    agency = hearing.agency
    participants.choose(hearing, by=desk.writer(agency), numbers=[1, 2, 3], verb="select")
    participants.choose(
        hearing, by=desk.writer(agency), numbers=[4], verb="pass_over", reason="席位已满，按报名先后确定。"
    )
    participants.publish_list(hearing, by=desk.reviewer(agency))


def _conclude(hearing: Hearing, desk: Desk) -> None:
    agency = hearing.agency
    writer = desk.writer(agency)
    participants.record_attendance(hearing, by=writer, numbers=[1, 3])
    views = (
        ("末班车应当延后到二十一点三十分。", 1, "adopted", "自下月起两条线路末班车延后至二十一点三十分。"),
        ("文景路口增设候车亭。", 3, "partly", "先设站牌和座椅，候车亭列入明年计划。"),
        ("恢复已停运的支线。", None, "not", "该支线日均客流不足二十人次，改由预约公交覆盖。"),
    )
    for text, speaker, result, reason in views:
        view = hearing_outcome.record_view(hearing, by=writer, text=text, speaker=speaker)
        hearing_outcome.answer_views(hearing, by=writer, numbers=[view.number], result=result, reason=reason)
    minutes = "会议由市城市管理执法局主持，到会代表逐一发言，主管部门当场说明方案依据。会后逐条研究，采纳情况见下表。"
    hearing_outcome.conclude_hearing(hearing, by=desk.reviewer(agency), minutes=minutes)
