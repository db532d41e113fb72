"""Publishing the result of a complaint: with consent, or in the office's own neutral words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.actions.hearing import names, require_hearer
from oversight.models import Complaint, ComplaintResult
from oversight.states import ComplaintState
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.uploads.gate.finding import Level, Passage
from portal.uploads.gate.inspection import text_findings
from portal.uploads.word_lists import vocabulary_for
from portal.workdays.calendar import Calendar

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST = 1000
COPIED = 10  # so many signs in a row are the complainant's own words


@transaction.atomic
def publish_complaint_result(complaint: Complaint, *, by: User, summary: str) -> ComplaintResult:
    """Publish what came of an answered complaint, once: agency, kind, `summary`, working days.

    Without the complainant's consent the summary has to be in the office's own words. Raises NotAllowed; Refused
    (field "summary") when it is empty, names the complainant or the case, repeats what the complainant wrote without
    consent, or holds what the publication gate blocks.
    """
    require_hearer(by, complaint)
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("agency", "accused")
    case = rows.get(pk=complaint.pk)
    if case.state != ComplaintState.ANSWERED or case.concluded_on is None or case.first_id is not None:
        raise Refused(_("Only the result of a complaint that was answered for itself is published."))
    if ComplaintResult.objects.filter(complaint=case).exists():
        raise Refused(_("The result was published before."))
    said = summary.strip()
    _check(case, said)
    days = Calendar.for_scope(case.agency.path).workdays_between(case.received_on, case.concluded_on)
    result = ComplaintResult.objects.create(
        complaint=case, agency=case.agency, accused=case.accused, kind=case.kind, summary=said, days=days,
        is_by_consent=case.may_publish, published_on=timezone.localdate(), published_by=by,
    )  # fmt: skip
    facts = {"consent": case.may_publish, "summary": said}
    record(Event.COMPLAINT_PUBLISHED, by=by, agency=case.agency, subject=case, after=facts)
    return result


def _check(case: Complaint, summary: str) -> None:
    if not summary:
        raise Refused(_("Write what everybody is to read."), field="summary")
    if len(summary) > LONGEST:
        raise Refused(_("At most %(limit)s characters, please.") % {"limit": LONGEST}, field="summary")
    group = [case, *case.joined.all()]
    if any(names(one, summary) for one in group):
        raise Refused(_("The summary names the complainant or the case; take that out."), field="summary")
    written = [one.text for one in group if not one.may_publish]
    written += [m.text for one in group if not one.may_publish for m in one.messages.filter(is_from_office=False)]
    if any(_repeats(summary, text) for text in written):
        raise Refused(
            _("The summary repeats words of a complainant who has not agreed: use your own."), field="summary"
        )
    found = text_findings(Passage("text", summary), vocabulary_for(case.agency))
    blocking = [finding for finding in found if finding.level == Level.BLOCK]
    if blocking:
        raise Refused(f"{blocking[0].sentence} ({blocking[0].excerpt})", field="summary")


def _repeats(summary: str, text: str) -> bool:
    squeezed, written = "".join(summary.split()), "".join(text.split())
    return any(squeezed[at : at + COPIED] in written for at in range(len(squeezed) - COPIED + 1))


@transaction.atomic
def withdraw_complaint_result(complaint: Complaint, *, by: User) -> ComplaintResult:
    """Take a published result off the public list, for good. Raises NotAllowed, Refused when there is none."""
    require_hearer(by, complaint)
    rows = ComplaintResult.objects.select_for_update().filter(complaint=complaint, withdrawn_on=None)
    result = rows.first()
    if result is None:
        raise Refused(_("No result is published."))
    result.withdrawn_on, result.withdrawn_by = timezone.localdate(), by
    result.save(update_fields=["withdrawn_on", "withdrawn_by"])
    record(Event.COMPLAINT_UNPUBLISHED, by=by, agency=complaint.agency, subject=complaint)
    return result
