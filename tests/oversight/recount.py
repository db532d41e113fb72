"""The figures of a city counted by hand: plain loops over what happened (`bench/city_log.py`).

No queryset, clock engine or figure of the portal is asked. The one thing shared is which days are worked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bench.city_log import Asked
from tests.oversight.recount_days import DAY, Days, day_of

KINDS = ("government", "office", "department", "township", "village", "zone", "utility", "school", "hospital")
TIERS = ("province", "city", "county", "township", "village")
OUTCOMES = (
    "R3_1", "R3_2", *(f"R3_3_{n}" for n in range(1, 9)), *(f"R3_4_{n}" for n in range(1, 4)),
    *(f"R3_5_{n}" for n in range(1, 6)), *(f"R3_6_{n}" for n in range(1, 4)),
)  # fmt: skip
COLUMNS = ("c1", "c2", "c3", "c4", "c5", "c6")
REPORTING = {"government", "department", "township"}
LEFT_OUT = {"utility", "school", "hospital"}


def middle(numbers: list[int]) -> float | None:
    """The number in the middle, or the mean of the two there."""
    kept = sorted(numbers)
    if not kept:
        return None
    half = len(kept) // 2
    return kept[half] if len(kept) % 2 else (kept[half - 1] + kept[half]) / 2


def nine_of_ten(numbers: list[int]) -> int | None:
    """The smallest number that nine of ten do not exceed."""
    for candidate in sorted(numbers):
        if sum(number <= candidate for number in numbers) * 10 >= 9 * len(numbers):
            return candidate
    return None


def percent(part: int, whole: int) -> int | None:
    return None if whole == 0 else int(100 * part / whole + 1e-9)


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def year(number: int) -> Span:
    return Span(dt.date(number, 1, 1), dt.date(number, 12, 31))


class Recount(Days):
    """What a person counts who reads the log."""

    @property
    def last_year(self) -> Span:
        return Span(self.today - 364 * DAY, self.today)

    # --- agencies --------------------------------------------------------------------------------------------------

    def at_or_below(self, agency: int) -> set[int]:
        found = {agency}
        for number, place in enumerate(self.log.places):
            if place.above in found:
                found.add(number)
        return found

    def reported_by(self, agency: int) -> set[int]:
        """Whose cases the annual report of an agency counts itself."""
        found = {agency}
        for number, place in enumerate(self.log.places):
            if place.above in found and place.kind not in REPORTING | LEFT_OUT:
                found.add(number)
        return found

    def is_heard(self, agency: int) -> bool:
        """Whether somebody in the city hears complaints about it: nobody does about the city and its own office."""
        return agency > 1

    def groups(self) -> list[tuple[str, str, list[int]]]:
        found = []
        for tier in TIERS:
            for kind in KINDS:
                like = [n for n, one in enumerate(self.log.places) if (one.tier, one.kind) == (tier, kind)]
                if like:
                    found.append((tier, kind, like))
        return found

    # --- the dashboard ---------------------------------------------------------------------------------------------

    def answers(self, agencies: set[int], span: Span) -> list[Asked]:
        return [
            one for one in self.log.asked
            if one.outcome and one.agency in agencies and not one.is_withdrawn and span.holds(day_of(one.ended_at))
        ]  # fmt: skip

    def counts(self, agency: int) -> dict[str, int | None]:
        """Every count of the table of agencies."""
        own = [one for one in self.log.asked if one.agency == agency]
        owed = [one for one in self.log.owed if one.agency == agency and one.is_active]
        answers = self.answers({agency}, self.last_year)
        return {
            "duties-met": sum(
                bool(one.met_on and not one.triggered_on and (not one.next_due_on or one.next_due_on > self.today))
                for one in owed
            ),
            "duties-overdue": sum(bool(one.next_due_on and one.next_due_on < self.today) for one in owed),
            "items-published": self.published({agency}, self.last_year),
            "requests-received": sum(self.last_year.holds(day_of(one.at)) for one in own),
            "requests-answered": len(answers),
            "requests-on-time": sum(self.is_on_time(one) for one in answers),
            "requests-open": sum(not one.outcome for one in own),
            "requests-overdue": sum(self.is_late_now(one) for one in own),
            "topics-overdue": sum(self.topic_is_late(one) for one in self.log.wished if one.agency == agency),
            "complaints-open": sum(not one.result for one in self.log.complained if one.accused == agency)
            if self.is_heard(agency) else None,
        }  # fmt: skip

    def published(self, agencies: set[int], span: Span) -> int:
        return sum(
            one.agency in agencies and one.withdrawn_at is None and span.holds(day_of(one.at))
            for one in self.log.published
        )

    def rates(self, agencies: set[int]) -> list[float | None]:
        """Share on time, median and nine of ten over the last 365 days."""
        answers = self.answers(agencies, self.last_year)
        late = sum(one.agency in agencies and self.is_late_now(one) for one in self.log.asked)
        on_time = sum(self.is_on_time(one) for one in answers)
        return [percent(on_time, len(answers) + late), *self.spread(answers)]

    def spread(self, answers: list[Asked]) -> list[float | None]:
        days = [self.days_taken(one) for one in answers]
        return [middle(days), nine_of_ten(days)]

    def last_published(self, agencies: set[int]) -> dt.date | None:
        days = [day_of(o.at) for o in self.log.published if o.agency in agencies and o.withdrawn_at is None]
        return max(days, default=None)

    def months(self) -> list[Span]:
        """24 calendar months, the newest first."""
        found, first = [], self.today.replace(day=1)
        while len(found) < 24:
            following = (first + 32 * DAY).replace(day=1)
            found.append(Span(first, following - DAY))
            first = (first - DAY).replace(day=1)
        return found

    def month(self, agencies: set[int], span: Span) -> list[float | None]:
        """The line of a month."""
        answers = self.answers(agencies, span)
        on_time = sum(self.is_on_time(one) for one in answers)
        received = sum(one.agency in agencies and span.holds(day_of(one.at)) for one in self.log.asked)
        return [
            self.published(agencies, span), received, len(answers), on_time, percent(on_time, len(answers)),
            *self.spread(answers),
        ]  # fmt: skip

    def merit(self, agency: int, least: int) -> tuple[float, float] | None:
        """By what an agency is placed; None with too few cases."""
        answers = self.answers({agency}, self.last_year)
        cases = len(answers) + sum(one.agency == agency and self.is_late_now(one) for one in self.log.asked)
        if cases < least:
            return None
        return -sum(self.is_on_time(one) for one in answers) / cases, self.spread(answers)[0] or 0

    def places(self, merits: dict[int, tuple[float, float] | None]) -> dict[int, int]:
        """The place of each: one more than there are better ones."""
        known = {agency: merit for agency, merit in merits.items() if merit is not None}
        return {agency: 1 + sum(other < merit for other in known.values()) for agency, merit in known.items()}

    # --- the statutory tables --------------------------------------------------------------------------------------

    def table3(self, agencies: set[int], span: Span) -> dict[tuple[str, str], int]:
        cells = {(row, c): 0 for row in ("R1", "R2", *OUTCOMES, "R3_7", "R4") for c in (*COLUMNS, "c7")}
        for one in self.log.asked:
            if one.agency not in agencies:
                continue
            received, ended = day_of(one.at), day_of(one.ended_at) if one.outcome else dt.date.max
            rows = ["R1"] if span.holds(received) else []
            rows += ["R2"] if received < span.first <= ended else []
            rows += [one.outcome, "R3_7"] if span.holds(ended) else []
            rows += ["R4"] if received <= span.last < ended else []
            for row in rows:
                cells[row, one.category] += 1
                cells[row, "c7"] += 1
        return cells

    def table4(self, agencies: set[int], span: Span) -> dict[str, list[int]]:
        results = ("upheld", "corrected", "other", "pending")
        lines = {kind: [0] * 5 for kind in ("reconsideration", "direct_suit", "suit_after")}
        for one in self.log.contested:
            is_over = one.concluded_on is not None and one.concluded_on <= span.last
            if one.agency not in agencies or one.filed_on > span.last or (is_over and one.concluded_on < span.first):
                continue
            lines[one.kind][results.index(one.result if is_over else "pending")] += 1
            lines[one.kind][4] += 1
        return lines

    def overdue_at_end(self, agencies: set[int], span: Span) -> int:
        """Of what was carried out of `span`: overdue when it ended, or now while it lasts."""
        if span.last >= self.today:
            return sum(
                o.agency in agencies and day_of(o.at) <= span.last and self.is_late_now(o) for o in self.log.asked
            )
        found = 0
        for one in self.log.asked:
            ended = day_of(one.ended_at) if one.outcome else dt.date.max
            if one.agency in agencies and day_of(one.at) <= span.last < ended:
                by_then = [step for step in one.happened if day_of(step.at) <= span.last]
                found += self.is_overdue(by_then, span.last + DAY)
        return found

    # --- the league ------------------------------------------------------------------------------------------------

    def league(self, agency: int, least: int) -> list[str] | None:
        """The line of an agency without its place; None with too few cases."""
        if self.merit(agency, least) is None:
            return None
        answers = self.answers({agency}, self.last_year)
        late = sum(one.agency == agency and self.is_late_now(one) for one in self.log.asked)
        share, median, p90 = self.rates({agency})
        return [
            f"{share}%", self._trend(agency, answers, least), str(len(answers) + late), text(median), text(p90),
            self._rated(agency, least), self._complained(agency, least),
        ]  # fmt: skip

    def _trend(self, agency: int, answers: list[Asked], least: int) -> str:
        before = self.answers({agency}, Span(self.last_year.first - 365 * DAY, self.last_year.first - DAY))
        if min(len(answers), len(before)) < least:
            return "–"
        now, then = (percent(sum(self.is_on_time(one) for one in some), len(some)) for some in (answers, before))
        word = "上升" if now - then >= 5 else "下降" if then - now >= 5 else "持平"
        return f"{word}：本期按时答复{now}%，上期{then}%"

    def _rated(self, agency: int, least: int) -> str:
        scores = [
            one.rated[0] for one in self.log.asked
            if one.agency == agency and one.rated and self.last_year.holds(one.rated[1])
        ]  # fmt: skip
        if len(scores) < least:
            return "–"
        tenths = int(10 * sum(scores) / len(scores) + 0.5 + 1e-9)
        return f"{tenths // 10}.{tenths % 10} ({len(scores)})"

    def _complained(self, agency: int, least: int) -> str:
        months = Span(self.today.replace(year=self.today.year - 1, day=1), self.today.replace(day=1) - DAY)
        about = [o for o in self.log.complained if o.accused == agency and months.holds(day_of(o.at))]
        return "–" if len(about) < least else f"{sum(bool(one.result) for one in about)}/{len(about)}"


def text(value: float | None) -> str:
    """A number as the pages show it."""
    if value is None:
        return "–"
    return str(int(value)) if value == int(value) else str(value)
