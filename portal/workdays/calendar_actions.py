"""Changes of the calendar. Each derives the open clocks below its scope again, in the same transaction.

The right to change it (`manage_calendar`) and the audit event are the calling room's: this room stands below both.
With `dry_run` everything is done and undone again, so that the list of changes can be looked at first.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from portal.refusals import Refused
from portal.workdays.calendar import Calendar
from portal.workdays.models import CalendarDay
from portal.workdays.notice_file import NoticeRow, RowError, UnreadableNotice, missing_festivals, read_notice
from portal.workdays.recompute import Change, recompute_open
from portal.workdays.vocabulary import Source


class Imported(NamedTuple):
    """What an import did: rows by what became of them, and the clocks that moved."""

    added: int
    changed: int
    unchanged: int
    clocks: list[Change]


@transaction.atomic
def set_day(
    *, scope: str, date: dt.date, is_workday: bool, name: str, notice_url: str = "", dry_run: bool = False
) -> list[Change]:
    """Decide for `scope` whether `date` is worked, over whatever stood there; return the clocks that move.

    A decision does not announce a year: only an imported notice ends the provisional state. Raises Refused without a
    name.
    """
    if not name.strip():
        raise Refused(_("Please name the reason, such as the festival."), field="name")
    values = {"is_workday": is_workday, "name": name.strip(), "notice_url": notice_url, "source": Source.DECISION}
    CalendarDay.objects.update_or_create(scope=scope, date=date, defaults=values)
    changes = recompute_open(scope)
    transaction.set_rollback(dry_run)
    return changes


@transaction.atomic
def remove_day(day: CalendarDay, *, dry_run: bool = False) -> list[Change]:
    """Take a row out of the calendar, so that what lies above it holds again; return the clocks that move."""
    CalendarDay.objects.filter(pk=day.pk).delete()
    changes = recompute_open(day.scope)
    transaction.set_rollback(dry_run)
    return changes


@transaction.atomic
def import_notice(content: bytes, *, scope: str = "", dry_run: bool = False) -> Imported:
    """Enter the days of a notice, the whole file or nothing; importing it again changes nothing.

    `scope` "" is the State Council's notice for the country; a year that had none is announced by it, so the file must
    then name all seven festivals. Raises UnreadableNotice with every bad row.
    """
    rows = read_notice(content)
    _refuse_half_years(rows, scope)
    known = {day.date: day for day in CalendarDay.objects.select_for_update().filter(scope=scope)}
    added: list[CalendarDay] = []
    changed: list[CalendarDay] = []
    for row in rows:
        day = known.get(row.date) or CalendarDay(scope=scope, date=row.date)
        values = {**row._asdict(), "source": Source.NOTICE}
        if day.pk is None or any(getattr(day, name) != value for name, value in values.items()):
            (added if day.pk is None else changed).append(day)
        for name, value in values.items():
            setattr(day, name, value)
    CalendarDay.objects.bulk_create(added)
    CalendarDay.objects.bulk_update(changed, ["is_workday", "name", "notice_url", "source"])
    clocks = recompute_open(scope) if added or changed else []
    transaction.set_rollback(dry_run)
    return Imported(len(added), len(changed), len(rows) - len(added) - len(changed), clocks)


def _refuse_half_years(rows: list[NoticeRow], scope: str) -> None:
    if scope:
        return
    calendar, years = Calendar.for_scope(""), defaultdict(list)
    for row in rows:
        if row.date.month < 12:  # the end of December may be moved by the notice for the year after
            years[row.date.year].append(row)
    sentence = _("%(year)s was not announced before, so the file must name all its festivals; missing: %(names)s.")
    errors = [
        RowError(0, sentence % {"year": year, "names": "、".join(missing)})
        for year, days in sorted(years.items())
        if calendar.is_provisional(year) and (missing := missing_festivals(days))
    ]
    if errors:
        raise UnreadableNotice(errors)
