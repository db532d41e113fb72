"""What of the catalog side goes along when an agency is merged or split."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from catalog.models import CatalogEntry, Duty, EntryOverride, WithheldEntry
from portal.agencies.models import Agency
from portal.agencies.moving import Mover
from portal.audit.actions import record
from portal.audit.models import Event

DATES = ["triggered_on", "next_due_on", "is_provisional", "last_fulfilled_on"]


class Duties(Mover):
    """A duty that both have becomes one: the earlier due date holds, and the later publication is the evidence."""

    entry = "entry"

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(Exists(Duty.objects.filter(agency=to, entry=OuterRef("entry"))))

    def hindrances(self, rows: QuerySet, to: Agency) -> Iterator[str]:
        excused = EntryOverride.objects.holding_for(to).filter(is_applicable=False).order_by().values("entry")
        for duty in rows.filter(is_active=True, entry__in=excused).select_related("entry")[:5]:
            yield _("The entry “%(entry)s” does not apply to %(agency)s, but there is a duty of it to take over.") % {
                "entry": duty.entry,
                "agency": to,
            }

    def cautions(self, rows: QuerySet, to: Agency) -> Iterator[str]:
        if number := self.staying(rows, to).count():
            yield _("%(number)d duties exist on both sides and become one; the earlier due date holds.") % {
                "number": number
            }

    def join(self, rows: QuerySet, to: Agency) -> None:
        own = {
            d.entry_id: d for d in Duty.objects.select_for_update().filter(agency=to, entry__in=rows.values("entry"))
        }
        for duty in rows.filter(is_active=True):
            kept = own[duty.entry_id]
            before = {name: getattr(kept, name) for name in [*DATES, "is_active"]}
            _take_over(kept, duty)
            after = {name: getattr(kept, name) for name in before}
            if after == before:
                continue
            kept.save(update_fields=[*before, "section", "post"])
            record(Event.DUTY_CHANGED, by=None, agency=to, subject=kept, before=before, after=after)
        rows.update(is_active=False)


def _take_over(kept: Duty, duty: Duty) -> None:
    """Let `kept` answer for both: see `Duties`. What had ended holds again, with the other's dates."""
    published = [day for day in (kept.last_fulfilled_on, duty.last_fulfilled_on) if day is not None]
    kept.last_fulfilled_on = max(published, default=None)
    dates = [row for row in (kept, duty) if row.next_due_on is not None and row.is_active]
    first = min(dates, key=lambda row: row.next_due_on, default=None)  # type: ignore[arg-type,return-value]
    events = [row.triggered_on for row in dates if row.triggered_on is not None]
    kept.triggered_on = min(events, default=None)
    kept.next_due_on = first.next_due_on if first else None
    kept.is_provisional = first.is_provisional if first else False
    kept.section, kept.post = kept.section or duty.section, kept.post or duty.post
    kept.is_active = True


class Overrides(Mover):
    """What the agency says of inherited entries; where the successor says something itself, that holds."""

    entry = "entry"

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(Exists(EntryOverride.objects.filter(agency=to, entry=OuterRef("entry"))))

    def hindrances(self, rows: QuerySet, to: Agency) -> Iterator[str]:
        excusing = rows.filter(is_active=True, is_applicable=False).order_by().values("entry")
        for duty in Duty.objects.active().filter(agency=to, entry__in=excusing).select_related("entry")[:5]:
            yield _("%(agency)s has a duty of “%(entry)s”, which does not apply on the other side.") % {
                "entry": duty.entry,
                "agency": to,
            }


class Withheld(Mover):
    """The register of what is withheld, with its dates of re-assessment."""

    entry = "entry"


def topics(agency: Agency) -> Iterator[tuple[int, str]]:
    """Entries of which the agency has a duty, or withholds something."""
    own = Q(duties__agency=agency) | Q(withheld__agency=agency)
    for entry in CatalogEntry.objects.filter(own).distinct():
        yield entry.pk, str(entry)


MOVERS = (Duties(Duty), Overrides(EntryOverride), Withheld(WithheldEntry))
STAYS = {
    "catalog.CatalogEntry.agency": "Only governments have a catalog, and they are not merged.",
    "catalog.KeptUpload.agency": "A file kept for minutes, of one person and one government.",
}
