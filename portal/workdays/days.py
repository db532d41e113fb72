"""Which days are working days: the national calendar under the rows of one scope. Pure; asks no database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Self

from portal.workdays import national
from portal.workdays.national import SpecialDay

ONE_DAY = dt.timedelta(days=1)
# A new year's notice reaches back into the old one: 2007-12-29 and 2018-12-29 were made working Saturdays by it.
NEW_YEARS_REACH = (12, 29)


class Days:
    """Working days as one scope has them.

    `overrides` are days set apart by rows of the calendar; `announced` are years whose national notice was imported:
    for those the rows are the whole truth and the law's bare festivals are not added.
    """

    def __init__(
        self, overrides: Mapping[dt.date, SpecialDay] | None = None, announced: frozenset[int] = frozenset()
    ) -> None:
        self._overrides = dict(overrides or {})
        self._announced = announced

    def special(self, day: dt.date) -> SpecialDay | None:
        """What `day` is by notice, decision or law; None for a day that only its weekday decides."""
        if (own := self._overrides.get(day)) is not None:
            return own
        if day.year in self._announced and not national.is_known(day.year):
            return None
        return national.special_days(day.year).get(day)

    def is_workday(self, day: dt.date) -> bool:
        """True on working days, make-up working days among them."""
        special = self.special(day)
        return day.weekday() < 5 if special is None else special.is_workday

    def is_makeup(self, day: dt.date) -> bool:
        """True on a Saturday or Sunday that is worked (调休)."""
        return day.weekday() >= 5 and self.is_workday(day)

    def add_workdays(self, day: dt.date, number: int) -> dt.date:
        """The `number`-th working day after `day` (before it, if negative); `day` itself for 0."""
        step = ONE_DAY if number > 0 else -ONE_DAY
        for _ in range(abs(number)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def workdays_between(self, first: dt.date, last: dt.date) -> int:
        """Working days after `first` up to and including `last`; negative if `last` comes before `first`."""
        if last < first:
            return -self.workdays_between(last, first)
        return sum(self.is_workday(day) for day in span(first + ONE_DAY, last))

    def is_provisional(self, year: int) -> bool:
        """True while the State Council's notice for `year` is in neither the library nor the calendar."""
        return year not in self._announced and not national.is_known(year)

    def is_provisional_on(self, day: dt.date) -> bool:
        """True if a notice that is still to come may change `day`: its own year's, or at the very end the next's."""
        return self.is_provisional(day.year) or (
            (day.month, day.day) >= NEW_YEARS_REACH and self.is_provisional(day.year + 1)
        )

    def snapshot(self, first: dt.date, last: dt.date) -> dict[str, object]:
        """The rows from `first` to `last` as JSON, from which `from_snapshot` builds the same days again."""
        within = sorted((day, own) for day, own in self._overrides.items() if first <= day <= last)
        return {
            "days": {day.isoformat(): list(own) for day, own in within},
            "announced": sorted(year for year in self._announced if first.year <= year <= last.year + 1),
        }

    @classmethod
    def from_snapshot(cls, kept: Mapping) -> Self:
        """The days that `snapshot` kept; outside its range, the national calendar alone."""
        overrides = {dt.date.fromisoformat(day): SpecialDay(*own) for day, own in kept["days"].items()}
        return cls(overrides, frozenset(kept["announced"]))


def span(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from `first` to `last`, both included."""
    while first <= last:
        yield first
        first += ONE_DAY
