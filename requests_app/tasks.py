"""Periodic sweeps over open requests, and what they bring to the mail of the morning."""

import logging
from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.heartbeat.periodic import periodic
from portal.notices.models import Kind
from portal.notices.registry import due_lines
from portal.refusals import Refused
from portal.workdays.calendar import Calendars
from requests_app.actions import (
    blacken,
    find_proposals,
    lapse,
    remind_of,
    remind_of_remedy,
    remove_original,
    report_unpaid,
)
from requests_app.actions.drafting import forget_drafts
from requests_app.actions.retaining import due_erasures
from requests_app.asked_alike import asked_by_several
from requests_app.digests import due_cases
from requests_app.models import Case, Consultation, DisclosureRequest, Fee, ReleasedFile, Remedy, TopicRequest

logger = logging.getLogger(__name__)

BATCH = 5  # files blackened in one round
DAY = 24 * 3600

due_lines(Kind.DUE_REMINDER, Kind.DUE_ESCALATION)(due_cases)


@periodic(every=600, label=_("Reminders of due answers"))
def remind() -> None:
    """Remind of every open clock that was not reminded of today: see `actions.remind_of`."""
    today, calendars = timezone.localdate(), Calendars()

    def remind_one(case: Case) -> None:
        remind_of(case, calendar=calendars.for_scope(case.agency.path), today=today)

    for model in (DisclosureRequest, TopicRequest):
        each(list(model.objects.to_remind(today).with_agency_and_clock()), remind_one)


@periodic(every=600, label=_("End of consultations of third parties"))
def lapse_consultations() -> None:
    """Close the consultations whose 15 working days passed in silence, so that the time for the answer counts again."""
    each(list(Consultation.objects.lapsed().select_related("request")), lapse)


@periodic(every=600, label=_("Reminders of fees not paid"))
def report_unpaid_fees() -> None:
    """Tell the clerks whose applicants did not pay within the 30 days."""
    each(list(Fee.objects.to_report(timezone.localdate())), report_unpaid)


@periodic(every=600, label=_("Reminders of answers in reconsiderations"))
def remind_of_remedies() -> None:
    """Remind of the written answers in reconsiderations that are due soon, or late."""
    each(list(Remedy.objects.to_remind().with_case()), remind_of_remedy)


@periodic(every=DAY, label=_("Deletion of old drafts"))
def forget_old_drafts() -> None:
    """Delete drafts of requests that nobody has saved for 90 days."""
    forget_drafts()


@periodic(every=DAY, label=_("Proposals to publish what several applicants asked for"))
def propose_publication() -> None:
    """Find what several applicants asked an agency for within a year, so that it can be published for everybody."""
    each(list(asked_by_several(settings.PROPOSAL_FROM)), find_proposals)


@periodic(every=10, label=_("Blackening of files"))
def blacken_ordered() -> None:
    """Blacken and prove the files that wait for it, oldest first, also those during which a worker died."""
    each(list(ReleasedFile.objects.waiting().select_related("original")[:BATCH]), blacken)


@periodic(every=DAY, label=_("Removal of outdated originals"))
def remove_outdated_originals() -> None:
    """Remove originals of released files whose time of keeping has passed."""
    each(list(ReleasedFile.objects.with_outdated_original(timezone.localdate())), remove_original)


@periodic(every=3600, label=_("Erasure of personal data after its time"))
def erase_personal_data() -> None:
    """Erase what the plans in force no longer keep, so many cases at a time: the rest waits for the next hour."""
    for rows, do in due_erasures():
        each(rows, do)


def each(rows: Iterable, do: Callable) -> None:
    """`do` every row; one that fails does not keep the others from their turn, and is raised at the end."""
    failure: Exception | None = None
    for row in rows:
        try:
            do(row)
        except Refused:
            continue  # another process was faster
        except Exception as error:
            logger.exception("Sweep failed at %s %s.", type(row).__name__, row.pk)
            failure = error
    if failure is not None:
        raise failure
