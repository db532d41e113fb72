"""Changing the calendar of an agency: the right is asked here, because the calendar's room stands below the tree."""

import datetime as dt

from django.db import transaction

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.agencies.permissions import Permission, require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.workdays import calendar_actions as calendar
from portal.workdays.models import CalendarDay


@transaction.atomic
def set_day(
    agency: Agency, *, date: dt.date, is_workday: bool, name: str, notice_url: str = "", by: User
) -> CalendarDay:
    """Make `date` a working day, or a day off, for `agency` and all below it; open time limits are counted anew.

    Setting the same day again corrects it. Raises NotAllowed, Refused(field="name").
    """
    require(by, Permission.MANAGE_CALENDAR, on=agency)
    moved = calendar.set_day(scope=agency.path, date=date, is_workday=is_workday, name=name, notice_url=notice_url)
    day = CalendarDay.objects.get(scope=agency.path, date=date)
    after = {"date": date, "is_workday": is_workday, "name": name, "time_limits_moved": len(moved)}
    record(Event.CALENDAR_CHANGED, by=by, agency=agency, subject=day, after=after)
    return day
