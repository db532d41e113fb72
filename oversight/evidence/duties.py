"""Evidence from the catalog: duties met on time in a year, and entries with something published."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.utils import timezone

from catalog.models import Duty
from disclosure.models import Item
from oversight.evidence.row import Row
from portal.agencies.models import Agency
from portal.audit.models import AuditEvent, Event
from requests_app.periods import Period

SUBJECT = "catalog.duty"


class Round(NamedTuple):
    """One time that a duty came round: when it was due, and when it was met."""

    due_on: dt.date | None
    met_on: dt.date | None


def duties_on_time(agency: Agency, year: int) -> Iterator[Row]:
    """Each round of each duty that was due in `year`, or owed since before it; met by its day counts.

    A duty itself stores its present standing only: its rounds are read from the audit trail, which holds every
    publication that met a duty and the day by which it was due. A duty without a day counts once it is met.
    """
    first, last = Period.year(year).first, Period.year(year).last
    duties = list(Duty.objects.active().filter(agency=agency).select_related("entry").order_by("pk"))
    rounds = _rounds(duties)
    for duty in duties:
        dated = [found for found in rounds[duty.pk] if _belongs(found, first, last)]
        for found in dated:
            is_met = found.met_on is not None and found.due_on is not None and found.met_on <= found.due_on
            yield _row(duty, counts=is_met, day=found.due_on)
        met_on = duty.last_fulfilled_on
        if not dated and met_on is not None and met_on <= last and _is_quiet(duty):
            yield _row(duty, counts=True, day=None)


def completeness(agency: Agency, year: int) -> Iterator[Row]:
    """Each duty in force; it counts when something was public under its entry by the end of `year`."""
    published = Item.objects.filter(
        agency=OuterRef("agency"), entry=OuterRef("entry"), live_version__isnull=False,
        published_at__lt=Period.year(year).end,
    )  # fmt: skip
    duties = Duty.objects.active().filter(agency=agency).annotate(is_published=Exists(published))
    for duty in duties.select_related("entry").order_by("pk"):
        yield _row(duty, counts=duty.is_published, day=None)  # type: ignore[attr-defined]


def _row(duty: Duty, *, counts: bool, day: dt.date | None) -> Row:
    return Row("duty", duty.pk, duty.entry.code, duty.entry.name, counts, day)


def _is_quiet(duty: Duty) -> bool:
    """Met, and nothing of it was owed when it was: a duty without a day of its own."""
    return duty.triggered_on is None and (duty.next_due_on is None or duty.next_due_on >= timezone.localdate())


def _belongs(found: Round, first: dt.date, last: dt.date) -> bool:
    if found.due_on is None or found.due_on > last:
        return False
    if found.due_on < first:
        return found.met_on is None or found.met_on >= first
    return found.met_on is not None or found.due_on < timezone.localdate()


def _rounds(duties: list[Duty]) -> dict[int, list[Round]]:
    """Of each duty the rounds that were met, and last the one that is still owed."""
    rounds: dict[int, list[Round]] = defaultdict(list)
    subjects = [f"{SUBJECT}:{duty.pk}" for duty in duties]
    events = AuditEvent.objects.filter(event=Event.DUTY_CHANGED, subject__in=subjects).order_by("number")
    for subject, before, after in events.values_list("subject", "before", "after"):
        if _day(after, "last_fulfilled_on") not in (None, _day(before, "last_fulfilled_on")):
            key = int(subject.partition(":")[2])
            rounds[key].append(Round(_day(before, "next_due_on"), _day(after, "last_fulfilled_on")))
    for duty in duties:
        rounds[duty.pk].append(Round(duty.next_due_on, None))
    return rounds


def _day(facts: Mapping[str, Any], name: str) -> dt.date | None:
    return dt.date.fromisoformat(facts[name]) if facts.get(name) else None
