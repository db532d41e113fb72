"""The register of requests (登记簿) as a table, printed or in a file; identity numbers stand nowhere in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_app.models import DisclosureRequest
from requests_app.states import DecisionState


class Column(NamedTuple):
    """A column: its head, its width in a file in characters, and what stands in it."""

    head: Promise
    width: int
    cell: Callable[[DisclosureRequest], str]


def _outcomes(case: DisclosureRequest) -> str:
    sent = [decision for decision in case.decisions.all() if decision.state == DecisionState.APPROVED]
    return "；".join(str(decision.get_outcome_display()) for decision in sent)


def _answered_on(case: DisclosureRequest) -> str:
    return timezone.localdate(case.answered_at).isoformat() if case.answered_at else ""


COLUMNS = (
    Column(_("Number"), 26, lambda case: case.number),
    Column(_("Day of receipt"), 12, lambda case: case.received_on.isoformat()),
    Column(_("Applicant"), 22, lambda case: f"{case.name}（{case.get_category_display()}）"),
    Column(_("Information wanted"), 44, lambda case: case.subject),
    Column(_("Came in"), 12, lambda case: str(case.get_channel_display())),
    Column(_("Clerk in charge"), 12, lambda case: case.handler.full_name if case.handler else ""),
    Column(_("State"), 12, lambda case: str(case.get_state_display())),
    Column(_("Due on"), 12, lambda case: case.clock.due_on.isoformat()),
    Column(_("Answered on"), 12, _answered_on),
    Column(_("Outcome"), 22, _outcomes),
    Column(_("Letters"), 30, lambda case: " ".join(letter.number for letter in case.letters.all())),
)
HEADS = (_("No."), *(column.head for column in COLUMNS))
WIDTHS = (6, *(column.width for column in COLUMNS))


def lines(cases: Iterable[DisclosureRequest]) -> list[list[str]]:
    """A line for each of `cases`, numbered from 1; ask for them with `for_register`."""
    return [[str(place), *(column.cell(case) for column in COLUMNS)] for place, case in enumerate(cases, start=1)]
