"""Applying a template to an agency, and keeping an inherited entry otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.actions import add_entry, assign_duty, end_duty
from catalog.models import CatalogEntry, CatalogTemplate, Duty, EntryOverride, TemplateLine
from catalog.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

OVERRIDDEN = ["is_applicable", "content_elements", "subject", "channels", "reason", "is_active"]


class Step(NamedTuple):
    """What applying a template does for one line: make an entry or inherit one, assign a duty or leave it."""

    line: TemplateLine
    entry: CatalogEntry | None
    has_duty: bool
    override: EntryOverride | None

    @property
    def is_excused(self) -> bool:
        """The entry is said not to apply here."""
        return self.override is not None


class Plan(NamedTuple):
    """All steps, and the government into whose catalog new entries go."""

    catalog_of: Agency
    steps: list[Step]

    @property
    def new_entries(self) -> int:
        return sum(step.entry is None for step in self.steps)

    @property
    def new_duties(self) -> int:
        return sum(not step.has_duty and not step.is_excused for step in self.steps)


def plan_template(agency: Agency, template: CatalogTemplate) -> Plan:
    """What `apply_template` would do now; changes nothing.

    An entry that a catalog at or above the agency holds already under the line's code is inherited. New ones go into
    the catalog that holds on the agency's site: one of its own for a handful of lines would hide the one above.
    """
    lines = list(template.lines.select_related("template", "area"))
    inherited = {e.code: e for e in CatalogEntry.objects.holding_for(agency).filter(is_active=True).select_related(
        "agency").order_by("agency__depth")}  # fmt: skip
    duties = set(agency.duties.filter(is_active=True).values_list("entry_id", flat=True))
    excused = {row.entry_id: row for row in EntryOverride.objects.holding_for(agency) if not row.is_applicable}
    steps = []
    for line in lines:
        entry = inherited.get(line.entry_code)
        override = excused.get(entry.pk) if entry else None
        steps.append(Step(line, entry, entry is not None and entry.pk in duties, override))
    return Plan(_catalog_of(agency), steps)


@transaction.atomic
def apply_template(agency: Agency, template: CatalogTemplate, *, by: User | None) -> Plan:
    """Give `agency` the duties of `template`; doing it again changes nothing. Returns what was done.

    Raises NotAllowed without the right to assign duties or, where entries are missing, to edit that catalog; Refused
    for a template made for another tier or kind.
    """
    if by is not None:
        require(by, Permission.ASSIGN_DUTY, on=agency)
    if not CatalogTemplate.objects.fitting(agency).filter(pk=template.pk).exists():
        raise Refused(_("This template is made for agencies of another tier or kind."), field="template")
    plan = plan_template(agency, template)
    if not plan.new_entries and not plan.new_duties:
        return plan
    for step in plan.steps:
        entry = step.entry or add_entry(plan.catalog_of, by=by, **_fields(step.line))
        if not step.has_duty and not step.is_excused:
            assign_duty(entry, agency=agency, by=by)
    facts = {"template": template.code, "entries": plan.new_entries, "duties": plan.new_duties}
    record(Event.TEMPLATE_APPLIED, by=by, agency=agency, subject=agency, after=facts)
    return plan


def _catalog_of(agency: Agency) -> Agency:
    government = agency.government()
    entry = CatalogEntry.objects.for_site(government).select_related("agency").first()
    return entry.agency if entry else government


def _fields(line: TemplateLine) -> dict[str, object]:
    return {
        "code": line.entry_code, "area": line.area, "level1": line.group, "level2": line.name,
        "content_elements": line.content, "legal_basis": line.basis, "time_limit": line.time_limit,
        "audience": line.audience, "note": line.template.source, "position": 10_000 + line.position,
    }  # fmt: skip


@transaction.atomic
def override_entry(
    entry: CatalogEntry,
    *,
    agency: Agency,
    by: User | None,
    reason: str,
    is_applicable: bool = True,
    content_elements: str = "",
    subject: str = "",
    channels: str = "",
    is_active: bool = True,
) -> EntryOverride:
    """Keep the inherited `entry` otherwise at `agency` and below, or say that it does not apply; again changes it.

    Duties at and below an agency to which the entry does not apply end. Raises NotAllowed; Refused without a reason,
    without a difference, or for an entry that does not hold for the agency.
    """
    if by is not None:
        require(by, Permission.ASSIGN_DUTY, on=agency)
    if not agency.is_under(entry.agency):
        raise Refused(_("The catalog of %(government)s does not hold for this agency.") % {"government": entry.agency})
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(_("Give a reason."), field="reason")
    if is_applicable and not (content_elements or subject or channels):
        raise Refused(_("Say what is different, or that the entry does not apply."), field="is_applicable")
    rows = EntryOverride.objects.select_for_update(of=("self",))
    row = rows.filter(agency=agency, entry=entry).first() or EntryOverride(agency=agency, entry=entry)
    before = {name: getattr(row, name) for name in OVERRIDDEN} if row.pk else {}
    row.is_applicable, row.reason, row.is_active = is_applicable, reason, is_active
    row.content_elements, row.subject, row.channels = content_elements, subject, channels
    if before == {name: getattr(row, name) for name in OVERRIDDEN}:
        return row
    row.decided_by, row.decided_at = by, timezone.now()
    row.save()
    after = {name: getattr(row, name) for name in OVERRIDDEN}
    record(Event.ENTRY_OVERRIDDEN, by=by, agency=agency, subject=entry, before=before, after=after)
    if is_active and not is_applicable:
        for duty in Duty.objects.filter(entry=entry, is_active=True).under(agency):
            end_duty(duty, by=None)  # the right was asked for once, on the agency above them all
    return row
