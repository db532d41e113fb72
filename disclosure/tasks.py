"""Periodic sweeps of disclosure."""

import datetime as dt
import time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.actions import index_again
from disclosure.actions.channels import forget_unconfirmed, tell_what_is_new
from disclosure.actions.due import carry_out_due
from disclosure.actions.telling import remind_of_outcome, tell_participant
from disclosure.models import Alert, Consultation, Item, Opinion, Schedule
from portal.heartbeat.periodic import periodic
from portal.heartbeat.registry import gauge

AHEAD = 15


@periodic(every=60, label=_("Searching in attachments"))
def index_attachment_texts() -> None:
    """Make the words of attachments findable once they have been read; every public item by itself."""
    for item in Item.objects.with_texts_to_index()[:500]:
        index_again(item)


@periodic(every=60, label=_("Telling participants of an outcome"))
def tell_participants() -> None:
    """Tell the authors of opinions that the outcome of their consultation has been published."""
    for opinion in Opinion.objects.to_tell().with_consultation()[:500]:
        tell_participant(opinion)


@periodic(every=600, label=_("Reminders of outcomes"))
def remind_of_outcomes() -> None:
    """Tell clerks which consultations have closed and wait for their outcome."""
    for consultation in Consultation.objects.awaiting_outcome().with_item():
        remind_of_outcome(consultation)


@periodic(every=24 * 3600, label=_("Alerts by e-mail"))
def send_alerts() -> None:
    """Write the letters of the day; each alert by itself, so that one that fails holds up no other."""
    for alert in Alert.objects.confirmed().order_by("pk").iterator():
        tell_what_is_new(alert)
    forget_unconfirmed()


@periodic(every=AHEAD, label=_("Scheduled publication"))
def carry_out_schedules() -> None:
    """Publish, and end, what is due; what falls due before the next run is waited for, so that it happens on time."""
    carry_out_due(timezone.now() + dt.timedelta(seconds=AHEAD), wait=sleep_until)


def sleep_until(moment: dt.datetime) -> None:
    """Return when `moment` has come, at once if it has; never longer than the sweep looks ahead."""
    time.sleep(min(max((moment - timezone.now()).total_seconds(), 0), AHEAD))


@gauge("schedules_overdue")
def overdue() -> int:
    return Schedule.objects.overdue().count()


@gauge("schedules_failing")
def failing() -> int:
    return Schedule.objects.failing().count()
