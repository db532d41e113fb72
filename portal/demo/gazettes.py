"""The gazette of the demonstration: one issue that is out, and the next one in the making."""

from __future__ import annotations

from functools import partial

from django.utils import timezone

from disclosure.actions import gazette
from disclosure.candidates import candidates
from disclosure.models import GazetteIssue
from portal.demo.history import History
from portal.demo.world import World

IN_AN_ISSUE = 5


def make_gazette(world: World, history: History) -> None:
    """The issue of a few days ago, continuing a gazette that was printed before, and the draft of the next."""
    history.at(6, partial(_publish, world), hour=17)
    history.at(1, partial(_begin, world), hour=17)


def _begin(world: World) -> GazetteIssue:
    by = world.people["officer"]
    issue = gazette.begin_issue(world["mc"], by=by, cover_on=timezone.localdate())
    chosen = list(candidates(issue, None, None)[:IN_AN_ISSUE])
    gazette.add_items(issue, by=by, items=chosen, section=issue.sections.all()[0])
    return issue


def _publish(world: World) -> None:
    issue = _begin(world)
    if issue.entries.exists():
        gazette.publish_issue(issue, by=world.people["officer"], first_number=3, first_total=27)
