"""Duties of the catalog: due soon, overdue, and agencies that have none."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models import Duty
from catalog.permissions import Permission as Catalog
from disclosure.permissions import Permission as Disclosure
from oversight.grades import Grade
from oversight.models import EarlyWarning
from oversight.rules.rule import HEAD, OFFICE, Finding, Rule, Scale, Sight, about
from portal.agencies.models import Agency, Kind


def _due(sight: Sight) -> Iterator[Finding]:
    rows = Duty.objects.active().due_by(sight.horizon).filter(agency__is_active=True)
    for duty in rows.select_related("agency", "entry").order_by("pk"):
        yield Finding(
            duty.agency, about(duty), duty.entry.name, duty.entry.code, duty.triggered_on, duty.next_due_on
        )  # fmt: skip


def _entry(warning: EarlyWarning) -> str:
    return reverse("catalog:entry_detail", args=[warning.subject_number])


def _duty(warning: EarlyWarning) -> str:
    return reverse("admin:catalog_duty_change", args=[warning.subject_key])


def _without(sight: Sight) -> Iterator[Finding]:
    # a government's work is done by its departments; who only exists on paper has nothing to publish
    rows = Agency.objects.public().exclude(kind__in=[Kind.GOVERNMENT, Kind.OFFICE])
    for agency in rows.exclude(pk__in=Duty.objects.active().values("agency")):
        yield Finding(agency, about(agency), agency.name, agency.code)


def _agency(warning: EarlyWarning) -> str:
    return reverse("disclosure:agency_detail", args=[warning.subject_number])


RULES = (
    Rule(
        "duty-due",
        _("Publication duty due or overdue"),
        _("What the catalog asks for is published by its date; without a date of its own within 20 working days."),
        _("Regulations, article 26; the time limit of the catalog entry"),
        Scale(soon=5, far=20),
        Disclosure.EDIT_ITEM,
        _due,
        _entry,
        _duty,
    ),
    Rule(
        "catalog-empty",
        _("Agency without a catalog"),
        _("Every agency has publication duties in the catalog of its government."),
        _("Regulations, article 12; local rules: an empty catalog is warned of"),
        Scale(soon=None, far=None),
        Catalog.VIEW_DUTY,
        _without,
        _agency,
        told={Grade.ORANGE: HEAD | OFFICE},
    ),
)
