"""Powers online in the planted world: who runs cases, who reads them, who keeps the powers; and the public pages."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

from oversight import actions
from tests.access.rows import MEMBERS, Row
from tests.oversight.powering import onward, penalty, registered, ruled

READS, READS_THERE = {"clerk", "head", "officer", "supervisor"}, {"other_clerk", "other_officer"}


def _item(side: SimpleNamespace) -> dict[str, Any]:
    return {"agency": side.agency.code, "code": side.power.code}


def _case(side: SimpleNamespace) -> dict[str, Any]:
    return {"number": side.power_case.number}


POWERS_PUBLIC = {
    "oversight:power_list": Row(MEMBERS),
    "oversight:power_item": Row(MEMBERS, _item),
    "oversight:power_table": Row(MEMBERS),
    "oversight:power_table_file": Row(MEMBERS, lambda side: {"kind": "csv"}),
    "oversight:power_progress": Row(MEMBERS),
}
POWERS = {
    "oversight:power_case_list": Row(READS | {"sibling_clerk"}, there=READS_THERE),
    "oversight:power_case_new": Row({"clerk", "sibling_clerk"}, there={"other_clerk"}),
    "oversight:power_case": Row(READS, _case, there=READS_THERE),
    "oversight:power_case_code": Row({"clerk"}, _case, method="POST"),
    **{
        f"oversight:power_{verb}": Row({"clerk"}, _case, method="POST")
        for verb in ("advance", "publish", "withdraw", "end")
    },
    **{f"oversight:power_{verb}": Row({"officer"}, _case, method="POST") for verb in ("receive", "settle")},
    "oversight:power_import": Row({"clerk", "sibling_clerk"}, there={"other_clerk"}),
    "oversight:power_import_template": Row({"clerk", "sibling_clerk"}, there={"other_clerk"}),
    "oversight:power_import_confirm": Row(set(), lambda side: {"key": uuid.UUID(int=1)}, method="POST", there=set()),
    "api:power-cases": Row(set(), method="POST", there=set()),  # a session opens nothing here
    "oversight:power_item_list": Row({"officer"}, there={"other_officer"}),
    "oversight:power_item_new": Row({"officer"}, there={"other_officer"}),
    "oversight:power_item_change": Row({"officer"}, _item),
}


def plant_powers(world: Any, side: SimpleNamespace, name: str, officer: Any, clerk: Any) -> None:
    """A case that runs, of which only those concerned read anything, and one whose result is public."""
    reads, runs = (READS, {"clerk"}) if name == "HERE" else (READS_THERE, {"other_clerk"})
    side.power = penalty(world.cast, side.agency, officer, code=f"cf-{name.lower()}")
    side.power_case = registered(
        side.power, clerk, matter=world.mark(f"POWER-{name}", for_=reads), note=world.mark(f"STAGE-{name}", for_=reads),
        party_name=world.mark(f"POWER-PARTY-{name}", for_=runs), party_number="",
    )  # fmt: skip
    fined(side.power, clerk, f"已公开的处罚{name}")


def fined(power: Any, clerk: Any, matter: str) -> None:
    """A case whose result everybody reads."""
    decided = onward(registered(power, clerk, matter=matter), clerk, to="处罚", decision=ruled())
    actions.publish_result(decided, by=clerk, text=f"{matter}，罚款八百元。")


def more_powers(world: Any, name: str, number: int) -> None:
    """One more of each, in the bureau of the first government."""
    fined(world.here.power, world.cast.clerk, name)
    penalty(world.cast, code=f"cf-{number}", name=name)


def more_of_there(world: Any) -> None:
    """One more of each, in the other government."""
    fined(world.there.power, world.cast.other_clerk, "又一处罚")
    penalty(world.cast, world.there.agency, world.cast.other_officer, code="cf-more", name="又一职权")
