"""Sweeps of the office's room."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.actions import announce, erase_complaints, remind_of_reports, tell_of_messages, watch
from oversight.models import Complaint, EarlyWarning
from portal.heartbeat.periodic import periodic
from portal.notices.models import Kind, Notice
from portal.notices.registry import still_true


@periodic(every=1800, label=_("Telling the office of complaints"))
def announce_complaints() -> None:
    """Announce complaints and messages of days that are over.

    Announcing leaves exact times in the clock and the audit trail. Done at once it would tell when an anonymous person
    was at the keyboard; done after midnight it tells only the day.
    """
    for complaint in Complaint.objects.unannounced_before(timezone.localdate()).order_by("pk"):
        announce(complaint)
    tell_of_messages(timezone.localdate())


@periodic(every=24 * 3600, label=_("Erasing what complainants wrote"))
def erase_old_complaints() -> None:
    """Erase what governments do not keep any longer: see `actions.erase_complaints`."""
    erase_complaints(timezone.localdate())


@periodic(every=6 * 3600, label=_("Reminders of annual reports"))
def remind_of_annual_reports() -> None:
    """Remind of last year's reports: see `actions.remind_of_reports`."""
    remind_of_reports(timezone.localdate())


@periodic(every=1800, label=_("Electronic supervision"))
def watch_everybody() -> None:
    """Open, follow and close the warnings of every rule."""
    watch()


@still_true(Kind.WARNING)
def _still_open(notice: Notice) -> bool:
    """False once what was warned of is gone, before anybody was told."""
    _label, pk = notice.subject
    return EarlyWarning.objects.open().filter(pk=pk).exists()
