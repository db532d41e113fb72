"""Requests in every state: invented people asking real questions."""

import datetime as dt
from functools import partial
from typing import NamedTuple

from django.utils import timezone

from catalog.models import NegativeGround
from disclosure.models import Kind
from portal.accounts.models import User
from portal.demo.blackened import add_list
from portal.demo.history import History, Step
from portal.demo.publishing import Desk, publish
from portal.demo.world import World
from requests_app import actions
from requests_app.actions.matters import Part
from requests_app.fees import Method
from requests_app.models import (
    Addressee,
    Applicant,
    Delivery,
    DisclosureRequest,
    FormWanted,
    IdentityKind,
    TopicRequest,
)
from requests_app.outcomes import Outcome


class Case(NamedTuple):
    """A request: where, days ago, what, by whom, and how far it has come since (`Office` below has the steps)."""

    agency: str
    days_ago: int
    subject: str
    applicant: str
    way: str
    category: str = Applicant.PERSON


# Thirty calendar days are about twenty working days, so what came more than a month ago unanswered is overdue.
REQUESTS = (
    Case("lx-mzj", 1, "2026年城乡低保对象审核确认流程和公示名单", "陈女士", "received"),
    Case("lx-mzj", 4, "临时救助备用金拨付和使用情况", "刘先生", "registered"),
    Case("lx-mzj", 9, "柳桥镇敬老院改造工程预算和招标文件", "张女士", "processing"),
    Case("lx-mzj", 26, "特困人员供养标准的测算依据", "王先生", "processing"),
    Case("lx-mzj", 52, "2025年慈善捐赠资金使用明细", "明川市阳光公益中心", "processing", Applicant.NON_PROFIT),
    Case("lx-mzj", 70, "农村低保复核工作通知", "李女士", "disclosed"),
    Case("lx-mzj", 95, "婚姻登记档案利用办法", "赵先生", "disclosed"),
    Case("lx-mzj", 120, "养老服务设施布局规划（2021—2025年）", "孙女士", "partly"),
    # of the year before, so that last year's report has something to count
    Case("lx-mzj", 388, "养老机构运营补贴发放情况", "钱先生", "disclosed"),
    Case("lx-mzj", 381, "临时救助审批档案", "明川市阳光公益中心", "partly", Applicant.NON_PROFIT),
    Case("lx-lq", 376, "村级道路硬化工程结算资料", "田女士", "disclosed"),
    Case("lx-jyj", 12, "县第二小学学区划分方案的论证材料", "周女士", "consulting"),
    Case("lx-jyj", 48, "民办幼儿园收费备案文件", "吴先生", "processing"),
    Case("lx-jyj", 80, "2025年教师招聘各岗位成绩分布", "郑先生", "not_held"),
    Case("lx-zrj", 6, "石泉乡东片区土地征收补偿安置方案", "冯女士", "supplementing"),
    Case("lx-zrj", 33, "柳桥镇宅基地审批结果", "马先生", "extended"),
    Case("lx-zrj", 60, "矿山生态修复项目验收报告", "明川绿野环保中心", "internal", Applicant.NON_PROFIT),
    Case("lx-lq", 3, "文化广场建设项目资金来源", "田女士", "received"),
    Case("lx-lq", 45, "2025年村级公益事业奖补资金发放表", "何先生", "disclosed"),
    Case("lx-lq", 110, "农村危房改造对象名单", "高女士", "partly"),
    Case("mc-water", 8, "供水水质检测年度报告", "罗先生", "processing"),
    Case("mc-water", 65, "阶梯水价成本监审结论", "许女士", "disclosed"),
    Case("mc-hbj", 15, "经济开发区污水处理厂在线监测数据", "明川日报社", "reviewing", Applicant.OTHER),
    Case("mc-hbj", 58, "工业园区环评批复文件", "沈先生", "disclosed"),
    Case("mc-hbj", 100, "重污染天气应急减排企业名单", "林女士", "disclosed"),
    Case("mc-czj", 40, "2025年“三公”经费决算明细", "何律师事务所", "processing", Applicant.LEGAL_SERVICE),
    Case("mc-czj", 75, "地方政府专项债券项目清单", "明川财经研究院", "disclosed", Applicant.RESEARCH),
    Case("mc-zjj", 20, "2016年以来棚户区改造各项目的招标文件", "明川鼎新建设有限公司", "paying", Applicant.COMPANY),
    Case("mc-zjj", 50, "老旧小区改造计划和进度", "曹先生", "withdrawn"),
    Case("mc-zjj", 85, "公租房分配结果", "袁女士", "disclosed"),
    Case("mc-scj", 22, "食品抽检不合格企业处罚决定书", "邓女士", "petition"),
    Case("mc-scj", 90, "特种设备检验收费依据", "明川机械有限公司", "disclosed", Applicant.COMPANY),
    Case("qh-nyj", 55, "高标准农田建设项目验收结果", "谢先生", "processing"),
    Case("qh-nyj", 72, "耕地地力保护补贴发放明细", "韩女士", "partly"),
    Case("qh-mzj", 18, "低保家庭经济状况核对办法", "唐先生", "processing"),
    Case("ys-mzj", 10, "远山县养老机构补贴发放情况", "宋女士", "processing"),
    Case("ys-mzj", 64, "远山县敬老院消防整改情况", "邱先生", "disclosed"),
    Case("lx-mzj", 38, "石泉乡、柳桥镇临时救助对象名单", "陈女士", "blackened"),
)

# Answers whose applicant proposes that everybody can read them.
PROPOSED = {"农村低保复核工作通知"}

# No two applicants share a number, or every request would look like a repetition.
PREFIXES = {True: "11010119000101", False: "91000000MA0000"}

ANSWERS = {
    "disclosed": (
        Outcome.DISCLOSED,
        "经检索，您申请的信息本机关已制作保存，现予以公开，复制件随本告知书一并提供。",
        "",
    ),
    "partly": (
        Outcome.PARTLY_DISCLOSED,
        "您申请的信息中含有个人信息，本机关作区分处理后向您提供其余部分。",
        "名单所载身份证号码、银行账号、家庭住址属于个人隐私，公开会对他人合法权益造成损害；经征求意见，权利人不同意公开。",
    ),
    "blackened": (
        Outcome.PARTLY_DISCLOSED,
        "您申请的名单中含有个人信息，本机关遮盖身份证号码、住址和银行账号后提供给您，文件随本告知书一并提供。",
        "身份证号码、住址、银行账号属于个人隐私，公开会对他人合法权益造成损害；经征求意见，权利人不同意公开。",
    ),
    "not_held": (
        Outcome.NOT_HELD,
        "经检索，本机关未制作也未获取您申请的信息。",
        "岗位成绩由市人力资源和社会保障局统一组织考试并保存，建议向该局咨询。",
    ),
    "internal": (
        Outcome.PROCESS_INFORMATION,
        "您申请的验收讨论稿属于过程性信息，本机关决定不予公开。",
        "验收结论尚未作出，所涉讨论记录和过程稿形成于审查阶段，公开可能影响独立作出结论。",
    ),
    "petition": (
        Outcome.PETITION,
        "您以信息公开申请的形式进行投诉举报，本机关不作为政府信息公开申请处理。",
        "所提事项请求查处企业违法行为，可通过12315平台投诉举报。",
    ),
}


class Office:
    """Takes cases through the office, each step by the people who may take it, on the day it falls due."""

    def __init__(self, world: World, history: History) -> None:
        self.world, self.history = world, history

    def clerk(self, code: str) -> User:
        known = {
            "lx-mzj": "clerk",
            "lx-jyj": "sibling",
            "lx-lq": "township",
            "mc-water": "water",
            "qh-mzj": "othercounty",
        }
        return self.world.people["otherclerk" if code.startswith("ys") else known.get(code, "cityclerk")]

    def head(self, code: str) -> User:
        if code.startswith("ys"):
            return self.world.people["otherhead"]
        return self.world.people["head" if code == "lx-mzj" else "cityhead"]

    def file(self, number: int, case: Case) -> None:
        """File the case and note its further steps."""
        signed_in = self.world.people["citizen"] if case.applicant == "陈女士" else None
        filed = actions.submit_request(
            self.world[case.agency],
            by=signed_in,
            key=f"demo-request-{number}",
            name=case.applicant,
            identity_kind=IdentityKind.ID_CARD if case.category == Applicant.PERSON else IdentityKind.CREDIT_CODE,
            identity_number=f"{PREFIXES[case.category == Applicant.PERSON]}{number:04d}",
            category=case.category,
            phone="13800000000",
            email="citizen@example.test" if signed_in else "",
            address="",
            subject=case.subject,
            description=f"请提供{case.subject}。",
            form_wanted=FormWanted.ELECTRONIC,
            delivery=Delivery.ONLINE,
        ).case
        if case.way != "received":
            self.soon(1, partial(self.register, filed, case))

    def soon(self, days: float, step: Step) -> None:
        """Note `step` for some days after the present moment of the history, in office hours."""
        when = timezone.localtime(self.history.now + dt.timedelta(days=days))
        if when < self.history.today:
            self.history.on(when.replace(hour=9 + when.day % 8), step)

    def register(self, request: DisclosureRequest, case: Case) -> None:
        clerk = self.clerk(case.agency)
        actions.register(request, by=clerk)
        if case.way != "registered":
            self.soon(1, partial(self.process, request, case))

    def process(self, request: DisclosureRequest, case: Case) -> None:
        clerk = self.clerk(case.agency)
        actions.process(request, by=clerk)
        if case.way == "supplementing":
            until = timezone.localdate(self.history.now) + dt.timedelta(days=15)
            points = "1.请写明所需信息对应的地块名称或者征收批准文号；2.请写明信息形成的大致时间。"
            actions.ask_supplement(request, by=clerk, points=points, respond_by=until)
            return
        actions.record_search(
            request,
            by=clerk,
            places="本机关档案室、办公系统、业务科室台账",
            terms=case.subject,
            result="检索到相关文件" if case.way != "not_held" else "未检索到",
        )
        if case.way == "blackened":
            add_list(request, by=clerk)
        self.further(request, case, clerk)

    def further(self, request: DisclosureRequest, case: Case, clerk: User) -> None:
        if case.way == "consulting":
            letter = "您提供的论证意见可能被公开，请于收到之日起15个工作日内回复是否同意。"
            actions.consult(request, by=clerk, addressee=Addressee.THIRD_PARTY, party="学区论证专家组", letter=letter)
        elif case.way == "paying":
            account = "汇至市财政非税收入专户，附言写明受理编号。"
            actions.charge_fee(request, by=clerk, method=Method.ITEMS, units=14, how_to_pay=account)
        elif case.way == "extended":
            self.soon(
                18, partial(actions.extend, request, by=self.head(case.agency), days=15, reason="需核对两镇审批底册")
            )
        elif case.way == "withdrawn":
            self.soon(6, partial(actions.withdraw, request, by=None))
        elif case.way == "reviewing":
            self.soon(5, partial(self.decide, request, case, "disclosed"))
        elif case.way in ANSWERS:
            self.soon(4 + len(case.subject) % 9, partial(self.decide, request, case, case.way))

    def decide(self, request: DisclosureRequest, case: Case, way: str) -> None:
        outcome, text, grounds = ANSWERS[way]
        actions.decide(
            request,
            by=self.clerk(case.agency),
            outcome=outcome,
            text=text,
            grounds=grounds,
            withheld=_withheld(outcome),
        )
        if case.way != "reviewing":
            self.soon(1, partial(actions.approve_decision, request, by=self.head(case.agency)))
            if case.subject in PROPOSED:
                self.soon(6, partial(actions.propose, request))
            if case.days_ago > 90:
                self.soon(12, partial(actions.archive, request, by=self.clerk(case.agency)))


def _withheld(outcome: Outcome) -> list[Part]:
    if outcome is not Outcome.PARTLY_DISCLOSED:
        return []
    return [Part("身份证号码、银行账号、家庭住址", NegativeGround.objects.get(code=Outcome.THIRD_PARTY))]


def file_requests(world: World, history: History) -> None:
    """Applications on request, from filed this morning to archived, overdue ones among them."""
    office = Office(world, history)
    for number, case in enumerate(REQUESTS):
        history.at(case.days_ago, partial(office.file, number, case), hour=9 + number % 7)


TOPICS = (
    ("lx-lq", 6, "公开柳桥镇农贸市场改造什么时候完工", "想知道工期、责任单位和临时摊位安排。", 9, ""),
    ("lx-mzj", 14, "公开全县养老助餐点地址和收费", "父母住在石泉乡，想知道附近有没有助餐点。", 21, "answer"),
    ("lx-mzj", 13, "公开助餐点的地址", "不知道家附近哪里有助餐点。", 3, "merge"),
    ("mc-water", 20, "公开停水计划的提前通知规则", "上个月两次停水都没有收到通知。", 16, ""),
    ("mc-jyj", 35, "公开各初中学区内小区名单", "孩子明年上初中，想提前了解。", 34, "answer"),
    ("mc-hbj", 28, "公开垃圾焚烧厂日均排放数据", "希望按月公布二噁英和烟尘数据。", 27, "answer"),
    ("lx-zrj", 40, "公开违法占地举报人的处理情况名单", "希望知道是谁举报了我家。", 2, "refuse"),
    ("mc-zjj", 50, "公开老旧小区加装电梯补贴申请进度", "申请交上去半年了，不知道到了哪一步。", 14, ""),
    ("ys-mzj", 9, "公开远山县婚姻登记处周末值班安排", "上班的人只有周末有空。", 5, ""),
)


# what was published because of them; the demo's own words
PUBLISHED = {
    "公开全县养老助餐点地址和收费": "全县现有助餐点11个，设在城关镇、柳桥镇、石泉乡等地，午餐每份8元至12元。",
    "公开各初中学区内小区名单": "各初中的学区以河流和主干道为界，界内住宅小区按学校列出，新建小区交付后三十日内补充。",
    "公开垃圾焚烧厂日均排放数据": "焚烧厂颗粒物、氮氧化物日均值每日公布，二噁英每季度监测一次，报告出具后公布。",
}


def file_topics(world: World, history: History) -> None:
    """Topic requests: waiting, answered by publishing, refused in public with facts, ground and article."""
    office = Office(world, history)
    for number, (code, days_ago, title, body, supporters, way) in enumerate(TOPICS):
        history.at(days_ago, partial(_file_topic, office, number, code, title, body, supporters, way), hour=15)


def _file_topic(office: Office, number: int, code: str, title: str, body: str, supporters: int, way: str) -> None:
    topic = actions.submit_topic(office.world[code], by=None, key=f"demo-topic-{number}", title=title, body=body).case
    for supporter in range(supporters):
        actions.support_topic(topic, mark=f"demo-{number}-{supporter}")
    if way:
        office.soon(2 if way == "merge" else 7, partial(_settle_topic, office, topic, code, way))


def _settle_topic(office: Office, topic: TopicRequest, code: str, way: str) -> None:
    clerk = office.clerk(code)
    if way == "refuse":
        ground = NegativeGround.objects.get(code="R3_3_4")
        facts = "所要求公开的内容为举报人身份信息，公开会侵害其合法权益。"
        actions.refuse_topic(topic, by=clerk, facts=facts, ground=ground)
        return
    if way == "merge":
        earlier = TopicRequest.objects.earlier_than(topic).unmerged().public().newest_first()[0]
        actions.merge_topic(topic, by=clerk, into=earlier)
        return
    body = f"{PUBLISHED[topic.title]}\n\n（本条为演示。）"
    title = topic.title.removeprefix("公开")
    item = publish(Desk(office.world), topic.agency, title=title, body=body, kind=Kind.NOTICE)
    actions.answer_topic(topic, by=clerk, item=item, answer="已按您的建议整理发布，详见所附信息。")
