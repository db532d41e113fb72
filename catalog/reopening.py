"""What a withdrawal does to the duty that the withdrawn text had fulfilled."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from catalog.actions import DUTY_DATES
from catalog.dates import after_event, next_round
from catalog.models import CatalogEntry, Duty
from portal.agencies.models import Agency
from portal.audit.actions import record
from portal.audit.models import Event
from portal.workdays.calendar import Calendar

DATES = [*DUTY_DATES, "last_fulfilled_on"]


@transaction.atomic
def reopen(agency: Agency, entry: CatalogEntry, *, evidence_on: dt.date | None, today: dt.date) -> Duty | None:
    """Something that stood for `entry` is no longer public; the newest that still does is of `evidence_on`, if any.

    With none left the duty is open again: taking the information away changed it, so its limit runs from today (条例
    26), unless an earlier date stands already. With evidence left the duty is fulfilled as of that day. Called by the
    withdrawal itself, inside its transaction, which has asked for the right. Returns None if there is no such duty.
    """
    rows = Duty.objects.select_for_update(of=("self",)).select_related("agency", "entry")
    duty = rows.filter(agency=agency, entry=entry).first()
    if duty is None or duty.last_fulfilled_on is None or evidence_on == duty.last_fulfilled_on:
        return duty
    before = _dates(duty)
    workdays = Calendar.for_scope(agency.path)
    due = after_event(entry, today, workdays) if evidence_on is None else None
    if evidence_on is None:
        duty.triggered_on = min(duty.triggered_on or today, today)
    elif duty.period and duty.triggered_on is None:
        due = next_round(evidence_on, duty.period, workdays)
    if due is not None and (duty.next_due_on is None or due.on < duty.next_due_on):
        duty.next_due_on, duty.is_provisional = due
    duty.last_fulfilled_on = evidence_on
    duty.save(update_fields=DATES)
    record(Event.DUTY_CHANGED, by=None, agency=agency, subject=duty, before=before, after=_dates(duty))
    return duty


def _dates(duty: Duty) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value := getattr(duty, name), dt.date) else value for name in DATES}
