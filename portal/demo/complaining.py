"""Complaints and opinion cases of the demo: invented people with real grievances."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import NamedTuple

from django.utils import timezone

from disclosure.models import Item
from oversight import actions as oversight
from oversight.models import Channel, Complaint, ComplaintKind, Identity, OpinionCase, OpinionLevel, OpinionSource
from portal.accounts.models import User
from portal.demo.history import History
from portal.demo.world import World

CONTACT = {"name": "蒋女士", "contact": "13800000001"}


class Told(NamedTuple):
    """One complaint: about whom, how long ago, by which way; `way` says how far it has gone."""

    code: str
    days_ago: int
    kind: str
    identity: str
    text: str
    way: str = ""
    channel: str = Channel.WEB


COMPLAINTS = (
    Told("lx-jyj", 16, ComplaintKind.LATE, Identity.ANONYMOUS, "学区划分结果应当在开学前公布，到现在还没有看到。"),
    Told(
        "lx-lq", 10, ComplaintKind.INCOMPLETE, Identity.CONFIDENTIAL, "低保名单公示只有姓名，没有金额和监督电话。",
        "accept",
    ),
    Told("mc-water", 42, ComplaintKind.NOT_DISCLOSED, Identity.NAMED, "停水通知没有在网站公布。", "answer"),
    Told("mc-water", 40, ComplaintKind.LATE, Identity.ANONYMOUS, "家里停水两天才看到通知。", "join", Channel.HOTLINE),
    Told(
        "lx-mzj", 3, ComplaintKind.ATTITUDE, Identity.ANONYMOUS, "窗口人员说信息公开申请不归他们管，让我去别处问。"
    ),
    Told(
        "lx-mzj", 4, ComplaintKind.NOT_DISCLOSED, Identity.CONFIDENTIAL, "养老机构检查结果没有公布。", "forward",
        Channel.COUNTER,
    ),
    Told("ys-mzj", 7, ComplaintKind.LATE, Identity.NAMED, "敬老院整改情况迟迟不公开。"),
)  # fmt: skip
RESULT = "经核实，该公司已补发停水公告，并承诺今后提前24小时在网站公布。"
SUMMARY = "经核查，计划性停水公告未按规定提前在网站发布。该公司已补发公告，并建立停水信息提前24小时公布的制度。"


class Hearing:
    """The officers at work on the complaints; the first about the water company is kept for the one joined with it."""

    def __init__(self, world: World, history: History) -> None:
        self.world, self.history = world, history
        self.cases: dict[int, Complaint] = {}

    def file(self, number: int, told: Told) -> None:
        officer = self.world.people["otherofficer" if told.code.startswith("ys") else "officer"]
        facts = {"kind": told.kind, "identity": told.identity, "text": told.text, "key": f"demo-complaint-{number}"}
        facts |= CONTACT if told.identity != Identity.ANONYMOUS else {}
        agency = self.world[told.code]
        if told.channel == Channel.WEB:
            case, _code = oversight.submit_complaint(agency, **facts)
        else:
            case, _code = oversight.take_in_complaint(
                agency, by=officer, channel=told.channel, received_on=timezone.localdate(), **facts
            )
        self.cases[number] = case
        if told.way:
            getattr(self, f"_{told.way}")(case, officer, told.days_ago)

    def _after(self, case: Complaint, days_ago: int, days: int, verb: object, **facts: object) -> None:
        self.history.at(days_ago - days, partial(verb, case, **facts), hour=15)  # type: ignore[arg-type]

    def _accept(self, case: Complaint, officer: User, days_ago: int) -> None:
        """Accepted, the complainant asked something, who answered today."""
        self._after(case, days_ago, 1, oversight.accept, by=officer)
        asked = "请问您看到的是哪个村、哪一天的公示？便于我们核对。"
        self._after(case, days_ago, 2, oversight.write_to_complainant, by=officer, text=asked, asks=True)
        self._after(case, days_ago, 4, oversight.extend_complaint, by=officer, reason="需要到村里核对公示栏。")
        self._after(case, days_ago, 9, oversight.write_to_office, text="是柳桥村，上月二十号贴的那张。")

    def _answer(self, case: Complaint, officer: User, days_ago: int) -> None:
        self._after(case, days_ago, 1, oversight.accept, by=officer)
        self._after(case, days_ago, 5, oversight.answer, by=officer, result=RESULT)
        self._after(case, days_ago, 6, oversight.rate_result, score=5, words="说到做到，谢谢。")
        self._after(case, days_ago, 7, oversight.say_consent, may_publish=True)
        self._after(case, days_ago, 8, oversight.publish_complaint_result, by=officer, summary=SUMMARY)

    def _join(self, case: Complaint, officer: User, days_ago: int) -> None:
        self._after(case, days_ago, 1, oversight.join, by=officer, first=self.cases[2])

    def _forward(self, case: Complaint, officer: User, days_ago: int) -> None:
        self._after(case, days_ago, 1, oversight.accept, by=officer)
        extract = "请说明今年养老机构检查结果的公开情况：依据、时间、位置。"
        self._after(case, days_ago, 2, oversight.forward, by=officer, text=extract)


def file_complaints(world: World, history: History) -> None:
    """Complaints in every state, by several ways in; two are about the same."""
    hearing = Hearing(world, history)
    history.at(90, partial(_set_terms, world), hour=9)
    for number, told in enumerate(COMPLAINTS):
        history.at(told.days_ago, partial(hearing.file, number, told), hour=16)


def _set_terms(world: World) -> None:
    officer = world.people["officer"]
    for code in ("mc", "lx"):
        oversight.set_terms(world[code], by=officer, extension_days=5, keep_years=5)


def collect_opinions(world: World, history: History) -> None:
    """One case that was answered in time and evaluated, one that waits for a statement, one to be assessed."""
    history.at(55, partial(_press, world, history), hour=15)
    history.at(1, partial(_waiting_opinion, world), hour=16)
    history.at(0, partial(_collected, world, "家长反映暑期托管班收费不透明", OpinionSource.ONLINE, "明川论坛"), hour=8)


def _collected(world: World, title: str, source: str, source_name: str, concerned: str = "lx-jyj") -> OpinionCase:
    return oversight.collect_opinion(
        world["mc"], by=world.people["officer"], title=title, source=source, source_name=source_name,
        summary=f"{title}，帖文和评论要求公布依据和处理结果。", found_at=timezone.now() - dt.timedelta(hours=1),
        concerned=[world[concerned]],
    )  # fmt: skip


def _press(world: World, history: History) -> None:
    """The paper asks about something that the bureau publishes the next morning."""
    officer, owner = world.people["officer"], world["lx-mzj"]
    case = _collected(world, "媒体质疑今年低保标准迟迟未公布", OpinionSource.PRESS, "明川晚报", "lx-mzj")
    text = "情况属实，涉及困难群众切身利益，应当次日回应。"
    oversight.assess_opinion(case, by=officer, level=OpinionLevel.MAJOR, owner=owner, text=text)
    done = "标准已经县政府批准，正在履行公开审核程序，明日上午发布。"
    history.at(55, partial(oversight.handle_opinion, case, by=world.people["clerk"], text=done), hour=17)
    history.at(54, partial(_respond, world, case), hour=14)
    lessons = "标准批准后应当同步准备公开，不能等媒体追问。"
    scores = {"timeliness": 5, "substance": 4, "effect": 4, "lessons": lessons}
    history.at(48, partial(oversight.evaluate_opinion, case, by=officer, **scores), hour=10)


def _respond(world: World, case: OpinionCase) -> None:
    published = Item.objects.public().under(world["lx-mzj"]).filter(title__contains="低保标准").order_by("pk")[0]
    oversight.respond_to_opinion(
        case, by=world.people["head"], index_no=published.index_no, text="公布标准和执行时间。"
    )


def _waiting_opinion(world: World) -> None:
    officer = world.people["officer"]
    case = _collected(world, "居民反映自来水发黄", OpinionSource.HOTLINE, "12345热线", "mc-water")
    text = "三个小区集中反映，原因待查，四十八小时内应当回应。"
    oversight.assess_opinion(case, by=officer, level=OpinionLevel.LARGER, owner=world["mc-water"], text=text)
