"""Figures of requests per agency, from the cases themselves."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from portal.agencies.models import Agency
from requests_app.models import Case, DisclosureRequest, TopicRequest
from requests_app.states import DecisionState


@dataclass
class Figures:
    """What one agency has done; `days` are the working days of each answered case."""

    open: int = 0
    overdue: int = 0
    answered: int = 0
    on_time: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def median_days(self) -> float | None:
        """Median working days until the answer; None while there is none. Show it with `answered` beside it."""
        return statistics.median(self.days) if self.days else None

    @property
    def share_on_time(self) -> float | None:
        """Part of the answers that came in time, 0 to 1."""
        return self.on_time / self.answered if self.answered else None

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.open + other.open,
            self.overdue + other.overdue,
            self.answered + other.answered,
            self.on_time + other.on_time,
            self.days + other.days,
        )


def figures_of(agencies: QuerySet[Agency]) -> dict[int, Figures]:
    """Figures of disclosure requests by agency id, for every agency that has any. Two queries, whatever the number."""
    return _figures(DisclosureRequest, agencies)


def topic_figures_of(agencies: QuerySet[Agency]) -> dict[int, Figures]:
    """The same of topic requests."""
    return _figures(TopicRequest, agencies)


def _figures(model: type[Case], agencies: QuerySet[Agency]) -> dict[int, Figures]:
    # order_by(): treebeard's tree order inside a subquery would only cost a sort
    cases = model.objects.filter(agency__in=agencies.order_by()).order_by()
    is_open = Q(state__in=model.OPEN_STATES)
    is_late = is_open & Q(clock__paused_at=None, clock__due_at__lt=timezone.now())
    has_answer = Q(answered_at__isnull=False)
    rows = cases.values("agency").annotate(
        open_count=Count("pk", filter=is_open),
        overdue_count=Count("pk", filter=is_late),
        answered_count=Count("pk", filter=has_answer),
        on_time_count=Count("pk", filter=has_answer & Q(answered_at__lte=model.DUE_OF_ANSWER)),
    )
    days: defaultdict[int, list[int]] = defaultdict(list)
    for agency, taken in cases.filter(working_days__isnull=False).values_list("agency", "working_days"):
        days[agency].append(taken)
    return {
        row["agency"]: Figures(
            row["open_count"], row["overdue_count"], row["answered_count"], row["on_time_count"], days[row["agency"]]
        )
        for row in rows
    }


def outcomes_of(agencies: QuerySet[Agency], *, year: int) -> Counter[tuple[str, str]]:
    """How many requests ended in `year` with each (outcome code, applicant column): cells of table 3.

    Withdrawn requests count as R3_6_3. Two queries.
    """
    requests = DisclosureRequest.objects.filter(agency__in=agencies.order_by()).order_by()
    # a decision made anew after a remedy came later: the first one is what the report has counted
    first = {"decisions__state": DecisionState.APPROVED, "decisions__reviewed_at__lte": F("answered_at")}
    answered = requests.filter(answered_at__year=year, **first)
    cells = Counter(answered.values_list("decisions__outcome", "category"))
    withdrawn = requests.filter(answered_at=None, clock__stopped_at__year=year)
    cells.update(("R3_6_3", category) for category in withdrawn.values_list("category", flat=True))
    return cells
