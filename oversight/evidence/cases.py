"""Evidence from what citizens asked for: requests, topics, and remedies about decisions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from oversight.evidence.row import Row, in_time
from portal.agencies.models import Agency
from requests_app.models import DisclosureRequest, Remedy, TopicRequest
from requests_app.models.case import Case
from requests_app.models.remedy import RemedyResult
from requests_app.periods import Period


def requests_on_time(agency: Agency, year: int) -> Iterator[Row]:
    """Requests answered in `year`, and those that ran out of time in it and had no answer by its end (条例 art. 33).

    Of a request nothing is kept but its number: what the applicant confided stays with the request.
    """
    period = Period.year(year)
    requests = DisclosureRequest.objects.filter(agency=agency).select_related("clock", "ending").order_by("pk")
    for case in requests.answered_in(period.begin, period.end):
        yield _case("request", case, counts=bool(case.ending.is_on_time))  # type: ignore[attr-defined]
    late = Q(ending=None, clock__paused_at=None) | Q(ending__decision__isnull=False, ending__at__gte=period.end)
    for case in requests.filter(late, clock__due_at__gte=period.begin, clock__due_at__lt=_passed(period)):
        yield _case("request", case, counts=False)


def topics_on_time(agency: Agency, year: int) -> Iterator[Row]:
    """Topics answered or refused in `year`, and those that ran out of time in it and had no answer by its end."""
    period = Period.year(year)
    topics = TopicRequest.objects.filter(agency=agency).unmerged().with_agency_and_clock().order_by("pk")
    for case in topics.filter(answered_at__gte=period.begin, answered_at__lt=period.end):
        yield _case("topic", case, counts=case.answered_at <= case.clock.due_at)  # type: ignore[operator]
    late = Q(answered_at=None) | Q(answered_at__gte=period.end)
    for case in topics.filter(late, clock__due_at__gte=period.begin, clock__due_at__lt=_passed(period)):
        yield _case("topic", case, counts=False)


def remedies_on_time(agency: Agency, year: int) -> Iterator[Row]:
    """Written answers owed to a reconsideration body with their last day in `year` (行政复议法 arts. 48, 54)."""
    period = Period.year(year)
    remedies = Remedy.objects.filter(agency=agency, clock__due_on__range=(period.first, period.last)).with_case()
    found = (
        (remedy, _number(remedy), _number(remedy), remedy.clock.due_on, stopped and timezone.localdate(stopped))
        for remedy in remedies.order_by("pk")
        if remedy.clock
        for stopped in [remedy.clock.stopped_at]
    )
    return in_time(found, "remedy", period.last)


def decisions_upheld(agency: Agency, year: int) -> Iterator[Row]:
    """Reconsiderations and lawsuits concluded in `year`; it counts when the agency's decision was not corrected."""
    period = Period.year(year)
    remedies = Remedy.objects.filter(agency=agency).counted().concluded_between(period.first, period.last)
    for remedy in remedies.with_case().order_by("pk"):
        upheld = remedy.result != RemedyResult.CORRECTED
        yield Row("remedy", remedy.pk, _number(remedy), _number(remedy), upheld, remedy.concluded_on)


def _case(kind: str, case: Case, *, counts: bool) -> Row:
    title = case.title if isinstance(case, TopicRequest) and case.is_public else case.number
    return Row(kind, case.pk, case.number, title, counts, case.clock.due_on)


def _number(remedy: Remedy) -> str:
    return remedy.request.number if remedy.request else remedy.earlier_number


def _passed(period: Period) -> dt.datetime:
    """The end of the period, or now while it lasts."""
    return min(period.end, timezone.now())
