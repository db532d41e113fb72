"""The annual assessments of the demo: last year's published with an objection upheld, this year's being scored."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from functools import partial

from django.utils import timezone

from catalog.actions import assign_duty
from catalog.models import CatalogEntry
from disclosure.models import Kind as Genre
from oversight import actions as oversight
from oversight.models import Assessment, AssessmentScheme, Evidence, Indicator, Level, Mode, VetoEffect, VetoItem
from portal.agencies.models import Agency, Kind
from portal.demo.cases import Office
from portal.demo.history import History
from portal.demo.publishing import Desk, publish, responsible
from portal.demo.world import World

MOST_DUTIES = 5
BEGUN = 60  # days ago, the assessment of last year
OLDEST = dt.timedelta(days=400)  # nothing of the demo is older

LINES = (
    ("主动公开事项按期公开", 30, Evidence.DUTIES_ON_TIME, ""),
    ("依申请公开按期答复", 20, Evidence.REQUESTS_ON_TIME, ""),
    ("督办事项按期答复", 10, Evidence.ORDERS_ON_TIME, ""),
    ("政策解读质量", 20, "", "多种形式解读得满分；只有文字的每件扣5分；应解读未解读的每件扣10分。"),
    ("制度机制建设", 10, "", "公开制度、保密审查、机构队伍齐全得满分，缺一项扣20分。"),
    ("群众满意度", 10, "", "按年度群众评议平均分折算。"),
)
VETOES = (
    ("出现严重表述错误或者泄露国家秘密", VetoEffect.FAIL),
    ("公开虚假信息，或者伪造发布时间", VetoEffect.FAIL),
    ("未设互动交流栏目，或者有留言超过3个月未答复", VetoEffect.CAP),
)
# points for the lines that people score, in their order
POINTS = (
    (92, "政策文件解读8件，其中图解3件。"),
    (88, "解读6件，1件超期。"),
    (75, "解读以文字为主，图解1件。"),
    (83, "解读5件，问答1件。"),
    (64, "应解读4件，实际解读2件。"),
)
ORGANISED = (95, "制度健全，专人专岗。")
LIKED = (86, "群众评议平均4.3分。")


def assess(world: World, desk: Desk, history: History) -> None:
    """Both years, each a chain of steps."""
    year = _assessed(history)
    december = history.today.replace(year=year, month=12, day=2)
    if history.today - december < OLDEST:
        history.on(december, partial(_take_on_duties, world, desk, history, year))
    history.at(BEGUN, partial(_last_year, world, history), hour=9)
    history.at(6, partial(_this_year, world, history), hour=9)


def _assessed(history: History) -> int:
    """The year before the day on which the first assessment begins."""
    return timezone.localdate(history.today - dt.timedelta(days=BEGUN)).year - 1


def _take_on_duties(world: World, desk: Desk, history: History, year: int) -> None:
    """Five duties of each department of the county, all met in December, most of them on time."""
    taken: Counter[str] = Counter()
    for number, entry in enumerate(
        CatalogEntry.objects.for_site(world["mc"]).in_order().select_related("area", "agency")
    ):
        for agency in responsible(world, entry, ("lx",)):
            taken[agency.code] += 1
            if agency.kind != Kind.DEPARTMENT or taken[agency.code] > MOST_DUTIES:
                continue
            due_on = dt.date(year, 12, 15)
            assign_duty(entry, agency=agency, by=world.people["officer"], first_due_on=due_on)
            day = dt.date(year, 12, 22 if number % 4 == 1 else 10)
            met_at = dt.datetime.combine(day, dt.time(2), tzinfo=dt.UTC)
            history.on(met_at, partial(_meet, desk, agency, entry))


def _meet(desk: Desk, agency: Agency, entry: CatalogEntry) -> None:
    """Publish something for `entry`, in the catalog's own words."""
    title = f"{agency.name}{entry.level1}{entry.name}"
    parts = [f"按照政务公开标准目录，现公开{title}。内容包括："]
    parts += [f"{number}．{part}" for number, part in enumerate(entry.content_list, 1)]
    parts += [f"公开依据：{'；'.join(entry.basis_list)}"] if entry.basis_list else []
    parts += ["（本条为演示，文字取自目录。）"]
    publish(desk, agency, title=title, body="\n\n".join(parts), kind=Genre.NOTICE, entry=entry)


def _scheme(world: World, year: int, **facts: object) -> AssessmentScheme:
    title = f"临溪县{year}年政务公开工作考核（县直部门）"
    lines = [
        Indicator(
            position=place, name=name, weight=weight, evidence=evidence, rubric=rubric,
            mode=Mode.MEASURED if evidence else Mode.SCORED,
        )
        for place, (name, weight, evidence, rubric) in enumerate(LINES, 1)
    ]  # fmt: skip
    vetoes = [VetoItem(position=place, name=name, effect=effect) for place, (name, effect) in enumerate(VETOES, 1)]
    scheme = AssessmentScheme(agency=world["lx"], year=year, kind=Kind.DEPARTMENT, title=title, **facts)
    return oversight.save_scheme(scheme, by=world.people["countyofficer"], indicators=lines, vetoes=vetoes)


def _score(scheme: AssessmentScheme, position: int, world: World, *, most: int = 99) -> None:
    line = scheme.indicators.get(position=position)
    cases = list(Assessment.objects.of_scheme(scheme))[:most]
    known = {4: POINTS, 5: (ORGANISED, (80, "缺年度培训计划。")), 6: (LIKED, (79, "群众评议平均3.9分。"))}[position]
    given = {
        case.pk: oversight.Given(Decimal(known[place % len(known)][0]), known[place % len(known)][1])
        for place, case in enumerate(cases)
    }
    oversight.score_all(scheme, by=world.people["countyofficer"], indicator=line, given=given)


def _last_year(world: World, history: History) -> None:
    officer, office = world.people["countyofficer"], Office(world, history)
    scheme = _scheme(world, _assessed(history))
    oversight.open_all(scheme, by=officer)
    office.soon(3, partial(_assess_itself, world, scheme, "lx-mzj", hands_in=True))
    office.soon(12, partial(_score_all, world, scheme))
    office.soon(14, partial(oversight.tell, scheme, by=officer))
    office.soon(16, partial(_object, world, scheme))
    office.soon(19, partial(_answer, world, scheme))
    office.soon(30, partial(oversight.finalise, scheme, by=officer))
    office.soon(31, partial(oversight.publish_results, scheme, by=officer))
    office.soon(33, partial(_follow, world, scheme))


def _assess_itself(world: World, scheme: AssessmentScheme, code: str, *, hands_in: bool) -> None:
    case = Assessment.objects.get(scheme=scheme, agency=world[code])
    clerk = world.people["clerk"]
    own = {place: oversight.Given(Decimal(95), "详见自评报告及附件。") for place in range(1, len(LINES) + 1)}
    oversight.assess_oneself(case, by=clerk, given=own if hands_in else dict(list(own.items())[:3]))
    if hands_in:
        oversight.hand_in(case, by=world.people["head"])


def _score_all(world: World, scheme: AssessmentScheme) -> None:
    oversight.measure_all(scheme, by=world.people["countyofficer"])
    for position in (4, 5, 6):
        _score(scheme, position, world)


def _object(world: World, scheme: AssessmentScheme) -> None:
    for code, person, position, reason in (
        ("lx-mzj", "head", 4, "养老服务政策图解于12月在网站发布，考核时漏计，附链接。"),
        ("lx-jyj", "sibling", 5, "培训计划已在年中补报。"),
    ):
        case = Assessment.objects.get(scheme=scheme, agency=world[code])
        line = scheme.indicators.get(position=position)
        oversight.object_to(case, by=world.people[person], indicator=line, reason=reason)


def _answer(world: World, scheme: AssessmentScheme) -> None:
    officer = world.people["countyofficer"]
    first = Assessment.objects.get(scheme=scheme, agency=world["lx-mzj"]).objections.get()
    second = Assessment.objects.get(scheme=scheme, agency=world["lx-jyj"]).objections.get()
    oversight.uphold(first, by=officer, value=Decimal(97), answer="经核实，该图解按期发布，予以补计。")
    oversight.reject(second, by=officer, answer="补报时间晚于方案规定的期限，维持原得分。")


def _follow(world: World, scheme: AssessmentScheme) -> None:
    officer = world.people["countyofficer"]
    ranked = list(Assessment.objects.of_scheme(scheme).by_rank())
    best, last = ranked[0], ranked[-1]
    if best.level != Level.FAIL:
        oversight.draw_consequence(best, by=officer, step="award", reason="考核得分居首，依申请公开全部按期答复。")
    oversight.draw_consequence(last, by=officer, step="urged", reason="政策解读、栏目维护不到位，请对照扣分项整改。")


def _this_year(world: World, history: History) -> None:
    """Told by nobody yet: measured, one sheet half done, one agency still at its self-assessment elsewhere."""
    officer, office = world.people["countyofficer"], Office(world, history)
    scheme = _scheme(world, timezone.localdate(history.today).year)
    oversight.open_all(scheme, by=officer)
    office.soon(1, partial(_assess_itself, world, scheme, "lx-mzj", hands_in=True))
    office.soon(3, partial(oversight.measure_all, scheme, by=officer))
    office.soon(4, partial(_score, scheme, 5, world))
    office.soon(5, partial(_score, scheme, 4, world, most=6))
