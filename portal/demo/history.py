"""Replays months of work through the portal's own actions, each at the moment it is said to have happened."""

import datetime as dt
import heapq
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import timezone

Step = Callable[[], object]


@contextmanager
def moment(at: dt.datetime) -> Iterator[None]:
    """Let the portal believe that it is `at`.

    `timezone.now` itself stays the function that models hold as a default; the clock it looks at is exchanged.
    """
    clock = _Clock("clock", (dt.datetime,), {"now": classmethod(lambda _cls, tz=None: at.astimezone(tz))})
    with mock.patch.object(timezone, "datetime", clock):
        yield


class _Clock(type):
    """A datetime class of which every datetime is an instance, as `django.utils.timezone` asks."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, dt.datetime)


@contextmanager
def quick_hashes() -> Iterator[None]:
    """Hash with the least work: the demo's passwords are printed on the screen, and its cases are invented.

    A hash names its own cost, so it is verified as it was made; a log-in hashes the password anew at the full cost.
    """
    with mock.patch.multiple(Argon2PasswordHasher, time_cost=1, memory_cost=8, parallelism=1):
        yield


class History:
    """Steps with their moment, played in order of time whatever order they were noted in.

    A step may note further steps; the audit chain therefore reads like that of an office at work.
    """

    def __init__(self, today: dt.datetime) -> None:
        self.today = self.now = today
        self._steps: list[tuple[dt.datetime, int, Step]] = []
        self._order = itertools.count()

    def at(self, days_ago: float, step: Step, *, hour: int = 10) -> None:
        """Note `step` for `hour` o'clock, `days_ago` days before today; never later than now."""
        day = timezone.localtime(self.today) - dt.timedelta(days=days_ago)
        self.on(day.replace(hour=hour, minute=next(self._order) % 60), step)

    def on(self, when: dt.datetime, step: Step) -> None:
        """Note `step` for `when`."""
        heapq.heappush(self._steps, (min(when, self.today), next(self._order), step))

    def play(self) -> int:
        """Play every step and return how many there were."""
        played = 0
        while self._steps:
            when, _order, step = heapq.heappop(self._steps)
            self.now = when
            with moment(when):
                step()
            played += 1
        return played
