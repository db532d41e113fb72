"""Powers and cases to try things with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from oversight import actions
from oversight.models import PowerCase, PowerItem
from oversight.powers.flows import read_bands

BANDS = "较轻 0 1000\n一般 1000 5000\n严重 5000 20000"


def penalty(cast: Any, agency: Any = None, by: Any = None, **changed: Any) -> PowerItem:
    """A penalty of the bureau with the shipped flow, a benchmark and a threshold of 10 000 yuan."""
    facts = {
        "code": "cf-001", "name": "对违规养老机构的处罚", "kind": "penalty", "basis": "养老服务条例第十条",
        "bands": read_bands(BANDS), "major_from": Decimal(10000),
    } | changed  # fmt: skip
    return actions.add_power(agency or cast.bureau, by=by or cast.officer, **facts)


def licence(cast: Any, **changed: Any) -> PowerItem:
    facts = {
        "code": "xk-001", "name": "社会团体成立登记", "kind": "licence", "basis": "社会团体登记管理条例第六条",
    } | changed  # fmt: skip
    return actions.add_power(cast.bureau, by=cast.officer, **facts)


def registered(item: PowerItem, by: Any, **changed: Any) -> PowerCase:
    facts = {
        "party_kind": "person", "party_name": "张三丰", "party_number": "11010519491231002X",
        "matter": "超范围收住老人",
    } | changed  # fmt: skip
    return actions.register_case(item, by=by, **facts)


def ruled(**changed: Any) -> actions.Decision:
    """A fine within the benchmark."""
    facts = {"outcome": "imposed", "text": "罚款八百元。", "degree": "较轻", "amount": Decimal(800)} | changed
    return actions.Decision(**facts)


def onward(case: PowerCase, by: Any, *, to: str, decision: actions.Decision | None = None) -> PowerCase:
    """Advance stage by stage until the case is in the stage `to`."""
    case.refresh_from_db()
    while case.present.name != to:
        following = case.following
        given = (decision or ruled()) if following.decides else None
        case = actions.advance_case(case, by=by, stage=following.name, decision=given)
    return case
