"""Setting what a government asks of the agencies below it, and the numbers that it gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from oversight.models import WorkSeries, WorkTerms
from oversight.permissions import Permission
from portal.agencies.models import Agency, Kind
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

TERMS = (
    "since", "persons_by", "plan_by", "heard_by", "quotas", "late_days", "training_target", "training_months",
    "most_sites",
)  # fmt: skip
MOST_A_MONTH = 31


@transaction.atomic
def set_work_terms(government: Agency, *, by: User, quotas: Mapping[str, int], **terms: Any) -> WorkTerms:
    """Set the terms of `government` for the agencies directly below it (`TERMS` names them; days as `03-31`).

    Raises NotAllowed, Refused beside the field that is wrong, and for an agency that is no government.
    """
    require(by, Permission.ORGANISE_WORK, on=government)
    if not government.is_government:
        raise Refused(_("Only a government sets terms."))
    wrong = [kind for kind, number in quotas.items() if kind not in Kind.values or not 0 <= number <= MOST_A_MONTH]
    if wrong:
        raise Refused(_("Between 0 and 31 submissions a month."), field="quotas")
    held, is_new = WorkTerms.objects.select_for_update().get_or_create(agency=government)
    before = {} if is_new else {name: getattr(held, name) for name in TERMS}
    for name, value in terms.items():
        setattr(held, name, value)
    held.quotas = {kind: number for kind, number in quotas.items() if number}
    try:
        held.clean_fields(exclude=["quotas"])
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        raise Refused(sentences[0], field=name) from error
    held.save(update_fields=TERMS)
    after = {name: getattr(held, name) for name in TERMS if is_new or getattr(held, name) != before[name]}
    earlier = {name: before[name] for name in after if name in before}
    record(Event.WORK_TERMS_CHANGED, by=by, agency=government, subject=held, before=earlier, after=after)
    return held


def next_number(government: Agency, kind: str, year: int) -> int:
    """The next number of a series without gaps; held until the transaction ends. Call it before the first `record`."""
    WorkSeries.objects.get_or_create(government=government, kind=kind, year=year)
    series = WorkSeries.objects.select_for_update().get(government=government, kind=kind, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
