"""What the office does about warnings by hand: take one back, and say when the platform was at fault."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.models import Closing, EarlyWarning, PlatformFault, StepKind, WarningStep
from oversight.permissions import Permission
from oversight.states import WARNING_TABLE
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import NotAllowed, Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User

LONGEST_FAULT = dt.timedelta(days=60)


@transaction.atomic
def withdraw_warning(warning: EarlyWarning, *, by: User, reason: str) -> EarlyWarning:
    """Close a warning that should not stand, for good: the same finding with the same due day is not opened again.

    Raises NotAllowed, Refused without a reason or once it is closed.
    """
    require(by, Permission.SUPERVISE, on=warning)
    if not EarlyWarning.objects.managed_by(by).filter(pk=warning.pk).exists():
        raise NotAllowed(_("You do not have the right to do this for this agency."))
    held = EarlyWarning.objects.select_for_update(of=("self",)).select_related("agency").get(pk=warning.pk)
    advance(held, "close", WARNING_TABLE)
    if not reason.strip():
        raise Refused(_("Please give a reason."), field="reason")
    held.closed_at, held.closed_by = timezone.now(), by
    held.closing, held.closing_note = Closing.WITHDRAWN, reason.strip()[:300]
    held.save(update_fields=["state", "closed_at", "closed_by", "closing", "closing_note"])
    WarningStep.objects.create(
        warning=held, kind=StepKind.CLOSED, at=held.closed_at, grade=held.grade, due_on=held.due_on
    )
    facts = {"number": held.number, "closing": held.closing, "reason": held.closing_note}
    record(Event.WARNING_CLOSED, by=by, agency=held.agency, subject=held, after=facts)
    return held


@transaction.atomic
def mark_fault(government: Agency, *, by: User, first_on: dt.date, last_on: dt.date, reason: str) -> PlatformFault:
    """Say that the platform failed the agencies of `government` on these days; the next sweep takes account of it.

    Raises NotAllowed, Refused beside the field: days to come, more than 60 of them, an end before the beginning, no
    reason.
    """
    require(by, Permission.SUPERVISE, on=government)
    if last_on < first_on:
        raise Refused(_("The last day comes before the first."), field="last_on")
    if last_on > timezone.localdate():
        raise Refused(_("Days to come cannot be marked."), field="last_on")
    if last_on - first_on >= LONGEST_FAULT:
        raise Refused(_("At most 60 days can be marked at once."), field="first_on")
    if not reason.strip():
        raise Refused(_("Please give a reason."), field="reason")
    fault = PlatformFault.objects.create(
        agency=government, first_on=first_on, last_on=last_on, reason=reason.strip()[:300], marked_by=by
    )
    facts = {"first_on": first_on, "last_on": last_on, "reason": fault.reason}
    record(Event.FAULT_MARKED, by=by, agency=government, subject=fault, after=facts)
    return fault


@transaction.atomic
def lift_fault(fault: PlatformFault, *, by: User) -> PlatformFault:
    """Take a marked time back; what it excused is warned of again. Raises NotAllowed, Refused the second time."""
    require(by, Permission.SUPERVISE, on=fault)
    held = PlatformFault.objects.select_for_update(of=("self",)).select_related("agency").get(pk=fault.pk)
    if held.lifted_at is not None:
        raise Refused(_("This time was lifted already."))
    held.lifted_at, held.lifted_by = timezone.now(), by
    held.save(update_fields=["lifted_at", "lifted_by"])
    record(Event.FAULT_LIFTED, by=by, agency=held.agency, subject=held, after={"first_on": held.first_on})
    return held
