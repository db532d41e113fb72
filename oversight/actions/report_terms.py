"""Setting earlier days for annual reports than the Regulations do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from oversight.models import ReportTerms
from oversight.models.report_terms import BY_AGENCIES, BY_GOVERNMENTS, day_of
from oversight.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

ANY_YEAR = 2024  # followed by a year without 29 February


@transaction.atomic
def set_report_terms(government: Agency, *, by: User, by_agencies: str, by_governments: str) -> ReportTerms:
    """Set the last days, `01-26` and the like, for `government` and everything below it.

    Raises Refused for a later day than article 49 has, and for one that there is not.
    """
    require(by, Permission.CHECK_REPORT, on=government)
    days = {"by_agencies": (by_agencies, BY_AGENCIES), "by_governments": (by_governments, BY_GOVERNMENTS)}
    for name, (day, latest) in days.items():
        try:
            day_of(ANY_YEAR, day)
        except ValueError as error:
            raise Refused(_("There is no such day."), field=name) from error
        if day > latest:
            raise Refused(_("The Regulations allow no later day (article 49)."), field=name)
    terms, _made = ReportTerms.objects.select_for_update().get_or_create(agency=government)
    before = {name: getattr(terms, name) for name in days}
    terms.by_agencies, terms.by_governments = by_agencies, by_governments
    terms.save(update_fields=list(days))
    after = {name: getattr(terms, name) for name in days}
    record(Event.REPORT_TERMS_CHANGED, by=by, agency=government, subject=terms, before=before, after=after)
    return terms
