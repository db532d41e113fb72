"""The course of a case for a page: every stage it entered with how long it took, then those that are to come."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.utils import timezone

from oversight.models import PowerCase
from portal.workdays.calendar import Calendar
from portal.workdays.vocabulary import Unit


class Passage(NamedTuple):
    """A stage in the course of a case. `state` is done, current, overdue or todo; days are those of the calendar."""

    label: str
    state: str
    at: dt.datetime | None = None
    left_at: dt.datetime | None = None
    due_on: dt.date | None = None
    was_late: bool = False
    officer: str = ""
    note: str = ""
    limit: int | None = None
    unit: Unit = Unit.WORKING_DAY


def course_of(case: PowerCase) -> list[Passage]:
    """In the order of their times. Two queries, however many stages there are."""
    days, stages = Calendar.for_scope(case.agency.path), case.stages
    steps: list[Any] = list(case.steps.all())
    passages = []
    for step, later in zip(steps, [*steps[1:], None], strict=True):
        stage = stages[step.place - 1]
        due_on = stage.due_on(timezone.localdate(step.at), days)
        ended_at = later.at if later is not None else case.concluded_at
        until = timezone.localdate(ended_at) if ended_at else timezone.localdate()
        is_late = due_on is not None and until > due_on
        is_current = later is None and case.is_running
        state = ("overdue" if is_late else "current") if is_current else "done"
        left_at = None if is_current else ended_at
        passage = Passage(stage.name, state, step.at, left_at, due_on, is_late, step.officer, step.note)
        passages.append(passage._replace(limit=stage.limit, unit=Unit(stage.unit)))
    if case.is_running:
        coming = stages[case.stage :]
        passages += [Passage(stage.name, "todo", limit=stage.limit, unit=Unit(stage.unit)) for stage in coming]
    return passages
