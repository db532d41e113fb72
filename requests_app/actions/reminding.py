"""Reminders of one case: each is written once, also by two processes at once, also days late."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.notices.actions import enqueue
from portal.notices.models import Kind, Notice
from portal.notices.registry import still_true
from portal.workdays.calendar import Calendar
from portal.workdays.days import Days
from requests_app.letters import workbench_address
from requests_app.models import Case, DisclosureRequest, TopicRequest
from requests_app.people import told_people
from requests_app.reminders import Reminder, is_overtaken, meant_by, reminders, sentence

if TYPE_CHECKING:
    from portal.accounts.models import User

REMINDED_MODELS = {model._meta.label_lower: model for model in (DisclosureRequest, TopicRequest)}


@transaction.atomic
def remind_of(case: Case, *, calendar: Days, today: dt.date | None = None) -> int:
    """Write what is missing of the steps up to `today` to whom they tell; return how many notices were new.

    Of several steps that passed unwritten each person is told the last one alone, as the case stands `today`. How far
    a case was reminded is kept with the due date and the clock's period, so somebody who joins later is not sent the
    past, and a due date that moved is reminded of anew, also when it moved back: what was to be sent before is dropped.
    Another process that holds the case does the work instead: then 0.
    """
    today = today or timezone.localdate()
    rows = type(case).objects.select_for_update(of=("self",), skip_locked=True).select_related("agency", "clock")
    held = rows.open().filter(pk=case.pk).first()
    if held is None or held.clock.is_paused:
        return 0
    due_on, period, done = held.clock.due_on, held.clock.period, held.reminded_through
    if (held.reminded_due_on, held.reminded_period) != (due_on, period):
        done = None
    passed = reminders(due_on, period=period, through=today, calendar=calendar)
    missing = [reminder for reminder in passed if done is None or reminder.on > done]
    last = _last_for_each(held, missing)
    says = sentence(due_on, today=today, calendar=calendar)
    written = [_write(held, reminder, person, says, today) for person, reminder in last]
    if last or not missing:
        held.reminded_through, held.reminded_due_on, held.reminded_period = today, due_on, period
        held.save(update_fields=["reminded_through", "reminded_due_on", "reminded_period"])
    return sum(notice is not None for notice in written)


def _last_for_each(case: Case, missing: list[Reminder]) -> list[tuple[User, Reminder]]:
    """Everybody whom a missing step tells, with the last such step."""
    roles = {role for reminder in missing for role in reminder.step.told}
    people = {role: told_people(case, role) for role in roles}
    last = {person.pk: (person, r) for r in missing for role in r.step.told for person in people[role]}
    return list(last.values())


def _write(case: Case, reminder: Reminder, person: User, says: str, today: dt.date) -> Notice | None:
    facts = {"number": case.number, "sentence": says, "agency": case.agency.name}
    body = _("%(agency)s, %(number)s. %(sentence)s") % facts
    if reminder.on < today:
        body += "\n" + _("This reminder was meant for %(day)s and comes late.") % {"day": reminder.on.isoformat()}
    return enqueue(
        Kind.DUE_ESCALATION if reminder.step.is_escalation else Kind.DUE_REMINDER,
        to=person,
        subject=case,
        occasion=reminder.occasion,
        title=_("%(number)s: %(sentence)s") % facts,
        body=body,
        url=workbench_address(case),
        agency=case.agency,
    )


@still_true(Kind.DUE_REMINDER)
@still_true(Kind.DUE_ESCALATION)
def _still_due(notice: Notice) -> bool:
    """True while the case is open, its clock runs to the due date spoken of as it did then, and no later step passed.

    A clock whose date moved away and back is in another period, in which the sweep writes anew.
    """
    label, pk = notice.subject
    case = REMINDED_MODELS[label].objects.open().with_agency_and_clock().filter(pk=pk).first()
    if case is None or case.clock.is_paused or (case.clock.due_on, case.clock.period) != meant_by(notice.occasion):
        return False
    today = timezone.localdate()
    if timezone.localdate(notice.created_at) == today:
        return True
    return not is_overtaken(notice.occasion, today=today, calendar=Calendar.for_scope(case.agency.path))
