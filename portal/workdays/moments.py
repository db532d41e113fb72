"""Instants and the local days they fall on: one zone for the whole country, whatever the process runs in."""

import datetime as dt
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_date(moment: dt.datetime) -> dt.date:
    """The day in China on which an aware `moment` falls. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone falls on no certain day.")
    return moment.astimezone(SHANGHAI).date()


def day_start(day: dt.date) -> dt.datetime:
    """Midnight with which `day` begins in China."""
    return dt.datetime.combine(day, dt.time.min, SHANGHAI)


def day_end(day: dt.date) -> dt.datetime:
    """The last microsecond of `day` in China: the last day of a period ends at 24:00 (民法典 art. 203)."""
    return dt.datetime.combine(day, dt.time.max, SHANGHAI)
