"""Addresses of spot checks: the office that checks, and the agencies that were drawn, each about itself."""

from types import SimpleNamespace
from typing import Any

from oversight import actions
from oversight.models import SpotCheck
from tests.access.rows import Row
from tests.oversight.spot_checking import plan

OFFICER, ITS_OWN = {"officer"}, {"clerk", "head"}


def named(check: SpotCheck) -> dict[str, Any]:
    """What names a spot check in an address."""
    return dict(zip(("government", "year", "serial"), check.key, strict=True))


def _check(side: SimpleNamespace) -> dict[str, Any]:
    return named(side.check)


def _planned(side: SimpleNamespace) -> dict[str, Any]:
    return named(side.planned_check)


def _checked(side: SimpleNamespace) -> dict[str, Any]:
    return named(side.check) | {"code": side.agency.code}


def plant_checks(side: SimpleNamespace, officer: Any) -> None:
    """One spot check that is planned, and one for which every agency was drawn."""
    side.planned_check = actions.plan_spot_check(side.government, by=officer, **plan())
    check = actions.plan_spot_check(
        side.government, by=officer, **plan(agency_count=50, item_count=50, self_check_days=5)
    )
    side.check = actions.draw_spot_check(check, by=officer, word="1126", witness="吴监督")


CHECKS = {
    "oversight:spot_check_list": Row(OFFICER, there={"other_officer"}),
    "oversight:spot_check_new": Row(OFFICER, there={"other_officer"}),
    "oversight:spot_check_detail": Row(OFFICER, _check),
    "oversight:spot_check_change": Row(OFFICER, _planned),
    "oversight:spot_check_draw": Row(OFFICER, _planned, method="POST"),
    "oversight:spot_check_print": Row(OFFICER, _check),
    "oversight:spot_check_frame": Row(OFFICER, _check),
    "oversight:checked_agency": Row(ITS_OWN, _checked),
}
