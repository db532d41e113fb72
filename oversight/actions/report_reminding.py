"""Reminders of annual reports: 20 and 5 days before the last day, and once when it has passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from oversight.models import AnnualReport, Deadlines
from oversight.permissions import Permission
from oversight.report.units import reporting
from oversight.states import ReportState
from portal.accounts.models import User
from portal.agencies.holders import nearest_holders
from portal.agencies.models import Agency
from portal.notices.actions import enqueue
from portal.notices.models import Kind, Notice
from portal.notices.registry import still_true

STEPS = (20, 5)  # days before the last day
LATE, GIVEN_UP = -1, -30
"""Told once when it is late. A portal that is new learns nothing of last year's day long after it."""
DONE = (ReportState.PUBLISHED, ReportState.IMPORTED)


def remind_of_reports(today: dt.date) -> int:
    """Remind of last year's reports that are not published; a step that was slept through is caught up, not repeated.
    Returns how many notices were new.
    """
    year = today.year - 1
    agencies = list(reporting())
    deadlines = Deadlines(agencies)
    done = set(AnnualReport.objects.of_year(year).filter(state__in=DONE).values_list("agency", flat=True))
    told = set(Notice.objects.filter(kind=Kind.REPORT_DUE).values_list("subject_id", "occasion"))
    new = 0
    for agency in agencies:
        due_on = deadlines.due_on(agency, year)
        occasion = _occasion(year, (due_on - today).days)
        if occasion and agency.pk not in done and (str(agency.pk), occasion) not in told:
            new += _remind(agency, year, due_on, occasion)
    return new


def _occasion(year: int, days: int) -> str:
    """The newest step that has come, with `days` left; "" before the first and long after the last."""
    if not GIVEN_UP <= days <= max(STEPS):
        return ""
    return f"{year} late" if days <= LATE else f"{year} {min(step for step in STEPS if days <= step)}"


@transaction.atomic
def _remind(agency: Agency, year: int, due_on: dt.date, occasion: str) -> int:
    is_late = occasion.endswith("late")
    facts = {"agency": agency.name, "year": year, "day": due_on.isoformat()}
    with translation.override(settings.LANGUAGE_CODE):
        words = (
            _("%(agency)s: the annual report on %(year)s was due on %(day)s and is not published.")
            if is_late
            else _("%(agency)s: the annual report on %(year)s is to be published by %(day)s.")
        )
    url = f"{reverse('oversight:report_desk_list')}?year={year}"
    written = [
        enqueue(
            Kind.REPORT_DUE, to=person, subject=agency, occasion=occasion, title=words % facts, body=words % facts,
            url=url, agency=agency,
        )
        for person in _people(agency, is_late=is_late)
    ]  # fmt: skip
    return sum(notice is not None for notice in written)


def _people(agency: Agency, *, is_late: bool) -> Iterator[User]:
    """Clerk and head; the office too when it is late."""
    rights = [Permission.DRAFT_REPORT, Permission.FREEZE_REPORT, *([Permission.CHECK_REPORT] if is_late else [])]
    yield from {person.pk: person for right in rights for person in nearest_holders(right, agency)}.values()


@still_true(Kind.REPORT_DUE)
def _still_owed(notice: Notice) -> bool:
    """True while the report that the reminder names is not published."""
    year, _space, _step = notice.occasion.partition(" ")
    reports = AnnualReport.objects.of_year(int(year)).filter(agency=int(notice.subject[1]), state__in=DONE)
    return not reports.exists()


def tell_whose_step_it_is(report: AnnualReport, *, right: Permission, words: Promise, **facts: str) -> None:
    """Tell those nearest to the agency who may take the next step; `words` are said in Chinese."""
    with translation.override(settings.LANGUAGE_CODE):
        title = str(words) % {"report": str(report), **facts}
    for person in nearest_holders(right, report.agency):
        enqueue(
            Kind.REPORT_WAITING, to=person, subject=report, occasion=f"{report.state} {timezone.now().isoformat()}",
            title=title, body=title, url=report.desk_address(), agency=report.agency,
        )  # fmt: skip


@still_true(Kind.REPORT_WAITING)
def _still_waits(notice: Notice) -> bool:
    """True while the report is in the state that the notice is about."""
    state, _space, _moment = notice.occasion.partition(" ")
    return AnnualReport.objects.filter(pk=notice.subject[1], state=state).exists()
