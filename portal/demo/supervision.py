"""Complaints of the demo: invented people with real grievances."""

from functools import partial

from oversight import actions as oversight
from oversight.models import ComplaintKind, Identity
from portal.demo.cases import Office
from portal.demo.history import History
from portal.demo.world import World

COMPLAINTS = (
    ("lx-jyj", 16, ComplaintKind.LATE, Identity.ANONYMOUS, "学区划分结果应当在开学前公布，到现在还没有看到。", ""),
    (
        "lx-lq",
        10,
        ComplaintKind.INCOMPLETE,
        Identity.CONFIDENTIAL,
        "低保名单公示只有姓名，没有金额和监督电话。",
        "accept",
    ),
    ("mc-water", 42, ComplaintKind.NOT_DISCLOSED, Identity.NAMED, "停水通知没有在网站公布。", "answer"),
    ("lx-mzj", 3, ComplaintKind.ATTITUDE, Identity.ANONYMOUS, "窗口人员说信息公开申请不归他们管，让我去别处问。", ""),
    ("ys-mzj", 7, ComplaintKind.LATE, Identity.NAMED, "敬老院整改情况迟迟不公开。", ""),
)


def file_complaints(world: World, history: History) -> None:
    """Complaints, of which one is accepted and one answered."""
    for number, (code, days_ago, kind, identity, text, way) in enumerate(COMPLAINTS):
        history.at(days_ago, partial(_file_complaint, world, history, number, code, kind, identity, text, way), hour=16)


def _file_complaint(
    world: World, history: History, number: int, code: str, kind: str, identity: str, text: str, way: str
) -> None:
    known = identity != Identity.ANONYMOUS
    complaint, _code = oversight.submit_complaint(
        world[code],
        key=f"demo-complaint-{number}",
        kind=kind,
        identity=identity,
        text=text,
        name="蒋女士" if known else "",
        contact="13800000001" if known else "",
    )
    office = Office(world, history)
    officer = world.people["otherofficer" if code.startswith("ys") else "officer"]
    if way:
        office.soon(1, partial(oversight.accept, complaint, by=officer))
    if way == "answer":
        result = "经核实，该公司已补发停水公告，并承诺今后提前24小时在网站公布。"
        office.soon(8, partial(oversight.answer, complaint, by=officer, result=result))
