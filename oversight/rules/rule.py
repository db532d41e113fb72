"""What a rule of electronic supervision (电子监察) is: data, and one function that looks.

A rule finds by set queries, as many for sixty agencies as for one, and says nothing about what was opened before:
`oversight.actions.watching` compares, opens, follows and closes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise

from oversight.grades import Grade
from oversight.models import EarlyWarning, PlatformFault
from portal.agencies.models import Agency
from portal.workdays.calendar import Calendars
from portal.workdays.days import Days
from requests_app.reminders import Told

LONGEST_LOOK_AHEAD = dt.timedelta(days=40)
"""Calendar days that surely hold the working days before a due day on which a rule turns yellow."""


@dataclass
class Sight:
    """The moment at which the rules look, and what several of them need; each part is read once."""

    now: dt.datetime = field(default_factory=timezone.now)

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    @property
    def horizon(self) -> dt.date:
        """Nothing due after this day is looked at."""
        return self.today + LONGEST_LOOK_AHEAD

    @cached_property
    def calendars(self) -> Calendars:
        return Calendars()

    @cached_property
    def sites(self) -> list[Agency]:
        """The governments that are there for the public. One query."""
        return list(Agency.objects.public().governments())

    @cached_property
    def faults(self) -> list[PlatformFault]:
        """Times in which the platform failed somebody. One query."""
        return list(PlatformFault.objects.standing().select_related("agency"))

    def workdays(self, agency: Agency) -> Days:
        return self.calendars.for_scope(agency.path)

    def is_excused(self, finding: Finding) -> bool:
        """True if it fell due while the platform was at fault."""
        due_on = finding.due_on
        return due_on is not None and any(f.excuses(finding.agency, due_on, self.today) for f in self.faults)


class Finding(NamedTuple):
    """What a rule sees about one subject of `agency`; `number` is what addresses call the subject.

    `title` is read by everybody who supervises: it holds no word of an applicant or complainant. A finding without a
    due day is there or not; `grade` is set where the days do not decide it (a veto item).
    """

    agency: Agency
    subject: tuple[str, str]
    title: str
    number: str = ""
    since: dt.date | None = None
    due_on: dt.date | None = None
    grade: Grade | None = None


def about(row: models.Model) -> tuple[str, str]:
    """The subject of a finding about one row."""
    return row._meta.label_lower, str(row.pk)


class Scale(NamedTuple):
    """Yellow from `soon` working days before the due day on (None: not before it has passed), orange after it, red
    once more than `far` working days have passed since (None: never).
    """

    soon: int | None
    far: int | None

    def grade(self, finding: Finding, today: dt.date, workdays: Days) -> Grade | None:
        """None while there is nothing to warn of yet."""
        due_on = finding.due_on
        if finding.grade is not None or due_on is None:
            return finding.grade or Grade.ORANGE
        if today <= due_on:
            is_soon = self.soon is not None and today >= workdays.add_workdays(due_on, -self.soon)
            return Grade.YELLOW if is_soon else None
        if self.far is not None and today > workdays.add_workdays(due_on, self.far):
            return Grade.RED
        return Grade.ORANGE


NOBODY: frozenset[Told] = frozenset()
CLERK, HEAD, OFFICE = frozenset({Told.CLERK}), frozenset({Told.HEAD}), frozenset({Told.OFFICE})
USUALLY_TOLD: Mapping[Grade, frozenset[Told]] = {
    Grade.YELLOW: CLERK,
    Grade.ORANGE: CLERK | HEAD,
    Grade.RED: HEAD | OFFICE,
}


@dataclass(frozen=True)
class Rule:
    """One rule. `says` and `source` are shown beside every warning, so that it can be defended.

    `clerks` is the permission that makes somebody the clerk concerned; `evidence` leads to what everybody may open
    (`is_office`: a page of the office), `workbench` to where the clerk puts it right.
    """

    key: str
    label: str | Promise
    says: str | Promise
    source: str | Promise
    scale: Scale
    clerks: str
    find: Callable[[Sight], Iterable[Finding]]
    evidence: Callable[[EarlyWarning], str]
    workbench: Callable[[EarlyWarning], str] | None = None
    told: Mapping[Grade, frozenset[Told]] = field(default_factory=lambda: USUALLY_TOLD)
    is_office: bool = False
    is_confidential: bool = False
