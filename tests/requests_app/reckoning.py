"""Days reckoned from the law and the notices alone: sets of days that count and days taken out; no engine, no library.

This is what the worked examples were reckoned with, and the oracle of the random sequences.
"""

from __future__ import annotations

import datetime as dt
from itertools import count, islice

from tests.portal.workdays.notices import is_workday

ONE_DAY = dt.timedelta(days=1)
ANSWER, OPINION = 20, 15


class Reckoning:
    """The time for the answer to one request, received on `received`."""

    def __init__(self, received: dt.date) -> None:
        self.begin, self.allowed = received, ANSWER
        self.own_date: dt.date | None = None
        self.own_since = received
        self.taken: set[dt.date] = set()
        self.open_since: dt.date | None = None
        self.letters: dict[str, tuple[dt.date, dt.date | None]] = {}
        self.special: dict[dt.date, bool] = {}

    def is_worked(self, day: dt.date) -> bool:
        return self.special.get(day, is_workday(day))

    def after(self, day: dt.date, number: int, *, without: frozenset[dt.date] | set[dt.date] = frozenset()) -> dt.date:
        """The `number`-th working day after `day` that is not in `without`."""
        days = (day + n * ONE_DAY for n in count(1))
        return next(islice((d for d in days if d not in without and self.is_worked(d)), number - 1, None))

    @property
    def total(self) -> int:
        """Working days to be counted: those allowed, or as many as lead to the later date of article 35."""
        if self.own_date is None:
            return self.allowed
        since = max(self.begin, self.own_since)
        last = self.after(self.own_date - ONE_DAY, 1)
        return max(self.allowed, self._worked(self.begin, since) + self._worked(since, last))

    def _worked(self, first: dt.date, last: dt.date) -> int:
        """Working days after `first` up to `last` that were not taken out before the later date was set."""
        days = (first + n * ONE_DAY for n in range(1, (last - first).days + 1))
        return sum(self.is_worked(day) and not (day <= self.own_since and day in self.taken) for day in days)

    @property
    def due(self) -> dt.date:
        """The due day; while the time stands still, the earliest possible one."""
        return self.after(self.begin, self.total, without=self.taken)

    @property
    def is_paused(self) -> bool:
        """The time stands still, unless it had run out by the day on which something was asked."""
        return self.open_since is not None and self.open_since < self.due

    def pause(self, day: dt.date) -> None:
        """Article 33(3): the day of asking still counts."""
        if self.open_since is None:
            self.open_since = day

    def resume(self, day: dt.date) -> None:
        """The day of the answer is the last that does not count."""
        assert self.open_since is not None
        self.taken |= {self.open_since + n * ONE_DAY for n in range(1, (day - self.open_since).days + 1)}
        self.open_since = None

    def restart(self, day: dt.date) -> None:
        """Article 30: anew from the day after."""
        self.begin, self.open_since = day, None

    def extend(self, days: int) -> None:
        self.allowed += days

    def set_date(self, due_on: dt.date, day: dt.date) -> None:
        """Article 35: a later date, set on `day`."""
        self.own_date, self.own_since = due_on, day

    def ask(self, party: str, day: dt.date, delivered: dt.date) -> None:
        """A letter; its answer is due fifteen working days after it was delivered."""
        self.pause(day)
        self.letters[party] = (self.after(delivered, OPINION), None)

    def answer(self, party: str, day: dt.date) -> None:
        """An opinion came; whatever is later than its fifteen working days is not waited for."""
        until, _none = self.letters[party]
        self.letters[party] = (until, min(day, until))
        ends = [end for _until, end in self.letters.values()]
        if None not in ends:
            assert self.open_since is not None
            self.resume(max(self.open_since, *(end for end in ends if end is not None)))
            self.letters.clear()

    def lapse(self, today: dt.date) -> None:
        """Letters whose time is over are answered by silence."""
        for party, (until, end) in list(self.letters.items()):
            if end is None and until < today and party in self.letters:
                self.answer(party, until)
