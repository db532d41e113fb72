"""Electronic supervision of the demo: the sweeps of some mornings, and two orders that came of what they found."""

from functools import partial

from oversight import actions as oversight
from oversight.models import EarlyWarning, Rung
from portal.demo.history import History
from portal.demo.world import World

MORNINGS = (30, 12, 6, 1)  # days ago; in between the warnings would change by a day's grade only


def supervise(world: World, history: History) -> None:
    """Sweep, order the county's bureaus to put right what was found, and let one of them answer."""
    for days_ago in MORNINGS:
        history.at(days_ago, oversight.watch, hour=7)
    history.at(12, partial(_order, world, history, "lx-jyj", True), hour=9)
    history.at(6, partial(_order, world, history, "lx-mzj", False), hour=9)
    history.at(5, partial(_contest, world, history), hour=10)
    history.on(history.today, oversight.watch)


def _order(world: World, history: History, code: str, is_left: bool) -> None:
    """Order the agency to act on its gravest warning; if `is_left` it never answers, and everybody reads of it."""
    warnings = EarlyWarning.objects.open().filter(agency=world[code], is_confidential=False)
    warning = warnings.gravest_first().first()
    if warning is None:  # a demo loaded on another day of the year may find nothing here
        return
    order = oversight.issue_order(
        world["lx"], by=world.people["countyofficer"], agency=world[code], warning=warning,
        title=oversight.matter_of(warning), demand=oversight.demand_for(warning), working_days=3,
        is_public=is_left, rung=Rung.REMINDER if is_left else Rung.ORDER,
    )  # fmt: skip
    if not is_left:
        said = "已督促科室整理材料，计划本周内公开，原因是经办人员调整、交接不到位。"
        history.at(3, partial(oversight.answer_order, order, by=world.people["clerk"], text=said), hour=15)


def _contest(world: World, history: History) -> None:
    """A head contests two figures about the bureau; the county's office keeps one and still looks at the other."""
    bureau, head = world["lx-mzj"], world.people["head"]
    kept = oversight.contest_figure(
        bureau, by=head, figure="requests-overdue", shown="1", reason="该件已口头告知申请人，不应计为逾期。"
    )
    oversight.contest_figure(
        bureau,
        by=head,
        figure="duties-overdue",
        shown="1",
        reason="该事项已在县政府门户网站发布，请核对关联的目录事项。",
    )
    found = "口头告知不是书面答复，且无送达记录，维持原统计。"
    judged = partial(oversight.judge_contest, kept, by=world.people["countyofficer"], verb="keep", finding=found)
    history.at(4, judged, hour=9)
