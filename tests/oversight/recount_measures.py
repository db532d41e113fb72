"""What assessments measure, counted by hand."""

from __future__ import annotations

import datetime as dt

from bench.city_log import Happened
from tests.oversight.recount import Recount, Span, year
from tests.oversight.recount_days import day_of


class Measures(Recount):
    """A recount that also knows what assessments measure."""

    def measured(self, agency: int, number: int) -> list[tuple[int, int]]:
        """Duties, requests and topics in time, and decisions not corrected, in a year: how many of how many."""
        return [
            self.duties_kept(agency, year(number)), self.requests_kept(agency, year(number)),
            self.topics_kept(agency, year(number)), self.upheld(agency, year(number)),
        ]  # fmt: skip

    def duties_kept(self, agency: int, span: Span) -> tuple[int, int]:
        """Of duties no round of which was met: late is what was owed in the year and has passed."""
        met = late = 0
        for one in self.log.owed:
            if one.agency != agency or not one.is_active:
                continue
            due, is_late = one.next_due_on, False
            if due is not None and due <= span.last:
                is_late = due < span.first or due < self.today
            late += is_late
            is_quiet = one.triggered_on is None and (due is None or due >= self.today)
            met += bool(not is_late and is_quiet and one.met_on and one.met_on <= span.last)
        return met, met + late

    def requests_kept(self, agency: int, span: Span) -> tuple[int, int]:
        answers, late = self.answers({agency}, span), 0
        for one in self.log.asked:
            if one.agency == agency and not one.is_withdrawn:
                is_after = one.outcome and day_of(one.ended_at) > span.last
                waits = [step for step in one.happened if step.what != "extend"][-1].what == "pause"
                due = self.due_on(one)
                late += bool((is_after or not (one.outcome or waits)) and span.holds(due) and due < self.today)
        return sum(self.is_on_time(one) for one in answers), len(answers) + late

    def topics_kept(self, agency: int, span: Span) -> tuple[int, int]:
        answered, on_time, late = 0, 0, 0
        for one in self.log.wished:
            due = self.due([Happened("start", one.at)])
            ended = day_of(one.ended_at) if one.ended_at else dt.date.max
            if one.agency == agency and span.holds(ended):
                answered, on_time = answered + 1, on_time + (ended <= due)
            elif one.agency == agency:
                late += ended > span.last and span.holds(due) and due < self.today
        return on_time, answered + late

    def upheld(self, agency: int, span: Span) -> tuple[int, int]:
        results = [
            one.result for one in self.log.contested
            if one.agency == agency and one.concluded_on and span.holds(one.concluded_on)
        ]  # fmt: skip
        return len(results) - results.count("corrected"), len(results)
