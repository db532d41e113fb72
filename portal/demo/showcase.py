"""What a portal of this kind is for, once each in one county: power with its flow, list, consultation, correction.

The county is invented, and so is what it says.
"""

import datetime as dt
from functools import partial

from django.utils import timezone

from catalog.field_actions import apply_field_set
from catalog.models import CatalogEntry
from disclosure import actions as items
from disclosure.actions import consulting, opinions
from disclosure.actions.rows import add_row
from disclosure.models import Attribute, Item, Kind, WithdrawalGround
from portal.demo.history import History
from portal.demo.publishing import Desk, publish
from portal.demo.world import World

FLOW = [
    {"name": "申请", "post": "乡镇社会救助窗口", "limit": "当场", "note": "材料不齐的一次性告知"},
    {"name": "受理", "post": "乡镇社会救助窗口", "limit": "1个工作日", "note": ""},
    {"name": "入户核查", "post": "乡镇民政助理", "limit": "5个工作日", "note": "两人以上入户，随机抽查不少于30%"},
    {"name": "审核确认", "post": "县民政局救助股", "limit": "3个工作日", "note": "股长、分管负责人两级审签"},
    {"name": "公示和发放", "post": "县民政局财务室", "limit": "2个工作日", "note": "银行代发，短信告知"},
]
POWER = {
    "name": "临时救助审核确认",
    "basis": "《社会救助暂行办法》第四十七条至第四十九条",
    "conditions": "因火灾、交通事故、家庭成员突发重大疾病等原因，基本生活暂时出现严重困难的家庭和个人。",
    "steps": FLOW,
    "limit": "自受理之日起10个工作日；紧急情形24小时内先行救助",
    "rights": "对不予确认的决定，可在60日内申请行政复议或者六个月内提起行政诉讼。",
    "supervision": "县民政局办公室 0900-86320210；12345热线",
}
SHOPS = ("城关惠民超市", "柳桥镇兴旺粮油店", "石泉乡好又多便利店", "城东鲜果批发部", "明珠路老面坊", "南门水产行")
OFFENCES = ("经营超过保质期的食品", "未按规定公示食品经营许可证", "进货时未查验许可证和合格证明")
FINAL_TEXT = (
    "第一条　为方便城乡居民出行，制定本办法。\n\n"
    "第六条　末班车时间不早于18点，集市日不早于19点。\n\n"
    "第九条　学生卡享受四折。"
)
OPINIONS = (
    (
        "建议集市日的末班车延到19点，赶集的老人回不去。",
        "赵先生",
        "集市日延长末班车",
        "adopted",
        "已写入第六条。",
    ),
    ("学生卡折扣建议从五折改为三折。", "", "学生卡折扣", "partly", "财政可承受范围内改为四折，寒暑假除外。"),
    ("希望开通县城到石泉乡的夜间包车。", "周女士", "夜间包车", "not", "属经营性客运，不在本办法调整范围。"),
)


def show(world: World, desk: Desk, history: History) -> None:
    """Note everything, each on its day."""
    history.at(150, partial(_power, world, desk))
    history.at(140, partial(_list_of_penalties, world, desk))
    history.at(62, partial(_consultation, world, desk, history))
    history.at(24, partial(_second_consultation, world, desk))
    history.at(90, partial(_corrected, world, desk, history))
    history.at(55, partial(_withdrawn, world, desk, history))


def _power(world: World, desk: Desk) -> None:
    body = "本事项列入县民政局权责清单，流程、岗位和时限如下。"
    publish(desk, world["lx-mzj"], title="临时救助审核确认（职权运行流程图）", body=body, kind=Kind.POWER, parts=POWER)


def _list_of_penalties(world: World, desk: Desk) -> None:
    agency = world["lx-scj"]
    entry = CatalogEntry.objects.for_site(agency.government()).filter(duties__agency=agency).in_order().first()
    if entry is None:
        raise RuntimeError("The demo's market bureau has no entry of the catalog.")
    apply_field_set(entry, "penalties", by=world.people["officer"])
    writer = desk.writer(agency)
    item = items.draft(
        agency=agency, by=writer, title="2026年食品安全行政处罚信息", body="按双公示要求逐案公示。", kind=Kind.PENALTY,
        attribute=Attribute.PROACTIVE, entry=entry,
    )  # fmt: skip
    for number in range(18):
        add_row(item, by=writer, cells=_penalty(number))
    items.submit(item, by=writer)
    items.approve_and_publish(item, by=desk.reviewer(agency))


def _penalty(number: int) -> dict[str, str]:
    fined = number % 3 != 1
    day = timezone.localdate() - dt.timedelta(days=4 + 9 * number)
    return {
        "party_name": f"临溪县{SHOPS[number % len(SHOPS)]}（第{number // len(SHOPS) + 1}店）",
        "party_kind": "个体工商户",
        "doc_number": f"临市监罚〔{day.year}〕{120 - number}号",
        "offence_kind": ("经营超过保质期的食品", "未按规定公示食品经营许可证", "进货时未查验许可证和合格证明")[
            number % 3
        ],
        "facts": "现场检查发现上述情形，当事人予以承认。",
        "basis": "《中华人民共和国食品安全法》第一百二十四条、第一百二十六条",
        "penalty_kind": "罚款" if fined else "警告",
        "content": "责令改正，处以罚款" if fined else "责令改正，给予警告",
        "fine": f"{0.2 + 0.15 * (number % 7):.2f}" if fined else "",
        "decided_on": day.isoformat(),
        "authority": "临溪县市场监督管理局",
    }


def _consultation(world: World, desk: Desk, history: History) -> None:
    """Closed by now, every opinion answered, the outcome tied to the final document."""
    item = publish(
        desk, world["lx-jtj"], title="临溪县城乡公交运营补贴办法（征求意见稿）", kind=Kind.CONSULTATION,
        body="第一条　为方便城乡居民出行，制定本办法。\n\n第六条　末班车时间不早于18点。\n\n第九条　学生卡享受五折。",
    )  # fmt: skip
    for number, said in enumerate(OPINIONS):
        history.at(55 - 3 * number, partial(_opine, item, number, said[0], said[1]), hour=20)
    history.at(20, partial(_answer, desk, item), hour=15)
    history.at(12, partial(_conclude, world, desk, item), hour=15)


def _opine(item: Item, number: int, text: str, name: str) -> None:
    opinions.give_opinion(item.consultation, by=None, key=f"demo-opinion-{item.pk}-{number}", text=text, name=name)


def _answer(desk: Desk, item: Item) -> None:
    writer = desk.writer(item.agency)
    for number, (_text, _name, summary, result, reason) in enumerate(OPINIONS, 1):
        opinions.moderate(item.consultation, by=writer, numbers=[number], verb="show")
        opinions.answer(item.consultation, by=writer, numbers=[number], summary=summary, result=result, reason=reason)


def _conclude(world: World, desk: Desk, item: Item) -> None:
    final = publish(desk, world["lx-jtj"], title="临溪县城乡公交运营补贴办法", kind=Kind.NOTICE, body=FINAL_TEXT)
    statement = "征求意见期间收到意见3条，采纳1条，部分采纳1条，未采纳1条，理由见采纳情况表。"
    item.consultation.refresh_from_db()
    consulting.conclude(item.consultation, by=desk.reviewer(item.agency), statement=statement, document=final)


def _second_consultation(world: World, desk: Desk) -> None:
    """Open to opinions now, and for some days yet."""
    item = publish(
        desk, world["lx-jyj"], title="2027年小学招生服务区划分方案（征求意见稿）", kind=Kind.CONSULTATION,
        body="一、划分原则：就近入学、总体稳定。\n\n二、调整范围：城东片区新增县第三小学服务区。",
    )  # fmt: skip
    _opine(item, 0, "请公布各小区到学校的步行距离，再决定怎么划。", "")


def _corrected(world: World, desk: Desk, history: History) -> None:
    item = publish(
        desk, world["lx-wjj"], title="关于开展老年人免费体检的公告", kind=Kind.ANNOUNCEMENT,
        body="凡年满65周岁的常住居民，可于9月1日至9月30日到所在乡镇卫生院参加免费体检。",
    )  # fmt: skip
    history.at(84, partial(_correct, desk, item))


def _correct(desk: Desk, item: Item) -> None:
    writer, reviewer = desk.writer(item.agency), desk.reviewer(item.agency)
    body = "凡年满65周岁的常住居民，可于9月1日至10月31日到所在乡镇卫生院参加免费体检。"
    items.submit(items.revise(item, by=writer, body=body), by=writer)
    items.approve_and_publish(item, by=reviewer)
    items.note_correction(item, by=reviewer, reason="截止日期误写为9月30日，应为10月31日。", weight="major")


def _withdrawn(world: World, desk: Desk, history: History) -> None:
    """Out of date, and replaced by what holds now."""
    old, new = (
        publish(
            desk, world["lx-mzj"], title=f"{year}年度城乡低保标准", kind=Kind.NOTICE,
            body=f"城市每人每月{urban}元，农村每人每月{urban - 160}元。",
        )
        for year, urban in ((2025, 720), (2026, 760))
    )  # fmt: skip
    history.at(54, partial(_withdraw, world, old, new))


def _withdraw(world: World, old: Item, new: Item) -> None:
    reason = "标准已调整，请以2026年度标准为准。"
    by = world.people["cityhead"]
    items.withdraw(old, by=by, reason=reason, ground=WithdrawalGround.SUPERSEDED, replacement=new)
