"""What a government sets about complaints, and erasing what complainants wrote once it is not needed any more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.models import Complaint, ComplaintTerms
from oversight.models.complaint_terms import MOST_WORKING_DAYS
from oversight.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

TERMS = ("working_days", "extension_days", "explanation_days", "silence_days", "keep_years")
DAYS_OF_A_YEAR = 366  # rather a day too long than one too short
AT_A_TIME = 200


@transaction.atomic
def set_terms(government: Agency, *, by: User, **days: int | None) -> ComplaintTerms:
    """Set any of `TERMS` for complaints received, extended or passed on from now on; the others stay as they are.

    Raises NotAllowed; Refused beside the field that is out of bounds, and when the time with its extension is longer
    than 60 working days.
    """
    require(by, Permission.HANDLE_COMPLAINT, on=government)
    terms, _made = ComplaintTerms.objects.select_for_update().get_or_create(agency=government)
    before = {f"complaint_{name}": getattr(terms, name) for name in days}
    for name, value in days.items():
        setattr(terms, name, value)
    try:
        terms.clean_fields(exclude=["agency"])
    except ValidationError as error:
        name, said = next(iter(error.message_dict.items()))
        raise Refused(said[0], field=name) from None
    if terms.working_days + terms.extension_days > MOST_WORKING_DAYS:
        raise Refused(
            _("With its extension at most %(days)s working days.") % {"days": MOST_WORKING_DAYS}, field="extension_days"
        )
    terms.save(update_fields=list(days))
    after = {f"complaint_{name}": value for name, value in days.items()}
    record(Event.COMPLAINT_TERMS_CHANGED, by=by, agency=government, subject=terms, before=before, after=after)
    return terms


def erase_complaints(today: dt.date) -> int:
    """Erase what complainants wrote in cases that ended longer ago than their government keeps them; how many."""
    erased = 0
    for terms in ComplaintTerms.objects.erasing():
        before = today - dt.timedelta(days=(terms.keep_years or 0) * DAYS_OF_A_YEAR)
        for complaint in Complaint.objects.erasable(terms.agency, before).order_by("pk")[:AT_A_TIME]:
            _erase(complaint)
            erased += 1
    return erased


@transaction.atomic
def _erase(complaint: Complaint) -> None:
    """For good: number, kind, days and figures stay, and so do the office's own extract and public summary."""
    case = Complaint.objects.select_for_update(of=("self",)).select_related("agency").get(pk=complaint.pk)
    case.text = case.name = case.contact = case.result = case.rating_words = case.extension_reason = ""
    case.erased_on = timezone.localdate()
    case.save(update_fields=["text", "name", "contact", "result", "rating_words", "extension_reason", "erased_on"])
    rows = case.messages.update(text="")
    record(Event.COMPLAINT_ERASED, by=None, agency=case.agency, subject=case, after={"messages": rows})
