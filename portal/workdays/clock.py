"""The clock engine: from what happened to the day on which a time limit ends. Pure: no database, no present time.

How days are counted
    **The day on which something happens still belongs to what ran before it; its effect begins with the next day.**
    This is the general rule that the opening day of a period is not counted (民法典 art. 201), applied to every event
    alike. All days are days in China.

    start    The day of the start is not counted; day one is the next day (条例 art. 33: from receipt).
    pause    The day on which an opinion is asked for is still counted, if it is a working day; those after it are not
             (条例 art. 33(3): the time for opinions of third parties and other agencies is not counted).
    resume   The day on which the opinion arrives is the last that is not counted; counting goes on with the next day.
             So a pause takes out exactly the days of another period that begins with the question and ends with the
             answer; asked and answered on one day takes out nothing.
    restart  Counting starts anew at one on the day after (条例 art. 30: from receipt of the supplemented request). A
             pause ends with it. An extension given before stays given, and stays the only one.
    extend   Lengthens the limit (条例 art. 33(2)), wherever the count stands.
    own date A later day is set for the answer (条例 art. 35). The limit becomes as many units as lead from that event,
             or from a later restart, to this day or the first working day after it; never fewer than before. A pause
             after it takes out its days as from any other limit. Days only: hours have no date of their own.
    stop     Ends a pause; changes no count. What was due stays due, so that it can be seen whether the answer was late.

    A period that ran out stays run out: a pause on the due day, or later, moves nothing.

Units
    Working days count every working day, make-up working days (调休) among them. Calendar days count every day; if the
    last one is no working day, the period ends on the next working day (民法典 art. 203). Hours count from the very
    moment (民法典 art. 201), pauses taken out exactly, and know neither nights nor holidays.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from portal.workdays.day_walk import DayWalk
from portal.workdays.days import Days
from portal.workdays.derivation import DayMark, Derivation, Happening
from portal.workdays.hour_walk import HourRun
from portal.workdays.vocabulary import EventKind, Unit

__all__ = ["DayMark", "Derivation", "Happening", "derive"]


def derive(events: Iterable[Happening], *, unit: str, limit: int, calendar: Days) -> Derivation:
    """What follows from `events`, in the order in which they happened, for a limit of `limit` units.

    Raises ValueError if the first event is not the only start, an event comes before the one it follows, or the limit
    is not positive; TypeError or ValueError for moments without a time zone.
    """
    happened = list(events)
    _check(happened, limit)
    walk = HourRun if unit == Unit.HOUR else DayWalk
    return walk(happened, unit=unit, limit=limit, calendar=calendar).derivation()


def _check(happened: list[Happening], limit: int) -> None:
    if [place for place, event in enumerate(happened) if event.kind == EventKind.START] != [0]:
        raise ValueError("A clock has one start, and it comes first.")
    if any(event.at.tzinfo is None for event in happened):
        raise ValueError("Events happen at moments with a time zone.")
    if any(earlier.at > later.at for earlier, later in pairwise(happened)):
        raise ValueError("Events stand in the order in which they happened.")
    if limit < 1:
        raise ValueError("A limit has at least one unit.")
