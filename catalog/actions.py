"""Decisions about the catalog and the duties that follow from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import timelimit
from catalog.dates import Due, after_event, next_round
from catalog.models import CatalogEntry, Duty, EntryOverride, KeptUpload
from catalog.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from portal.workdays.calendar import Calendar

if TYPE_CHECKING:
    from portal.accounts.models import User

EDITABLE = [
    "code",
    "area",
    "level1",
    "level2",
    "content_elements",
    "legal_basis",
    "time_limit",
    "subject",
    "channels",
    "audience",
    "mode",
    "levels",
    "stage",
    "source_url",
    "note",
    "extras",
    "position",
    "is_active",
]
LIMIT_FIELDS = ["limit_reading", "limit_trigger", "limit_number", "limit_unit", "cadence", "limits"]
DUTY_DATES = ["triggered_on", "next_due_on", "is_provisional"]
DUTY_FACTS = ["agency_id", "entry_id", "cadence", "cadence_kind", "section", "post", "is_active", "next_due_on"]


def read_limit(entry: CatalogEntry) -> CatalogEntry:
    """Set the fields that are derived from `entry.time_limit`; the caller saves. The first limit leads."""
    understood = timelimit.read(entry.time_limit)
    first = understood.limits[0] if understood.limits else timelimit.Limit()
    entry.limit_reading, entry.limits = understood.reading, [limit._asdict() for limit in understood.limits]
    entry.limit_trigger, entry.cadence = first.trigger, first.cadence
    entry.limit_number, entry.limit_unit = first.number, first.unit
    return entry


@transaction.atomic
def add_entry(government: Agency, *, by: User | None, **fields: object) -> CatalogEntry:
    """Add an entry to the catalog of `government`. Raises Refused, with the field, for a cell that cannot stand."""
    if by is not None:
        require(by, Permission.MANAGE_CATALOG, on=government)
    _require_government(government)
    entry = read_limit(CatalogEntry(agency=government, **fields))
    _check(entry)
    entry.save()
    record(Event.ENTRY_CHANGED, by=by, agency=government, subject=entry, after=_facts(entry, EDITABLE))
    return entry


@transaction.atomic
def change_entry(entry: CatalogEntry, *, by: User | None, changes: Mapping[str, object]) -> CatalogEntry:
    """Set the named fields of `entry`; the time limit is read again. Nothing is recorded if nothing changes."""
    if by is not None:
        require(by, Permission.MANAGE_CATALOG, on=entry)
    locked = CatalogEntry.objects.select_for_update(of=("self",)).select_related("agency").get(pk=entry.pk)
    changed = [name for name in EDITABLE if name in changes and getattr(locked, name) != changes[name]]
    if not changed:
        return locked
    before = _facts(locked, changed)
    for name in changed:
        setattr(locked, name, changes[name])
    _check(read_limit(locked))
    locked.save(update_fields=[*changed, *LIMIT_FIELDS])
    record(
        Event.ENTRY_CHANGED,
        by=by,
        agency=locked.agency,
        subject=locked,
        before=before,
        after=_facts(locked, changed),
    )
    return locked


@transaction.atomic
def assign_duty(
    entry: CatalogEntry,
    *,
    agency: Agency,
    by: User | None,
    first_due_on: dt.date | None = None,
    cadence: str = "",
    cadence_kind: str = "",
    section: str = "",
    post: str = "",
) -> Duty:
    """Make `agency` responsible for `entry`; doing it again changes the same duty.

    An entry that comes round by itself is due for the first time on `first_due_on`, by default one period from today;
    one with a limit has no date until `record_trigger`, unless `first_due_on` is given. Raises Refused if the catalog
    does not hold for the agency.
    """
    if by is not None:
        require(by, Permission.ASSIGN_DUTY, on=agency)
    if not agency.is_under(entry.agency):
        raise Refused(_("The catalog of %(government)s does not hold for this agency.") % {"government": entry.agency})
    if not entry.is_active:
        raise Refused(_("This entry is no longer in force."), field="entry")
    excused = EntryOverride.objects.holding_for(agency).filter(entry=entry, is_applicable=False).last()
    if excused is not None:
        raise Refused(_("This entry does not apply here: %(reason)s") % {"reason": excused.reason}, field="entry")
    duty = _locked(agency, entry) or Duty(agency=agency, entry=entry)
    before = _facts(duty, DUTY_FACTS) if duty.pk else {}
    duty.cadence_kind = cadence_kind
    duty.cadence, duty.section, duty.post, duty.is_active = cadence, section, post, True
    if first_due_on is not None:
        _set_due(duty, Due(first_due_on, Calendar.for_scope(agency.path).is_provisional(first_due_on.year)))
    elif duty.next_due_on is None and duty.period:
        _set_due(duty, next_round(duty.last_fulfilled_on or timezone.localdate(), duty.period, _workdays(duty)))
    _check(duty)
    duty.save()
    event = Event.DUTY_CHANGED if before else Event.DUTY_ASSIGNED
    record(event, by=by, agency=agency, subject=duty, before=before, after=_facts(duty, DUTY_FACTS))
    return duty


@transaction.atomic
def end_duty(duty: Duty, *, by: User | None) -> Duty:
    """The agency is no longer responsible; the row stays for the record. Ending it twice changes nothing."""
    if by is not None:
        require(by, Permission.ASSIGN_DUTY, on=duty)
    locked = _relocked(duty)
    if locked.is_active:
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        record(Event.DUTY_CHANGED, by=by, agency=locked.agency, subject=locked, after={"is_active": False})
    return locked


@transaction.atomic
def record_trigger(duty: Duty, *, on: dt.date, by: User | None) -> Duty:
    """Record that the event from which the entry's limit runs happened on `on`, and set the due date from it.

    While an earlier event is still unanswered, the earlier due date stays; an event that a publication of the same or
    a later day has answered already sets no date. Raises Refused for a date in the future.
    """
    if by is not None:
        require(by, Permission.RECORD_TRIGGER, on=duty)
    if on > timezone.localdate():
        raise Refused(_("The event cannot lie in the future."), field="on")
    locked = _relocked(duty)
    before = _facts(locked, DUTY_DATES)
    if locked.last_fulfilled_on is not None and locked.last_fulfilled_on >= on:
        return locked
    due = after_event(locked.entry, on, _workdays(locked))
    if locked.next_due_on is None or due.on < locked.next_due_on:
        _set_due(locked, due)
    locked.triggered_on = min(locked.triggered_on or on, on)
    locked.save(update_fields=DUTY_DATES)
    record(
        Event.DUTY_CHANGED,
        by=by,
        agency=locked.agency,
        subject=locked,
        before=before,
        after=_facts(locked, DUTY_DATES),
    )
    return locked


@transaction.atomic
def fulfil(agency: Agency, entry: CatalogEntry, *, on: dt.date) -> Duty | None:
    """`agency` published something for `entry` on `on`: the open event is answered and the next date is set.

    Called by the publication itself, inside its transaction, which has asked for the right. An entry that does not
    come round has no next date. Returns None if the agency has no such duty. An older date changes nothing.
    """
    duty = _locked(agency, entry)
    if duty is None or not duty.is_active:
        return None
    if duty.last_fulfilled_on is not None and on < duty.last_fulfilled_on:
        return duty
    before = _facts(duty, [*DUTY_DATES, "last_fulfilled_on"])
    duty.last_fulfilled_on, duty.triggered_on = on, None
    _set_due(duty, next_round(on, duty.period, _workdays(duty)) if duty.period else None)
    duty.save(update_fields=[*DUTY_DATES, "last_fulfilled_on"])
    after = _facts(duty, [*DUTY_DATES, "last_fulfilled_on"])
    record(Event.DUTY_CHANGED, by=None, agency=agency, subject=duty, before=before, after=after)
    return duty


def _locked(agency: Agency, entry: CatalogEntry) -> Duty | None:
    rows = Duty.objects.select_for_update(of=("self",)).select_related("agency", "entry")
    return rows.filter(agency=agency, entry=entry).first()


def _relocked(duty: Duty) -> Duty:
    return Duty.objects.select_for_update(of=("self",)).select_related("agency", "entry").get(pk=duty.pk)


def _workdays(duty: Duty) -> Calendar:
    return Calendar.for_scope(duty.agency.path)


def _set_due(duty: Duty, due: Due | None) -> None:
    duty.next_due_on = due.on if due else None
    duty.is_provisional = due.is_provisional if due else False


def _require_government(agency: Agency) -> None:
    if not agency.is_government:
        raise Refused(_("Only a government has a catalog; choose the government, not a unit of it."), field="agency")


def _check(row: CatalogEntry | Duty) -> None:
    """Raise Refused, beside the field, for the first value that the model does not take."""
    try:
        row.full_clean()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refused(sentences[0], field=None if field == NON_FIELD_ERRORS else field) from error


def _facts(row: CatalogEntry | Duty, names: list[str]) -> dict[str, object]:
    return {name: str(value) if isinstance(value := getattr(row, name), dt.date) else _plain(value) for name in names}


def _plain(value: object) -> object:
    return value if isinstance(value, (str, int, dict, type(None))) else str(value)


@transaction.atomic
def write_catalog(
    government: Agency,
    *,
    by: User | None,
    added: list[CatalogEntry],
    changed: list[CatalogEntry],
    moved: list[CatalogEntry],
    source: str,
) -> None:
    """Write the checked rows of an imported file, all or none, and record it once.

    `moved` are entries that only stand in another place of the file. Nothing is recorded when nothing changes.
    """
    if by is not None:
        require(by, Permission.MANAGE_CATALOG, on=government)
    _require_government(government)
    CatalogEntry.objects.bulk_create(added, batch_size=200)
    CatalogEntry.objects.bulk_update(changed, [*EDITABLE, *LIMIT_FIELDS], batch_size=30)
    CatalogEntry.objects.bulk_update(moved, ["position"], batch_size=200)
    if added or changed:
        after = {"file": source, "added": len(added), "changed": [entry.code for entry in changed]}
        record(Event.CATALOG_IMPORTED, by=by, agency=government, subject=government, after=after)


@transaction.atomic
def keep_upload(
    agency: Agency, *, by: User, name: str, content: bytes, right: str = Permission.MANAGE_CATALOG
) -> KeptUpload:
    """Keep a previewed file until it is confirmed; uploads older than a day, and an earlier one of `by`, go.

    `right` is what the import that was previewed asks for on `agency`. Raises NotAllowed.
    """
    require(by, right, on=agency)
    KeptUpload.objects.stale().delete()
    KeptUpload.objects.filter(by=by).delete()
    return KeptUpload.objects.create(agency=agency, by=by, name=name[:200], content=content)


@transaction.atomic
def drop_upload(upload: KeptUpload, *, by: User, right: str = Permission.MANAGE_CATALOG) -> None:
    """Forget a previewed file."""
    require(by, right, on=upload)
    upload.delete()
