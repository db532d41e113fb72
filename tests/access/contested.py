"""Contested figures in the planted world, and the part of the access table about them."""

from types import SimpleNamespace
from typing import Any

from oversight.models import FigureContest
from tests.access.rows import Row


def plant_contest(world: Any, side: SimpleNamespace, name: str, clerk: Any) -> None:
    """A figure that the agency contested: read by whoever reads its figures."""
    readers = {"head", "officer", "supervisor"} if name == "HERE" else {"other_officer"}
    side.contest = FigureContest.objects.create(
        agency=side.agency, figure="share", shown="80", by=clerk, reason=world.mark(f"CONTEST-{name}", for_=readers)
    )


CONTESTED = {
    "oversight:figure_contest": Row({"head"}, lambda side: {"code": side.agency.code}, method="POST"),
    "oversight:contest_judge": Row({"officer"}, lambda side: {"pk": side.contest.pk, "verb": "keep"}, method="POST"),
}
