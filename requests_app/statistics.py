"""Figures of requests per agency and period, from the days of receipt and the endings: never from what is now.

Whoever asks passes the requests that they may see; nothing here widens them. A request counts with the agency that
holds it: one that passed to a successor counts there, in every period.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil

from django.db.models import Count
from django.utils import timezone

from portal.workdays.calendar import Calendars
from portal.workdays.clock import derive
from requests_app.models import DisclosureRequestQuerySet
from requests_app.outcomes import Outcome
from requests_app.periods import Period

RANKED_FROM = 10  # answers; below that one case would move an agency by many places


@dataclass
class Figures:
    """What one agency, or several together, did in a period. `days` counts answers by the working days they took."""

    received: int = 0
    carried_in: int = 0
    carried_out: int = 0
    overdue: int = 0
    on_time: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    days: Counter[int] = field(default_factory=Counter)

    @property
    def ended(self) -> int:
        return self.outcomes.total()

    @property
    def answered(self) -> int:
        """Requests that ended with an answer; the others were withdrawn. Show it beside every share and median."""
        return self.days.total()

    @property
    def share_on_time(self) -> float | None:
        """Part of the answers that came in time, 0 to 1; None while there is none."""
        return self.on_time / self.answered if self.answered else None

    @property
    def percent_on_time(self) -> int | None:
        """The same in percent, rounded down: 99.6 is not everything."""
        return 100 * self.on_time // self.answered if self.answered else None

    @property
    def median_days(self) -> float | None:
        """Half of the answers took at most so many working days; whole where it is, so that no page shows 9.0."""
        if not self.answered:
            return None
        low, high = (self._nth((self.answered + place) // 2) for place in (1, 2))
        return (low + high) // 2 if (low + high) % 2 == 0 else (low + high) / 2

    @property
    def p90_days(self) -> int | None:
        """Nine of ten answers took at most so many working days (nearest rank)."""
        return self._nth(ceil(self.answered * 9 / 10)) if self.answered else None

    def _nth(self, place: int) -> int:
        """The working days of the answer at `place`, counted from 1 in ascending order."""
        passed = 0
        for taken in sorted(self.days):
            passed += self.days[taken]
            if passed >= place:
                return taken
        raise ValueError("There are not as many answers.")

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.received + other.received,
            self.carried_in + other.carried_in,
            self.carried_out + other.carried_out,
            self.overdue + other.overdue,
            self.on_time + other.on_time,
            self.outcomes + other.outcomes,
            self.days + other.days,
        )


def together(figures: Iterable[Figures]) -> Figures:
    """The figures of several agencies as one."""
    return sum(figures, Figures())


def figures_of(
    requests: DisclosureRequestQuerySet, period: Period, *, now: dt.datetime | None = None
) -> dict[int, Figures]:
    """Figures by agency id, for every agency that has any of `requests`. At most eight queries, however many."""
    found: dict[int, Figures] = {}

    def of(agency: int) -> Figures:
        return found.setdefault(agency, Figures())

    counted = {
        "received": requests.received_in(period),
        "carried_in": requests.carried_into(period),
        "carried_out": requests.carried_out_of(period),
    }
    for name, rows in counted.items():
        for agency, number in rows.order_by().values_list("agency").annotate(Count("pk")):
            setattr(of(agency), name, number)
    ended = requests.ended_in(period).order_by()
    for agency, outcome, number in ended.values_list("agency", "ending__outcome").annotate(Count("pk")):
        of(agency).outcomes[outcome] += number
    answered = ended.filter(ending__decision__isnull=False)
    by_days = answered.values_list("agency", "ending__working_days", "ending__is_on_time").annotate(Count("pk"))
    for agency, taken, is_on_time, number in by_days:
        of(agency).days[taken] += number
        of(agency).on_time += number if is_on_time else 0
    for agency in late(requests, period, now=now).values():
        of(agency).overdue += 1
    return found


def late(requests: DisclosureRequestQuerySet, period: Period, *, now: dt.datetime | None = None) -> dict[int, int]:
    """Of what was carried out of `period`, the requests overdue at its end: id of the request, id of its agency.

    While the period lasts its end is now. Of a past one the clocks are derived again from what had happened by then.
    """
    now = now or timezone.now()
    left = requests.carried_out_of(period).order_by()
    if period.end > now:
        return dict(left.overdue(now).values_list("pk", "agency"))
    calendars, found = Calendars(), {}
    for case in left.select_related("clock", "agency").prefetch_related("clock__events"):
        events = [event for event in case.clock.events.all() if event.at < period.end]
        if not events:  # taken up again since, with a clock of its own
            if case.first_due_at is not None and case.first_due_at < period.end:  # type: ignore[attr-defined]
                found[case.pk] = case.agency_id
            continue
        clock = derive(
            events, unit=case.clock.unit, limit=case.clock.limit, calendar=calendars.for_scope(case.clock.scope)
        )
        if clock.paused_at is None and clock.due_at < period.end:
            found[case.pk] = case.agency_id
    return found


def ranks(figures: Mapping[int, Figures], *, least: int = RANKED_FROM) -> dict[int, int | None]:
    """The place of each agency by share on time, then by median; None for one with fewer than `least` answers."""

    def merit(agency: int) -> tuple[float, float]:
        return -(figures[agency].share_on_time or 0), figures[agency].median_days or 0

    ranked = sorted((agency for agency in figures if figures[agency].answered >= least), key=merit)
    places: dict[int, int | None] = dict.fromkeys(figures)
    for place, agency in enumerate(ranked, 1):
        before = ranked[place - 2] if place > 1 else None
        places[agency] = places[before] if before is not None and merit(before) == merit(agency) else place
    return places


def cells_of(requests: DisclosureRequestQuerySet, period: Period) -> Counter[tuple[str, str]]:
    """Table 3 by (row, applicant column): R1, R2, R4, every outcome, and R3_7 counted apart. Five queries."""
    cells: Counter[tuple[str, str]] = Counter()
    rows = {
        "R1": requests.received_in(period),
        "R2": requests.carried_into(period),
        "R3_7": requests.ended_in(period),
        "R4": requests.carried_out_of(period),
    }
    for row, counted in rows.items():
        for column, number in counted.order_by().values_list("category").annotate(Count("pk")):
            cells[row, column] = number
    ended = requests.ended_in(period).order_by()
    for outcome, column, number in ended.values_list("ending__outcome", "category").annotate(Count("pk")):
        cells[outcome, column] = number
    return cells


def rows_of(
    requests: DisclosureRequestQuerySet, period: Period, row: str, *, now: dt.datetime | None = None
) -> DisclosureRequestQuerySet:
    """The requests that a line of table 3 counts, or a figure of agencies: overdue, answered, on_time.

    A group of lines, such as R3_3, holds its lines. Raises ValueError for what is none of these.
    """
    if row == "overdue":
        return requests.filter(pk__in=late(requests, period, now=now))
    if row in {"answered", "on_time"}:
        answered = requests.answered_in(period.begin, period.end)
        return answered.filter(ending__is_on_time=True) if row == "on_time" else answered
    whole = {
        "R1": requests.received_in,
        "R2": requests.carried_into,
        "R3_7": requests.ended_in,
        "R4": requests.carried_out_of,
    }
    if row in whole:
        return whole[row](period)
    outcomes = [outcome for outcome in Outcome if outcome == row or outcome.startswith(f"{row}_")]
    if not outcomes or row == "R3":
        raise ValueError("Table 3 has no such row.")
    return requests.ended_in(period).filter(ending__outcome__in=outcomes)
