"""The four kinds of cadence (常规性定期公开、阶段性逐段公开、临时性随时公开、动态性及时更新)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.limits import MONTHS, Cadence, Trigger


class CadenceKind(models.TextChoices):
    """What makes a duty come up: the calendar, the next stage of a piece of work, an event, or any change."""

    REGULAR = "regular", _("regular, at set times")
    STAGED = "staged", _("in stages, one after the other")
    AD_HOC = "ad_hoc", _("ad hoc, at any time")
    DYNAMIC = "dynamic", _("kept up to date")


BY_CADENCE: dict[str, CadenceKind] = {
    **dict.fromkeys(MONTHS, CadenceKind.REGULAR),
    Cadence.ON_PROGRESS: CadenceKind.STAGED,
    Cadence.WITH_PROCUREMENT: CadenceKind.STAGED,
    Cadence.DISPLAYED: CadenceKind.STAGED,
    Cadence.AT_ONCE: CadenceKind.AD_HOC,
    Cadence.AT_EVENT: CadenceKind.AD_HOC,
    Cadence.WITH_POLICY: CadenceKind.AD_HOC,
}
"""Paces that say of themselves what kind they are; the others (及时, 长期) are kept up to date."""

ONE_EVENT = frozenset(set(Trigger.values) - {Trigger.FORMED, Trigger.UNSTATED})
"""Events that happen once; forming and changing (形成或者变更) go on for as long as the information lives."""


def kind_of(cadence: str, trigger: str) -> CadenceKind:
    """The kind that follows from a pace and, where there is none, from the event of the time limit."""
    if cadence:
        return BY_CADENCE.get(cadence, CadenceKind.DYNAMIC)
    return CadenceKind.AD_HOC if trigger in ONE_EVENT else CadenceKind.DYNAMIC


def duties_of_kind(kind: str) -> Q:
    """Duties of this kind, as `Duty.kind` says of each: set by hand, else by its own pace, else by its entry's."""
    by_trigger = [trigger for trigger in ["", *Trigger.values] if kind_of("", trigger) == kind]
    paces = [cadence for cadence in Cadence.values if kind_of(cadence, "") == kind]
    of_entry = Q(entry__cadence__in=paces) | Q(entry__cadence="", entry__limit_trigger__in=by_trigger)
    derived = Q(cadence__in=paces) | (Q(cadence="") & of_entry)
    return Q(cadence_kind=kind) | (Q(cadence_kind="") & derived)
