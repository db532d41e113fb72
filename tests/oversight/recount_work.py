"""What assessments measure of the rest of the work, counted by hand: how many count, of how many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from bench.city_items_log import Published
from bench.city_log import Happened
from bench.city_work_log import Terms
from tests.oversight.recount import Recount, Span
from tests.oversight.recount_days import DAY, day_of

Dated = tuple[dt.date, dt.date | None]
"""The day by which something was due, and the day on which it was done."""


class Work(Recount):
    """A recount of interpretations, consultations, reports, supervision and the organisation of the work."""

    def in_time(self, rows: Iterable[Dated], span: Span) -> tuple[int, int]:
        """What was done by the end of the year or should have been by today; by its day counts."""
        part = whole = 0
        for due, done in rows:
            is_done = done is not None and done <= span.last
            whole += is_done or due < self.today
            part += is_done and done <= due
        return part, whole

    def worked_after(self, day: dt.date, count: int) -> dt.date:
        while count:
            day += DAY
            count -= self.works(day)
        return day

    def public_items(self, agency: int) -> dict[int, Published]:
        return {one.number: one for one in self.log.published if one.agency == agency and one.withdrawn_at is None}

    def complete(self, agency: int, span: Span) -> tuple[int, int]:
        items = self.public_items(agency).values()
        filled = {one.entry for one in items if day_of(one.at) <= span.last}
        owed = [one.entry for one in self.log.owed if one.agency == agency and one.is_active]
        return sum(entry in filled for entry in owed), len(owed)

    def answers_to_bodies(self, agency: int, span: Span) -> tuple[int, int]:
        rows = []
        for one in self.log.contested:
            if one.agency == agency and one.kind == "reconsideration" and one.notified_on:
                due = self.worked_after(one.notified_on, 5 if one.is_simplified else 10)
                ended = [day for day in (one.answered_on, one.concluded_on) if day]
                if span.holds(due):
                    rows.append((due, min(ended, default=None)))
        return self.in_time(rows, span)

    def explained(self, agency: int, span: Span) -> tuple[int, int]:
        items, rows = self.public_items(agency), []
        for one in self.log.work.planned:
            policy = items.get(one.policy)
            if policy is not None and one.is_needed and span.holds(day_of(policy.at)):
                texts = [day_of(items[text].at) for text in one.texts if text in items]
                rows.append((self.worked_after(day_of(policy.at), 3), min(texts, default=None)))
        return self.in_time(rows, span)

    def consulted(self, agency: int, span: Span) -> tuple[int, int]:
        items = self.public_items(agency)
        return self.in_time(
            [
                (self.worked_after(day_of(one.closes_at), 20), one.outcome_at and day_of(one.outcome_at))
                for one in self.log.work.consulted
                if one.item in items and span.holds(day_of(one.closes_at)) and one.closes_at < self.log.now
            ],
            span,
        )

    def reported(self, agency: int, span: Span) -> tuple[int, int]:
        """The report on the year before; only agencies that owe one are counted."""
        kind, number = self.log.places[agency].kind, span.first.year
        if kind not in {"government", "department", "township"}:
            return 0, 0
        due = dt.date(number, 3, 31) if kind == "government" else dt.date(number, 1, 31)
        day = self.log.work.reported.get(agency) if number == 2024 else None
        return int(day is not None and day <= due), 1

    def table2(self, agencies: set[int], span: Span) -> list[int]:
        """The cells of table 2, line by line: regulations and fees stand in no register of the portal."""
        items = {one.number: one for one in self.log.published if one.withdrawn_at is None}
        eve, issued, ended, in_force = span.first - DAY, 0, 0, 0
        for one in (items[number] for number in self.log.work.registered if number in items):
            day = day_of(one.at)
            if one.agency in agencies and day <= span.last:
                over = [
                    r.on for r in self.log.work.related
                    if r.target == one.number and r.effect != "amends" and r.source in items
                ]  # fmt: skip
                over += [one.valid_until + DAY] if one.valid_until else []
                is_over = min(over, default=dt.date.max) <= span.last
                issued += day >= span.first
                ended += is_over and min(over) > eve
                in_force += not is_over
        decided = [
            one.kind for one in self.log.work.decided
            if one.agency in agencies and one.decided_at and span.holds(day_of(one.decided_at))
        ]  # fmt: skip
        powers = [decided.count(kind) for kind in ("licence", "penalty", "coercion")]
        return [0, 0, 0, issued, ended, in_force, *powers, 0]

    def orders(self, agency: int, span: Span) -> tuple[int, int]:
        part = whole = 0
        for one in self.log.work.ordered:
            if one.agency == agency and span.holds(day_of(one.at)) and not one.is_cancelled:
                due = self.due([Happened("start", one.at)], one.days)
                whole += one.answered_at is not None or due < self.today
                part += one.answered_at is not None and day_of(one.answered_at) <= due
        return part, whole

    def findings(self, agency: int, span: Span) -> tuple[int, int]:
        checks = self.log.work.checked_at
        return self.in_time(
            [
                (self.worked_after(day_of(checks[o.check]), o.days), o.rectified_at and day_of(o.rectified_at))
                for o in self.log.work.found
                if o.agency == agency and span.holds(day_of(checks[o.check]))
            ],
            span,
        )

    def warnings(self, agency: int, span: Span) -> tuple[int, int]:
        grades = [
            one.grade for one in self.log.work.warned
            if one.agency == agency and span.holds(day_of(one.at)) and not one.is_confidential
            and one.closing not in {"withdrawn", "fault"}
        ]  # fmt: skip
        return len(grades) - grades.count(3), len(grades)

    def terms_of(self, agency: int) -> Terms | None:
        place = self.log.places[agency]
        found = [one for one in self.log.work.terms if one.agency == place.above and place.kind != "office"]
        return found[0] if found else None

    def submissions(self, agency: int, span: Span) -> tuple[int, int]:
        terms, part, whole = self.terms_of(agency), 0, 0
        quota = terms.quotas.get(self.log.places[agency].kind, 0) if terms else 0
        first = span.first
        while terms and first <= span.last:
            following = (first + 32 * DAY).replace(day=1)
            if terms.since < following <= self.today:
                part += min(self.log.work.sent.count((agency, first)), quota)
                whole += quota
            first = following
        return part, whole

    def trained(self, agency: int, span: Span) -> tuple[int, int]:
        terms, day = self.terms_of(agency), min(span.last, self.today)
        if terms is None:
            return 0, 0
        after = day.replace(year=day.year - terms.training_months // 12)
        part = whole = 0
        for one in self.log.work.members:
            if one.agency == agency and one.joined_on <= day and (one.left_on is None or one.left_on > day):
                whole += 1
                part += any(after < self.log.work.held_on[number] <= day for number in one.courses)
        return part, whole
