"""The catalog, the duties and the published items of the demo: real rows and real documents, their source named."""

import csv
import datetime as dt
import itertools
import json
import re
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalog.actions import assign_duty, record_trigger
from catalog.importer import import_catalog
from catalog.models import CatalogEntry
from disclosure import actions as items
from disclosure.actions import consulting
from disclosure.actions.guides import write_guide
from disclosure.actions.interpreting import plan_interpretation
from disclosure.actions.normative import register_normative
from disclosure.models import USUAL_DAYS, Attribute, Item, Kind
from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.demo.history import History
from portal.demo.world import World

DATA = Path(__file__).parent / "data"

# Which bureau publishes what: the codes follow those of `world`; a county's bureau is tried before the city's.
BUREAU_OF_AREA = {
    "综合政务": ("", "gkb"),
    "政务公开": ("gkb",),
    "街道(乡镇)综合": ("lq", "sq", "hf", "bt"),
    "重大建设项目": ("jtj", "fgw"),
    "食品药品监管": ("scj",),
    "生态环境": ("hbj",),
    "财政预决算": ("czj",),
    "公共法律服务": ("sfj",),
    "城市综合执法": ("cgj",),
    "义务教育": ("jyj",),
    "就业": ("rsj",),
    "社会救助": ("mzj",),
    "养老服务": ("mzj",),
    "安全生产": ("yjj",),
    "救灾": ("yjj",),
    "医疗卫生": ("wjj", "wjw"),
    "公共文化服务": ("wlj",),
    "农村集体土地征收": ("zrj",),
    "城乡规划": ("zrj",),
    "国有土地上房屋征收与补偿": ("zjj",),
    "保障性住房": ("zjj",),
    "市政服务": ("cgj", "water", "gas"),
    "涉农补贴": ("nyj",),
    "扶贫": ("nyj",),
    "农村危房改造": ("zjj",),
    "公共资源交易": ("fgw",),
    "税收管理": ("czj",),
}
KIND_OF_TYPE = {
    "行政规范性文件": Kind.NORMATIVE,
    "政府规章": Kind.NORMATIVE,
    "规范性文件清理": Kind.NORMATIVE,
    "通知": Kind.NOTICE,
    "活动公告": Kind.ANNOUNCEMENT,
    "统计数据": Kind.STATISTICS,
    "互动统计": Kind.STATISTICS,
    "意见征集": Kind.CONSULTATION,
    "意见征集结果": Kind.ANNOUNCEMENT,
    "政策解读": Kind.INTERPRETATION,
    "监督检查": Kind.INSPECTION,
    "检查通报": Kind.INSPECTION,
    "公开指南": Kind.NOTICE,  # a summary of facts lacks the eight parts of a service guide
    "办事须知": Kind.NOTICE,
    "收费公示": Kind.FEES,
    "年度报告": Kind.REPORT,
    "招生方案": Kind.PLAN,
}


class Desk:
    """Who writes and who lets through, at each of the two governments."""

    def __init__(self, world: World) -> None:
        self.world = world

    def writer(self, agency: Agency) -> User:
        return self.world.people["otherclerk" if agency.code.startswith("ys") else "cityclerk"]

    def reviewer(self, agency: Agency) -> User:
        return self.world.people["otherreviewer" if agency.code.startswith("ys") else "cityreviewer"]

    def registrar(self, agency: Agency) -> User:
        """Who keeps the register of normative documents."""
        return self.world.people["otherofficer" if agency.code.startswith("ys") else "officer"]


def load_catalogs(world: World) -> None:
    """Import the whole standard catalog for both governments, and make agencies responsible for its entries."""
    for code, officer in (("mc", "officer"), ("ys", "otherofficer")):
        with (DATA / "standard_catalog.csv").open("rb") as file:
            report = import_catalog(file, government=world[code], by=world.people[officer], dry_run=False)
        if report.errors:
            raise RuntimeError(f"The demo's catalog was not taken: {report.errors[0]}")


def assign_duties(world: World, history: History) -> None:
    """Give each entry to the bureaus that publish it; some are due soon, some are late, most wait for an event."""
    everywhere = {"mc": ("mc", "lx", "qh"), "ys": ("ys",)}
    officers = {"mc": "officer", "ys": "otherofficer"}
    for government, places in everywhere.items():
        entries = CatalogEntry.objects.for_site(world[government]).in_order().select_related("area", "agency")
        for number, entry in enumerate(entries):
            by = world.people[officers[government]]
            for agency in responsible(world, entry, places):
                history.at(300, partial(_take_on, entry, agency, by, history, number), hour=9)


def _take_on(entry: CatalogEntry, agency: Agency, by: User, history: History, number: int) -> None:
    first = (history.today + dt.timedelta(days=(number * 7) % 60 - 6)).date() if entry.cadence else None
    duty = assign_duty(entry, agency=agency, by=by, first_due_on=first, section="办公室", post="信息公开岗")
    if entry.limit_number and number % 9 == 0:
        history.at(15 + number % 40, partial(_report_event, duty, history), hour=11)


def _report_event(duty: Any, history: History) -> None:
    duty.refresh_from_db()
    record_trigger(duty, on=timezone.localdate(history.now), by=None)


def responsible(world: World, entry: CatalogEntry, places: tuple[str, ...]) -> list[Agency]:
    """The agencies of `places` that publish `entry`, three at most."""
    codes = BUREAU_OF_AREA.get(entry.area.name, ("gkb",))
    found = [f"{place}-{code}" if code else place for place in places for code in codes]
    return [world[code] for code in found if code in world.agencies][:3]


def publish_notices(world: World, desk: Desk, history: History) -> None:
    """Publish the real notices over the last year, each by a fitting agency, its true source named."""
    with (DATA / "notices.jsonl").open() as lines:
        notices = [json.loads(line) for line in lines]
    turns = itertools.count()
    for number, notice in enumerate(notices):
        agency = agency_for(world, notice["area"], next(turns))
        age = (timezone.localdate(history.today) - (written_on(notice) or dt.date.min)).days
        days_ago = min(1 + (number * 53) % 330, max(age, 0))  # nothing is published before it was written
        history.at(days_ago, partial(_publish_notice, desk, agency, notice), hour=9 + number % 8)


def written_on(notice: dict[str, Any]) -> dt.date | None:
    """The day of the notice, where its source tells more than the month."""
    day = notice["date"] or ""
    return dt.date.fromisoformat(day) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None


def agency_for(world: World, area: str, turn: int) -> Agency:
    places = ("lx", "mc", "qh", "ys") if area in {"综合政务", "政务公开"} else ("lx", "qh", "mc")
    codes = [
        code
        for place in (places[turn % len(places) :] + places)
        for bureau in BUREAU_OF_AREA.get(area, ("gkb",))
        if (code := f"{place}-{bureau}" if bureau else place) in world.agencies
    ]
    return world[codes[0] if codes else "mc"]


def _publish_notice(desk: Desk, agency: Agency, notice: dict[str, Any]) -> None:
    body = f"{notice['body']}\n\n（本条为事实摘要，全文以来源页面为准。）"
    written = written_on(notice)
    publish(
        desk,
        agency,
        title=notice["title"],
        body=body,
        kind=KIND_OF_TYPE.get(notice["doc_type"], Kind.NOTICE),
        doc_number=notice["doc_number"] or "",
        doc_date=written if written and written <= timezone.localdate() else None,
        entry=_entry_for(agency, notice["area"], notice["title"]),
        source_name=notice["agency"],
        source_url=notice["source_url"] if notice["source_url"].startswith("http") else "",
    )


def _entry_for(agency: Agency, area: str, title: str) -> CatalogEntry | None:
    entries = CatalogEntry.objects.for_site(agency.government()).filter(area__name=area, duties__agency=agency)
    ranked = sorted(entries, key=lambda entry: -len(set(entry.name) & set(title)))
    return ranked[0] if ranked else None


def publish(desk: Desk, agency: Agency, *, files: tuple[SimpleUploadedFile, ...] = (), **content: Any) -> Item:
    """One item from draft to public, by two people."""
    writer, reviewer = desk.writer(agency), desk.reviewer(agency)
    item = items.draft(agency=agency, by=writer, attribute=Attribute.PROACTIVE, **content)
    for file in files:
        items.attach(item, file, by=writer)
    if item.kind == Kind.NORMATIVE:
        plan_interpretation(item, by=writer, forms=["text", "questions"], responsible="办公室信息公开岗")
    if item.kind == Kind.CONSULTATION:
        _open_to_opinions(item, by=writer)
    items.submit(item, by=writer)
    item = items.approve_and_publish(item, by=reviewer)
    if item.kind == Kind.NORMATIVE:
        register_normative(item, by=desk.registrar(agency))
    return item


def _open_to_opinions(item: Item, *, by: User) -> None:
    """Thirty days from today, as the rules have it; what the source says otherwise stands in the text."""
    today = timezone.localdate()
    consulting.set_up(
        item,
        by=by,
        first=today,
        last=today + dt.timedelta(days=USUAL_DAYS),
        basis="见征求意见稿正文所列依据。",
        background="起草说明见正文；意见以有利于公众办事、便于执行为重点。",
        contact="办公室",
        phone=item.agency.phone or "见机构页",
    )


def publish_documents(world: World, desk: Desk, history: History) -> None:
    """Publish the four policy documents in full, with their text as an attachment, and the catalog itself as a file."""
    places = {"nantong": "mc", "xingang": "qh", "kunshan": "mc-gkb", "ulanqab": "lx"}
    for number, about in enumerate(json.loads((DATA / "documents" / "index.json").read_text())):
        agency = world[places[about["file"].split("-")[0]]]
        history.at(12 + 40 * number, partial(_publish_document, desk, agency, about))
    for code in ("mc-gkb", "ys-gkb"):
        history.at(20, partial(_publish_catalog_file, desk, world[code]))
    for code in ("mc", "lx"):
        history.at(18, partial(_publish_guide, desk, world[code]))


def _publish_guide(desk: Desk, agency: Agency) -> None:
    """The guide to government information, as the contact card has it."""
    item = write_guide(agency, by=desk.writer(agency))
    items.submit(item, by=desk.writer(agency))
    items.approve_and_publish(item, by=desk.reviewer(agency))


def _publish_document(desk: Desk, agency: Agency, about: dict[str, Any]) -> None:
    text = (DATA / "documents" / about["file"]).read_text()
    written = about.get("written_on")
    publish(
        desk,
        agency,
        title=about["title"],
        body=re.sub(r"\n(?:— \d+ —)\n", "\n", text),
        kind=Kind.NORMATIVE,
        doc_number=about["doc_number"] or "",
        doc_date=dt.date.fromisoformat(written) if written else None,
        source_name=f"{about['agency']}（{about['year']}年）",
        files=(SimpleUploadedFile(f"{about['title']}.txt", text.encode(), "text/plain"),),
    )


def _publish_catalog_file(desk: Desk, agency: Agency) -> None:
    content = (DATA / "standard_catalog.csv").read_bytes()
    areas = {row["area"] for row in csv.DictReader(content.decode("utf-8-sig").splitlines())}
    publish(
        desk,
        agency,
        title="基层政务公开标准目录（试点领域汇总）",
        body=f"汇总{len(areas)}个领域的公开事项、内容、依据、时限、主体和渠道，各行来源见附件末列。",
        kind=Kind.OTHER,
        files=(SimpleUploadedFile("基层政务公开标准目录.csv", content, "text/csv"),),
    )


def leave_work_open(world: World, history: History) -> None:
    """What a clerk and a reviewer find on their desks: a draft, one sent back, two waiting for review."""
    clerk, reviewer, bureau = world.people["clerk"], world.people["reviewer"], world["lx-mzj"]
    common = {"agency": bureau, "by": clerk, "kind": Kind.NOTICE, "attribute": Attribute.PROACTIVE}

    def draft() -> None:
        items.draft(title="关于做好冬季困难群众走访慰问工作的通知", body="各乡镇人民政府：\n\n正文待补。", **common)

    def send_back() -> None:
        item = items.draft(title="2026年第三季度城乡低保对象名单公示", body="名单见附件。", **common)
        items.submit(item, by=clerk)
        items.return_(item, by=reviewer, reason="请删去身份证号码和家庭住址，只保留姓名、乡镇和保障金额。")

    def hand_in(title: str) -> None:
        items.submit(items.draft(title=title, body="详见正文所列办理条件、所需材料和联系电话。", **common), by=clerk)

    history.at(3, draft)
    history.at(2, send_back)
    history.at(1, partial(hand_in, "临溪县临时救助办理指南"))
    history.at(0.2, partial(hand_in, "关于调整城乡居民最低生活保障标准的通知"))
