"""What happened month by month, and the bars that show it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncMonth

from oversight.figures import Desk
from portal.agencies.models import Agency
from requests_app.periods import Period
from requests_app.statistics import Figures

MONTHS = 24
WIDTH, HEIGHT, FOOT = 720, 200, 24  # units of the drawing; FOOT is what the names of the months take
COLUMN = WIDTH // MONTHS


class Month(NamedTuple):
    """What happened in a calendar month; the last one is not over."""

    period: Period
    published: int
    received: int
    answers: Figures

    @property
    def late(self) -> int:
        """Requests answered in the month after their time had run out."""
        return self.answers.answered - self.answers.on_time

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Counts by the figure whose list shows them."""
        return [
            ("items-published", self.published),
            ("requests-received", self.received),
            ("requests-answered", self.answers.answered),
            ("requests-on-time", self.answers.on_time),
        ]

    @property
    def share(self) -> int | None:
        """Percent of the answers of the month that came in time, rounded down."""
        return self.answers.percent_on_time

    @property
    def rates(self) -> list[float | None]:
        return [self.share, self.answers.median_days, self.answers.p90_days]


def months_until(today: dt.date) -> list[Period]:
    """The calendar months up to that of `today`, `MONTHS` of them, the oldest first."""
    found = [Period.month(today.year, today.month)]
    while len(found) < MONTHS:
        found.append(found[-1].before())
    return found[::-1]


def trend(desk: Desk, agency: Agency | None = None) -> list[Month]:
    """The last 24 months of all agencies of the desk, or of one. Three queries."""
    periods = months_until(desk.today)
    whole = Desk(desk.user, desk.government, desk.now, Period(periods[0].first, periods[-1].last))
    received, answered, published = whole.requests(), whole.answered(), whole.published()
    if agency is not None:
        received, answered = received.filter(agency=agency), answered.filter(agency=agency)
        published = published.filter(agency=agency)
    by_month = _by_month(received.received_in(whole.period), "received_on")
    items = _by_month(published, "published_at")
    answers: dict[dt.date, Figures] = {}
    rows = answered.order_by().values_list(TruncMonth("ending__at"), "ending__working_days", "ending__is_on_time")
    for at, taken, is_on_time, number in rows.annotate(Count("pk")):
        figures = answers.setdefault(_first(at), Figures())
        figures.days[taken] += number
        figures.on_time += number if is_on_time else 0
    return [Month(one, items[one.first], by_month[one.first], answers.get(one.first, Figures())) for one in periods]


def _by_month(rows: Any, field: str) -> Counter[dt.date]:
    counted = rows.order_by().values_list(TruncMonth(field)).annotate(Count("pk"))
    return Counter({_first(month): number for month, number in counted})


def _first(month: dt.date | dt.datetime) -> dt.date:
    return month.date() if isinstance(month, dt.datetime) else month


class Bar(NamedTuple):
    """One month of the drawing: answers in time below, those too late on top of them, in units of the drawing."""

    month: Month
    x: int
    middle: int
    in_time: float
    late: float
    top: float
    is_named: bool

    @property
    def base(self) -> float:
        """Where the part in time begins."""
        return round(self.top + self.late, 1)

    @property
    def above(self) -> float:
        """Where the number stands."""
        return self.top - 4


def bars(months: list[Month]) -> list[Bar]:
    """Heights in proportion to the largest month, which leaves room for its number."""
    most = max((month.answers.answered for month in months), default=0) or 1
    room = HEIGHT - FOOT - 20
    found = []
    for place, month in enumerate(months):
        in_time, late = (round(room * number / most, 1) for number in (month.answers.on_time, month.late))
        top = round(HEIGHT - FOOT - in_time - late, 1)
        x = place * COLUMN + 4
        found.append(Bar(month, x, x + (COLUMN - 8) // 2, in_time, late, top, month.period.first.month % 3 == 1))
    return found
