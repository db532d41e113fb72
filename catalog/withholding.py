"""Decisions about what is withheld, and about whether it still has to be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import CatalogEntry, NegativeGround, Reassessment, Result, WithheldEntry
from catalog.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

FACTS = ["title", "entry_id", "ground_id", "explanation", "since", "reassess_on", "released_on"]


@transaction.atomic
def withhold(
    agency: Agency,
    *,
    by: User | None,
    title: str,
    ground: NegativeGround,
    explanation: str,
    since: dt.date,
    reassess_on: dt.date,
    entry: CatalogEntry | None = None,
) -> WithheldEntry:
    """Enter something that `agency` withholds, with ground, explanation and the day on which to ask again (条例 18).

    Raises NotAllowed; Refused without an explanation, or where the dates cannot be.
    """
    if by is not None:
        require(by, Permission.KEEP_WITHHELD, on=agency)
    if entry is not None and not agency.is_under(entry.agency):
        raise Refused(_("The catalog of %(government)s does not hold for this agency.") % {"government": entry.agency})
    if not explanation.strip() or not title.strip():
        field = "title" if not title.strip() else "explanation"
        raise Refused(_("Everything else is public: say what is withheld and why the ground applies."), field=field)
    if since > timezone.localdate():
        raise Refused(_("The date cannot lie in the future."), field="since")
    if reassess_on <= since:
        raise Refused(_("The re-assessment comes after the day from which it is withheld."), field="reassess_on")
    row = WithheldEntry.objects.create(
        agency=agency, entry=entry, title=title.strip(), ground=ground, explanation=explanation.strip(), since=since,
        reassess_on=reassess_on,
    )  # fmt: skip
    record(Event.INFORMATION_WITHHELD, by=by, agency=agency, subject=row, after=_facts(row))
    return row


@transaction.atomic
def reassess(
    withheld: WithheldEntry, *, by: User | None, result: str, finding: str, next_on: dt.date | None = None
) -> Reassessment:
    """Record whether the ground still holds. Kept: the next day to ask is named. Released: it leaves the register.

    Consent of the person concerned and overriding public interest (条例 15) are results of their own, so that the
    finding can be shown later. Raises NotAllowed; Refused for what has been released, or without finding or next day.
    """
    if by is not None:
        require(by, Permission.KEEP_WITHHELD, on=withheld)
    row = WithheldEntry.objects.select_for_update(of=("self",)).select_related("agency").get(pk=withheld.pk)
    today = timezone.localdate()
    if row.released_on is not None:
        raise Refused(_("This has been released already."))
    if not finding.strip():
        raise Refused(_("Say what was found."), field="finding")
    if result == Result.KEPT and (next_on is None or next_on <= today):
        raise Refused(_("Name a later day on which to ask again."), field="next_on")
    before = _facts(row)
    if result == Result.KEPT and next_on is not None:
        row.reassess_on = next_on
    else:
        row.released_on = today
    row.save(update_fields=["reassess_on", "released_on"])
    found = Reassessment.objects.create(withheld=row, on=today, by=by, result=result, finding=finding.strip())
    after = _facts(row) | {"result": result, "finding": found.finding}
    record(Event.WITHHOLDING_REASSESSED, by=by, agency=row.agency, subject=row, before=before, after=after)
    return found


def _facts(row: WithheldEntry) -> dict[str, object]:
    values = {name: getattr(row, name) for name in FACTS}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in values.items()}
