"""The organisation of the work in the demo: one county in earnest, its city with a leading group."""

import datetime as dt
from decimal import Decimal
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from oversight import actions as oversight
from oversight.models import Course, StaffMember, Submission, WorkPlan
from oversight.models.work_terms import months_before, usual_quotas
from portal.accounts.models import User
from portal.demo.history import History
from portal.demo.world import COUNTY_BUREAUS, World

COUNTY, CITY = "lx", "mc"
SILENT = "lx-wlj"  # names nobody, files nothing, sends in too little
BUREAUS = [f"{COUNTY}-{code}" for code in COUNTY_BUREAUS]
UNITS = [*BUREAUS, "lx-lq", "lx-sq"]
TOPICS = (
    ("组织政策宣讲进社区", "围绕群众关心的政策，组织业务骨干到社区现场讲解，发放一次性告知单，当场答复咨询。"),
    ("开展政府开放日活动", "邀请人大代表、政协委员和群众代表走进办事大厅，观摩办事流程，听取意见建议。"),
    ("更新主动公开事项目录", "对照标准目录逐项核对，补充遗漏事项，更新责任科室和公开时限。"),
    ("规范依申请公开办理", "梳理近期办理的申请，统一答复格式，明确登记、审核、送达各环节责任。"),
    ("推进公开栏规范化建设", "统一村（社区）公开栏式样，明确更新时限，由专人每月核对。"),
    ("清理过期公开信息", "对网站历史信息进行排查，更正失效电话和办公地址，撤下过期公示。"),
    ("举办新闻媒体座谈会", "邀请本地媒体座谈，通报工作进展，回应记者提问。"),
    ("完善政策解读机制", "重要文件与解读方案同步起草、同步审批、同步公布，增加图解和问答形式。"),
)
LEADERS = (
    ("沈立", "县长", "leader"), ("顾明", "常务副县长", "deputy"), ("许敏", "县政府办公室主任", "director"),
    ("韩东", "县司法局局长", "member"), ("秦岚", "县数据资源管理局局长", "member"),
)  # fmt: skip
NAMES = ("方华", "邵云", "陆平", "江涛", "贺兰", "严青", "苏航", "谭月", "柳絮", "汪洋", "庄严", "乔木")


def organise(world: World, history: History) -> None:
    """Note every step; the days of the terms are set around today, so that something is always due."""
    Organising(world, history).begin()


class Organising:
    """Carries the work of the county through, by its officer and the clerks of its agencies."""

    def __init__(self, world: World, history: History) -> None:
        self.world, self.history = world, history
        self.today = timezone.localdate(history.today)
        self.since = months_before(self.today.replace(day=1), 3)
        self.officer = world.people["countyofficer"]
        self.clerks = {"lx-mzj": "clerk", "lx-jyj": "sibling", "lx-lq": "township"}

    def by(self, code: str) -> User:
        """The clerk of the agency, or the county's officer where it has none."""
        return self.world.people[self.clerks.get(code, "countyofficer")]

    def begin(self) -> None:
        at = self.history.at
        age = (self.today - self.since).days
        at(age, self.set_up, hour=8)
        for place, code in enumerate(code for code in UNITS if code != SILENT):
            at(age - 3 - place % 5, partial(self.name_people, code, place), hour=9)
            at(age - 8 - place % 7, partial(self.file_plan, code), hour=10)
        at(age - 20, self.receive, hour=11)
        at(age - 22, self.file_again, hour=11)
        self.note_submissions()
        at(age - 40, self.hold_course, hour=15)
        at(30, partial(self.publish, "编者按：本期刊登各单位推进公开工作的做法，供学习借鉴。"), hour=16)
        at(6, partial(self.publish, ""), hour=16)
        at(12, self.note_the_rest, hour=14)
        at(1, self.begin_next_issue, hour=16)

    def set_up(self) -> None:
        month_day = "{:%m-%d}".format
        oversight.set_work_terms(
            self.world[COUNTY], by=self.officer, since=self.since, quotas=usual_quotas(), late_days=5,
            persons_by=month_day(self.since + dt.timedelta(days=20)),
            plan_by=month_day(self.since + dt.timedelta(days=30)),
            heard_by=month_day(self.today + dt.timedelta(days=4)),
            training_target=80, training_months=24, most_sites=2,
        )  # fmt: skip
        day = self.since - dt.timedelta(days=40)
        for code, name, number in ((COUNTY, "临溪县", "临政办发"), (CITY, "明川市", "明政办发")):
            by = self.officer if code == COUNTY else self.world.people["officer"]
            oversight.form_group(
                self.world[code], by=by, name=f"{name}政务公开领导小组", document_number=f"{number}〔{day.year}〕12号",
                began_on=day, mandate="统筹推进全域政务公开工作，研究解决重大问题，组织考核评价。",
                staff_count=3 if code == CITY else 1,
                premises="行政中心4号楼302室", budget=Decimal(12),
            )  # fmt: skip
            for person, post, role in LEADERS:
                there = post if code == COUNTY else post.replace("县", "市")
                oversight.add_member(self.world[code], by=by, name=person, post=there, role=role, began_on=day)

    def name_people(self, code: str, place: int) -> None:
        agency = self.world[code]
        chief = "镇长" if agency.tier == "township" else "局长"
        posts = (("first", chief), ("deputy", f"副{chief}"), ("liaison", "办公室主任"))
        for turn, (duty, post) in enumerate(posts[: 2 if place == 5 else 3]):
            name = NAMES[(place + turn * 5) % len(NAMES)]
            oversight.name_person(
                agency, by=self.by(code), year=self.today.year, duty=duty, name=name, post=post, phone=agency.phone
            )

    def file_plan(self, code: str) -> None:
        agency, year = self.world[code], self.today.year
        title = f"{agency.short_name}{year}年政务公开实施方案"
        text = f"{title}\n一、工作目标\n二、主要任务\n三、进度安排\n四、保障措施"
        file = SimpleUploadedFile(f"{title}.txt", text.encode(), "text/plain")
        oversight.file_plan(agency, by=self.by(code), year=year, kind="plan", title=title, file=file)

    def receive(self) -> None:
        waiting = list(WorkPlan.objects.to_receive().order_by("pk"))
        oversight.return_plan(waiting[1], by=self.officer, reason="缺少考核标准和进度安排，请补充后重新报送。")
        for plan in (waiting[0], *waiting[2:-2]):
            oversight.receive_plan(plan, by=self.officer)

    def file_again(self) -> None:
        returned = WorkPlan.objects.exclude(reason="").get()
        self.file_plan(returned.agency.code)

    def note_submissions(self) -> None:
        """Two a month from every bureau; the silent one sends one, and only in the first month."""
        month = self.since
        while month <= self.today:
            for place, code in enumerate(BUREAUS):
                days = (6 + place, 17 + place) if code != SILENT else (9,)
                for turn, number in enumerate(days):
                    day = month.replace(day=number)
                    if day < self.today and (code != SILENT or month == self.since):
                        topic = TOPICS[(place * 2 + turn + month.month) % len(TOPICS)]
                        self.history.at((self.today - day).days, partial(self.send, code, topic), hour=15)
            month = (month + dt.timedelta(days=32)).replace(day=1)

    def send(self, code: str, topic: tuple[str, str]) -> None:
        agency = self.world[code]
        sent = oversight.submit_information(
            agency, by=self.by(code), title=topic[0], text=topic[1], month=timezone.localdate()
        )
        if (self.today - timezone.localdate()).days > 2:
            oversight.file_submission(sent, by=self.officer)

    def choose(self, number: int) -> list[Submission]:
        return list(Submission.objects.to_choose(self.world[COUNTY])[: number * 3 : 3])

    def publish(self, editorial: str) -> None:
        if chosen := self.choose(6):
            bulletin = oversight.make_bulletin(
                self.world[COUNTY], by=self.officer, title="临溪县政务公开工作简报", editorial=editorial, chosen=chosen
            )
            oversight.publish_bulletin(bulletin, by=self.officer)

    def begin_next_issue(self) -> None:
        if chosen := self.choose(2):
            title = "临溪县政务公开工作简报"
            oversight.make_bulletin(self.world[COUNTY], by=self.officer, title=title, chosen=chosen)

    def hold_course(self) -> None:
        """One course of the county, attended by most of those on the rosters; another is planned."""
        day, county = timezone.localdate(), self.world[COUNTY]
        facts = {"by": self.officer, "place": "县委党校报告厅"}
        course = oversight.plan_course(
            county, title="全县政务公开业务培训班", form="school", planned_on=day, hours=8, **facts
        )
        oversight.plan_course(
            county, title="依申请公开办理实务", form="video", planned_on=self.today + dt.timedelta(days=15), **facts
        )
        course = oversight.hold_course(Course.objects.get(pk=course.pk), by=self.officer, held_on=day)
        for place, code in enumerate(code for code in UNITS if code != SILENT):
            people = [(NAMES[(place + turn) % len(NAMES)], ("办公室主任", "科员", "信息员")[turn]) for turn in range(3)]
            oversight.enrol_staff(self.world[code], by=self.by(code), people=people, joined_on=self.since)
            rows = StaffMember.objects.of_agency(self.world[code]).serving()
            there = list(rows)[: 2 if place % 4 == 1 else 3]
            oversight.note_attendance(self.world[code], by=self.by(code), course=course, people=there)

    def note_the_rest(self) -> None:
        """Milestones, a demonstration site, reports heard, activities."""
        county, day = self.world[COUNTY], timezone.localdate()
        steps = (
            ("完成试点村公开栏建设", "lx-nyj", -5),
            ("完成标准目录全面对标", "lx-mzj", 6),
            ("公布年度工作总结", "lx-jyj", 40),
        )
        for title, code, days in steps:
            with_ = [self.world["lx-lq"], self.world["lx-sq"]] if code == "lx-nyj" else []
            due_on = day + dt.timedelta(days=12 + days)
            oversight.set_milestone(
                county, by=self.officer, title=title, agency=self.world[code], due_on=due_on, co_units=with_
            )
        done = oversight.set_milestone(
            county, by=self.officer, title="建成县级政务公开专区", agency=self.world["lx-rsj"], due_on=day
        )
        oversight.finish_milestone(done, by=self.officer, done_on=day, evidence="专区已于本月启用，设自助查询终端2台。")
        oversight.name_site(
            self.world["lx-lq"],
            by=self.officer,
            name="柳桥镇便民服务中心",
            began_on=day,
            evidence="公开专区、查询终端、代办制度齐全。",
        )
        for code, leader in (("lx-mzj", "赵远"), ("lx-jyj", "邵云"), ("lx-rsj", "江涛")):
            oversight.note_report_heard(
                self.world[code], by=self.by(code), heard_on=day, leader=leader, topic="年度政务公开工作进展",
                instruction="补齐目录缺项，年底前完成自查。",
            )  # fmt: skip
        for code, kind, person, title in (
            ("lx-mzj", "explain", "赵远", "解读城乡低保提标政策"),
            ("lx-mzj", "press", "李静", "《临溪日报》刊登低保公开做法"),
            ("lx-jyj", "social", "社会监督员3人", "视察招生信息公开情况"),
        ):
            oversight.note_activity(self.world[code], by=self.by(code), kind=kind, day=day, person=person, title=title)
