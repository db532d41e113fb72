"""Two surveys of the demo: one that people are answering, one whose results are published. The answers are invented."""

import datetime as dt
import random
from functools import partial
from typing import Any, NamedTuple

from django.utils import timezone

from disclosure import actions as items
from disclosure.actions import responding, surveying
from disclosure.models import Asking, Attribute, Kind, ResponseText, Survey, SurveyField
from disclosure.questionnaire import Asked
from portal.agencies.models import Agency
from portal.demo.history import History
from portal.demo.publishing import Desk
from portal.demo.world import World

SATISFIED = {"low": "很不满意", "high": "很满意"}


class Poll(NamedTuple):
    """A survey: where, days ago, for how many days, what it asks, how many answer, what they write, what follows."""

    agency: str
    days_ago: int
    days: int
    field: str
    title: str
    body: str
    asked: tuple[Asked, ...]
    responses: int
    remarks: tuple[str, ...]
    statement: str = ""


CLINICS = Poll(
    "lx-wjj",
    8,
    30,
    SurveyField.MEDICAL,
    "乡镇卫生院就医体验问卷调查",
    "为改进乡镇卫生院的服务，请您用两分钟回答下面的问题。问卷不记名，调查结束后结果和改进措施在本页公布。",
    (
        Asked(
            Asking.ONE,
            "过去一年您去过几次乡镇卫生院？",
            options=("没有去过", "1至2次", "3至5次", "6次以上"),
        ),
        Asked(
            Asking.SEVERAL,
            "您希望卫生院最先改进什么？",
            options=("候诊时间", "药品品种", "检查设备", "医生人数", "夜间门诊", "医保结算"),
            least=1,
            most=3,
        ),
        Asked(Asking.SCALE, "您对最近一次就医的总体评价", is_required=False, **SATISFIED),
        Asked(Asking.TEXT, "您还有什么建议？", help="请勿填写姓名、电话。", is_required=False),
    ),
    26,
    ("希望周末也能拍片", "慢性病的药能一次开两个月", "挂号窗口少，早上排队久"),
)
MARKETS = Poll(
    "mc-scj",
    70,
    20,
    SurveyField.FOOD_DRUGS,
    "农贸市场食品快速检测公众满意度调查",
    "我市自去年起在农贸市场设立食品快速检测点。为了解检测点是否方便、结果是否可信，现向社会公开征集意见。问卷不记名。",
    (
        Asked(Asking.ONE, "您知道常去的农贸市场有快速检测点吗？", options=("知道，用过", "知道，没用过", "不知道")),
        Asked(
            Asking.SEVERAL,
            "您最关心哪几类食品？",
            options=("蔬菜水果", "肉和水产", "豆制品", "熟食", "食用油"),
            least=1,
            most=2,
        ),
        Asked(Asking.SCALE, "您对检测结果的公示满意吗？", **SATISFIED),
        Asked(Asking.TEXT, "您对快速检测有什么建议？", is_required=False),
    ),
    48,
    (
        "检测结果贴得太高看不清",
        "希望下午也能检测",
        "不合格的摊位要公布处理结果",
        "能不能在手机上查",
        "多抽查水产",
        "挺好",
    ),
    "一、自下月起各检测点在市场入口设置标识牌，检测时间延长至18时。\n"
    "二、检测结果每日在公示栏和本网站同步公布，不合格批次一并公布处理情况。\n"
    "三、水产和熟食的抽检批次提高三成。",
)


def run_surveys(world: World, desk: Desk, history: History) -> None:
    """Publish both; people answer in the days after, and of the older one the results are published."""
    for poll in (CLINICS, MARKETS):
        history.at(poll.days_ago, partial(_open, world[poll.agency], poll, desk, history), hour=9)


def _open(agency: Agency, poll: Poll, desk: Desk, history: History) -> None:
    writer, today = desk.writer(agency), timezone.localdate()
    item = items.draft(
        agency=agency,
        by=writer,
        title=poll.title,
        body=poll.body,
        kind=Kind.SURVEY,
        attribute=Attribute.PROACTIVE,
    )
    last = today + dt.timedelta(days=poll.days - 1)
    survey = surveying.set_up(item, by=writer, first=today, last=last, field=poll.field)
    surveying.write_questions(survey, by=writer, asked=poll.asked)
    items.submit(item, by=writer)
    items.approve_and_publish(item, by=desk.reviewer(agency))
    dice = random.Random(poll.title)  # noqa: S311 - the same answers whenever the demo is loaded
    span = min(poll.days, poll.days_ago) - 1
    for number in range(poll.responses):
        given = _answers(poll, number, dice)
        days_ago = poll.days_ago - 1 - dice.randrange(span)
        history.at(days_ago, partial(_respond, survey, number, given), hour=8 + number % 12)
    if poll.statement:
        history.at(poll.days_ago - poll.days - 6, partial(_conclude, survey, poll, desk))


def _answers(poll: Poll, number: int, dice: random.Random) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for position, one in enumerate(poll.asked, 1):
        places = [str(place) for place in range(1, len(one.options) + 1)]
        if one.asking == Asking.ONE:
            given[f"q{position}"] = dice.choice(places)
        elif one.asking == Asking.SEVERAL:
            given[f"q{position}"] = dice.sample(places, dice.randint(1, one.most or len(places)))
        elif one.asking == Asking.SCALE:
            given[f"q{position}"] = dice.choice("123344455")
        elif number < len(poll.remarks):
            given[f"q{position}"] = poll.remarks[number]
    return given


def _respond(survey: Survey, number: int, given: dict[str, Any]) -> None:
    responding.respond(survey, key=f"{survey.pk:016x}{number:016x}", given=given)


def _conclude(survey: Survey, poll: Poll, desk: Desk) -> None:
    agency = survey.item.agency
    texts = ResponseText.objects.on(survey).values_list("pk", flat=True)
    responding.moderate_texts(survey, by=desk.writer(agency), texts=list(texts), verb="show")
    surveying.conclude(survey, by=desk.reviewer(agency), statement=poll.statement)
