"""The days off and the make-up working days of the whole country, year by year.

Announced years (2004–2026) come from `chinesecalendar`, which follows the yearly notices of the State Council. For a
year without a notice only the festivals of the law (全国年节及纪念日放假办法) are known, from `holidays`; which
weekends will be worked for them is not, so the year is provisional.
"""

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

import chinese_calendar
import holidays as statutory


class SpecialDay(NamedTuple):
    """A day that is not what its weekday says, or a festival on a weekend."""

    is_workday: bool
    name: str


# `chinesecalendar` names festivals in English with a Chinese short form; these are the names that the notices use.
_FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}
_IN_CHINESE = {h.value: _FULL_NAMES.get(h.chinese, h.chinese) for h in chinese_calendar.Holiday}


@lru_cache(maxsize=64)
def is_known(year: int) -> bool:
    """True if the library holds the State Council's notice for `year`."""
    try:
        chinese_calendar.is_workday(dt.date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=64)
def special_days(year: int) -> dict[dt.date, SpecialDay]:
    """Days of `year` that an announcement, or else the law alone, sets apart. Do not change the returned dict."""
    return _announced(year) if is_known(year) else _statutory(year)


def _announced(year: int) -> dict[dt.date, SpecialDay]:
    days = {}
    first = dt.date(year, 1, 1)
    for offset in range((dt.date(year + 1, 1, 1) - first).days):
        day = first + dt.timedelta(days=offset)
        is_off, name = chinese_calendar.get_holiday_detail(day)
        if name is not None:
            days[day] = SpecialDay(not is_off, _IN_CHINESE.get(name, name))
    return days


def _statutory(year: int) -> dict[dt.date, SpecialDay]:
    # observed=False: days in lieu are for the notice to announce, and a guess at them would be wrong in both directions
    festivals = statutory.country_holidays("CN", years=year, observed=False, language="zh_CN")
    return {day: SpecialDay(False, name.replace("; ", "、")) for day, name in sorted(festivals.items())}
