"""What assessments measure, counted by hand."""

from __future__ import annotations

import datetime as dt

from bench.city_log import Happened
from tests.oversight.recount import Span, year
from tests.oversight.recount_days import day_of
from tests.oversight.recount_work import Work


class Measures(Work):
    """A recount that also knows what assessments measure."""

    def measured(self, agency: int, number: int) -> dict[str, tuple[int, int]]:
        """Of each kind of evidence in a year: how many count, of how many."""
        counts = {
            "duties_on_time": self.duties_kept, "completeness": self.complete, "requests_on_time": self.requests_kept,
            "topics_on_time": self.topics_kept, "remedies_on_time": self.answers_to_bodies,
            "decisions_upheld": self.upheld, "interpretations": self.explained, "consultations": self.consulted,
            "annual_report": self.reported, "orders_on_time": self.orders, "findings_rectified": self.findings,
            "no_red_warnings": self.warnings, "submissions": self.submissions, "training": self.trained,
        }  # fmt: skip
        return {name: count(agency, year(number)) for name, count in counts.items()}

    def duties_kept(self, agency: int, span: Span) -> tuple[int, int]:
        """Rounds that were due in the year, or owed since before it; a duty with none counts once it was met."""
        part = whole = 0
        for one in self.log.owed:
            if one.agency != agency or not one.is_active:
                continue
            rounds = [
                (due, met) for due, met in one.rounds if due <= span.last and (due >= span.first or met >= span.first)
            ]
            owed = one.next_due_on
            is_late = owed is not None and owed <= span.last and (owed < span.first or owed < self.today)
            part += sum(met <= due for due, met in rounds)
            whole += len(rounds) + is_late
            is_quiet = one.triggered_on is None and (owed is None or owed >= self.today)
            if not rounds and not is_late and is_quiet and one.met_on and one.met_on <= span.last:
                part, whole = part + 1, whole + 1
        return part, whole

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
