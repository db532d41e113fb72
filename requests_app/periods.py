"""Periods of statistics: a year, a quarter, a month, or any days from one to another. A leaf that asks no database."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

EARLIEST, LATEST = 2008, 2100  # the Regulations have been in force since May 2008
_YEAR, _QUARTER, _MONTH = re.compile(r"(\d{4})"), re.compile(r"(\d{4})-Q([1-4])"), re.compile(r"(\d{4})-(\d{2})")
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, order=True)
class Period:
    """The days from `first` to `last`, both included, in the installation's time zone."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period ends before it begins.")
        if not EARLIEST <= self.first.year <= self.last.year <= LATEST:
            raise ValueError("A period of statistics lies between 2008 and 2100.")

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31))

    @classmethod
    def quarter(cls, year: int, number: int) -> Period:
        return cls(dt.date(year, 3 * number - 2, 1), _end_of_month(year, 3 * number))

    @classmethod
    def month(cls, year: int, number: int) -> Period:
        return cls(dt.date(year, number, 1), _end_of_month(year, number))

    @classmethod
    def parse(cls, key: str) -> Period:
        """The period that `key` names: `2023`, `2023-Q2`, `2023-05` or `2023-05-04..2023-06-30`. Raises ValueError."""
        if found := _YEAR.fullmatch(key):
            return cls.year(int(found[1]))
        if found := _QUARTER.fullmatch(key):
            return cls.quarter(int(found[1]), int(found[2]))
        if found := _MONTH.fullmatch(key):
            return cls.month(int(found[1]), int(found[2]))
        if found := _RANGE.fullmatch(key):
            return cls(dt.date.fromisoformat(found[1]), dt.date.fromisoformat(found[2]))
        raise ValueError("This names no period.")

    @property
    def key(self) -> str:
        """The shortest key that names it."""
        year, month = self.first.year, self.first.month
        if self == Period.year(year):
            return f"{year}"
        if month % 3 == 1 and self == Period.quarter(year, month // 3 + 1):
            return f"{year}-Q{month // 3 + 1}"
        if self == Period.month(year, month):
            return f"{year}-{month:02d}"
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    def __str__(self) -> str:
        """The period in the reader's language."""
        year, month = self.first.year, self.first.month
        if self == Period.year(year):
            return _("Year %(year)s") % {"year": year}
        if month % 3 == 1 and self == Period.quarter(year, month // 3 + 1):
            return _("Quarter %(quarter)s of %(year)s") % {"year": year, "quarter": month // 3 + 1}
        return _("%(first)s to %(last)s") % {"first": self.first.isoformat(), "last": self.last.isoformat()}

    @property
    def is_year(self) -> bool:
        """True for a calendar year, which is what the statutory report is about."""
        return self == Period.year(self.first.year)

    @property
    def begin(self) -> dt.datetime:
        """The first moment."""
        return _midnight(self.first)

    @property
    def end(self) -> dt.datetime:
        """The first moment after it."""
        return _midnight(self.last + dt.timedelta(days=1))

    def before(self) -> Period:
        """The period of the same kind, or of as many days, that ends where this one begins."""
        eve = self.first - dt.timedelta(days=1)
        if self.is_year:
            return Period.year(eve.year)
        if self.key[5:6] == "Q":
            return Period.quarter(eve.year, (eve.month + 2) // 3)
        if len(self.key) == len("2023-05"):
            return Period.month(eve.year, eve.month)
        return Period(eve - (self.last - self.first), eve)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _end_of_month(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)
