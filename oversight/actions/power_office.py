"""What the office does about cases of powers: receive major ones, accept what does not agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.models import MajorFiling, PowerCase, PowerFinding
from oversight.permissions import Permission
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def receive_major(case: PowerCase, *, by: User, note: str = "") -> MajorFiling:
    """Confirm that the office has received the report of a major case. Raises NotAllowed, Refused."""
    filing = MajorFiling.objects.select_for_update(of=("self",)).with_case().filter(case=case).first()
    require(by, Permission.SUPERVISE, on=case.agency if filing is None else filing.case.agency)
    if filing is None or filing.received_at is not None:
        raise Refused(_("There is no report of a major case to be received."))
    filing.received_at, filing.received_by, filing.note = timezone.now(), by, note.strip()[:500]
    filing.save(update_fields=["received_at", "received_by", "note"])
    facts = {"number": filing.case.number, "note": filing.note}
    record(Event.MAJOR_CASE_RECEIVED, by=by, agency=filing.case.agency, subject=filing.case, after=facts)
    return filing


@transaction.atomic
def settle_findings(case: PowerCase, *, by: User, note: str) -> list[PowerFinding]:
    """Accept, with a reason, everything that does not agree in a case now. Raises NotAllowed, Refused."""
    held = PowerCase.objects.select_for_update(of=("self",)).select_related("agency").get(pk=case.pk)
    require(by, Permission.SUPERVISE, on=held.agency)
    if not note.strip():
        raise Refused(_("Please give a reason."), field="note")
    found = list(PowerFinding.objects.select_for_update().open().filter(case=held).order_by("pk"))
    if not found:
        raise Refused(_("Nothing about this case waits to be accepted."))
    now = timezone.now()
    for finding in found:
        finding.settled_at, finding.settled_by, finding.note = now, by, note.strip()[:500]
    PowerFinding.objects.bulk_update(found, ["settled_at", "settled_by", "note"])
    facts = {"number": held.number, "kinds": [finding.kind for finding in found], "note": note.strip()[:500]}
    record(Event.POWER_FINDING_SETTLED, by=by, agency=held.agency, subject=held, after=facts)
    return found
