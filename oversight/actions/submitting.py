"""Information sent in by agencies: counted for a month, filed by the office, chosen for a bulletin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.actions.work_terms import next_number
from oversight.models import Bulletin, BulletinEntry, Submission, WorkTerms
from oversight.models.work_terms import last_day, superior_of
from oversight.permissions import Permission
from oversight.states import BULLETIN_TABLE, SUBMISSION_TABLE
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays.calendar import Calendars

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_ENTRIES = 30


def open_months(agency: Agency, government: Agency, today: dt.date) -> list[dt.date]:
    """Months for which `agency` may still send in: this one, and the last one while late submissions count.

    A late submission counts for the month that it names until the working days of the terms (5, if none were set)
    have passed since that month ended; no statute counts them.
    """
    this = today.replace(day=1)
    ended = this - dt.timedelta(days=1)
    until = Calendars().for_scope(agency.path).add_workdays(ended, WorkTerms.of(government).late_days)
    return [this, ended.replace(day=1)] if today <= until else [this]


@transaction.atomic
def submit_information(agency: Agency, *, by: User, title: str, text: str, month: dt.date) -> Submission:
    """Send information to the government above, for `month` (any of its days).

    Raises Refused for a month that is not open, and for the same title twice in a month.
    """
    require(by, Permission.FILE_WORK, on=agency)
    government = superior_of(agency)
    if government is None:
        raise Refused(_("There is no government above this agency."))
    for field, words in (("title", title), ("text", text)):
        if not words.strip():
            raise Refused(_("Fill this in."), field=field)
    first = month.replace(day=1)
    if first not in open_months(agency, government, timezone.localdate()):
        raise Refused(
            _("Nothing is taken for this month: it has not begun, or late submissions count no more."), field="month"
        )
    Agency.objects.select_for_update().get(pk=agency.pk)
    if Submission.objects.filter(agency=agency, month=first, title=title.strip()).exists():
        raise Refused(_("The same was sent in already."), field="title")
    sent = Submission.objects.create(
        agency=agency, government=government, month=first, title=title.strip(), text=text.strip(), by=by
    )
    facts = {
        "title": sent.title,
        "month": f"{first:%Y-%m}",
        "late": timezone.localdate() > last_day(first.year, first.month),
    }
    record(Event.SUBMISSION_SENT, by=by, agency=agency, subject=sent, after=facts)
    return sent


@transaction.atomic
def file_submission(submission: Submission, *, by: User) -> Submission:
    """The office has read it and keeps it (登记备案): from then on it can be chosen for a bulletin."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("agency", "government")
    held = rows.get(pk=submission.pk)
    require(by, Permission.ORGANISE_WORK, on=held.government)
    advance(held, "file", SUBMISSION_TABLE)
    held.save(update_fields=["state"])
    record(Event.SUBMISSION_FILED, by=by, agency=held.agency, subject=held, after={"title": held.title})
    return held


@transaction.atomic
def make_bulletin(
    government: Agency, *, by: User, title: str, editorial: str = "", chosen: Sequence[Submission]
) -> Bulletin:
    """Begin an issue of the bulletin of `government` with submissions that were filed with it, in this order."""
    require(by, Permission.ORGANISE_WORK, on=government)
    if not government.is_government:
        raise Refused(_("Only a government makes a bulletin."))
    bulletin = Bulletin(agency=government, year=timezone.localdate().year, begun_by=by)
    _write(bulletin, title=title, editorial=editorial)
    bulletin.save(force_insert=True)
    return _choose(bulletin, by=by, chosen=chosen)


def _write(bulletin: Bulletin, *, title: str, editorial: str) -> None:
    if not title.strip():
        raise Refused(_("Fill this in."), field="title")
    bulletin.title, bulletin.editorial = title.strip(), editorial.strip()


def _choose(bulletin: Bulletin, *, by: User, chosen: Sequence[Submission]) -> Bulletin:
    """Make `chosen` the entries of a draft; what is no longer chosen is free again."""
    if not 1 <= len(chosen) <= MOST_ENTRIES:
        raise Refused(_("Choose between 1 and 30 submissions."), field="chosen")
    rows = Submission.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in chosen]).order_by("pk")
    list(rows)
    free = {
        row.pk: row for row in Submission.objects.to_choose(bulletin.agency, bulletin).filter(pk__in=rows.values("pk"))
    }
    if len(free) != len(chosen):
        raise Refused(_("One of them is not filed, or stands in another issue."), field="chosen")
    bulletin.entries.all().delete()
    entries = [
        BulletinEntry(
            bulletin=bulletin, submission=free[row.pk], position=position, title=free[row.pk].title,
            text=free[row.pk].text, source=free[row.pk].agency.name,
        )
        for position, row in enumerate(chosen, start=1)
    ]  # fmt: skip
    BulletinEntry.objects.bulk_create(entries)
    facts = {"title": bulletin.title, "entries": [entry.title for entry in entries]}
    record(Event.BULLETIN_MADE, by=by, agency=bulletin.agency, subject=bulletin, after=facts)
    return bulletin


def _taken_up(bulletin: Bulletin, verb: str, *, by: User) -> Bulletin:
    held = Bulletin.objects.select_for_update(of=("self",)).select_related("agency").get(pk=bulletin.pk)
    require(by, Permission.ORGANISE_WORK, on=held.agency)
    advance(held, verb, BULLETIN_TABLE)
    return held


@transaction.atomic
def change_bulletin(
    bulletin: Bulletin, *, by: User, title: str, editorial: str = "", chosen: Sequence[Submission]
) -> Bulletin:
    """Write a draft anew, with what is chosen now."""
    held = _taken_up(bulletin, "change", by=by)
    _write(held, title=title, editorial=editorial)
    held.save(update_fields=["title", "editorial"])
    return _choose(held, by=by, chosen=chosen)


@transaction.atomic
def publish_bulletin(bulletin: Bulletin, *, by: User) -> Bulletin:
    """Publish a draft with the next number of the year in which it is published; its submissions count as printed."""
    held = _taken_up(bulletin, "publish", by=by)
    now = timezone.now()
    held.year = timezone.localdate(now).year
    held.number = next_number(held.agency, "bulletin", held.year)
    held.published_at, held.published_by = now, by
    held.save(update_fields=["state", "year", "number", "published_at", "published_by"])
    printed = list(Submission.objects.select_for_update().filter(entry__bulletin=held).order_by("pk"))
    for submission in printed:
        advance(submission, "use", SUBMISSION_TABLE)
    Submission.objects.bulk_update(printed, ["state"])
    facts = {"issue": held.issue, "entries": len(printed)}
    record(Event.BULLETIN_PUBLISHED, by=by, agency=held.agency, subject=held, after=facts)
    return held
