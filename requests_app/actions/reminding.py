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
from portal.workdays.days import Days
from requests_app.letters import workbench_address
from requests_app.models import Case, DisclosureRequest, TopicRequest
from requests_app.people import reminded_people
from requests_app.reminders import Reminder, due_on_of, reminders

if TYPE_CHECKING:
    from portal.accounts.models import User

REMINDED_MODELS = {model._meta.label_lower: model for model in (DisclosureRequest, TopicRequest)}


@transaction.atomic
def remind_of(case: Case, *, calendar: Days, today: dt.date | None = None) -> int:
    """Write what is missing of the reminders up to `today` to clerk, head and office; return how many were new.

    A reminder whose day has passed unwritten is written all the same and says that it is late. How far a case was
    reminded is kept with the due date it was reminded of, so somebody who joins later is not sent the past, and a due
    date that moved is reminded of anew. Another process that holds the case does the work instead: then 0.
    """
    today = today or timezone.localdate()
    rows = type(case).objects.select_for_update(of=("self",), skip_locked=True).select_related("agency", "clock")
    held = rows.open().filter(pk=case.pk).first()
    if held is None or held.clock.is_paused:
        return 0
    due_on, done = held.clock.due_on, held.reminded_through
    if held.reminded_due_on != due_on:
        done = None
    missing = [r for r in reminders(due_on, through=today, calendar=calendar) if done is None or r.on > done]
    people = reminded_people(held) if missing else []
    written = [_write(held, reminder, person, today) for reminder in missing for person in people]
    if people or not missing:
        held.reminded_through, held.reminded_due_on = today, due_on
        held.save(update_fields=["reminded_through", "reminded_due_on"])
    return sum(notice is not None for notice in written)


def _write(case: Case, reminder: Reminder, person: User, today: dt.date) -> Notice | None:
    facts = {"number": case.number, "sentence": reminder.sentence, "agency": case.agency.name}
    body = _("%(agency)s, %(number)s. %(sentence)s") % facts
    if reminder.on < today:
        body += "\n" + _("This reminder was meant for %(day)s and comes late.") % {"day": reminder.on.isoformat()}
    return enqueue(
        Kind.DUE_REMINDER,
        to=person,
        subject=case,
        occasion=reminder.occasion,
        title=_("%(number)s: %(sentence)s") % facts,
        body=body,
        url=workbench_address(case),
        agency=case.agency,
    )


@still_true(Kind.DUE_REMINDER)
def _still_due(notice: Notice) -> bool:
    """True while the case is open, its clock runs, and the due date is the one the reminder speaks of."""
    label, pk = notice.subject
    case = REMINDED_MODELS[label].objects.open().select_related("clock").filter(pk=pk).first()
    return case is not None and not case.clock.is_paused and case.clock.due_on == due_on_of(notice.occasion)
