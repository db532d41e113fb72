"""Filters of the list of items in the workbench."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from catalog.models import Duty
from disclosure.models import ItemQuerySet
from disclosure.permissions import Permission
from disclosure.states import State
from portal.agencies.models import Agency
from portal.agencies.scoped_admin import OwnedFilter

MARKS = [("scheduled", _("Scheduled")), ("emergency", _("Published in an emergency, not cleared"))]
WORK = {"mine": ItemQuerySet.waiting_for, "mend": ItemQuerySet.to_mend_by, "publish": ItemQuerySet.to_publish_by}


class WorkFilter(admin.SimpleListFilter):
    """What waits for this person, and every state."""

    title = _("state")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        mine = [("mine", _("Waiting for my review")), ("mend", _("Sent back, to be mended"))]
        mine += [("publish", _("Approved, to be published"))]
        return [*mine, *State.choices, ("live", _("Public now")), *MARKS]

    def queryset(self, request: HttpRequest, queryset: ItemQuerySet) -> ItemQuerySet:
        if (chosen := WORK.get(self.value() or "")) is not None:
            return chosen(queryset, request.user)
        if self.value() == "scheduled":
            return queryset.scheduled()
        if self.value() == "emergency":
            return queryset.released_in_emergency()
        if self.value() == "live":
            return queryset.public()
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset


class AgencyFilter(OwnedFilter):
    """The agencies whose items this person may read."""

    def field_choices(self, field: models.Field, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        agencies = Agency.objects.managed_by(request.user, Permission.VIEW_ITEM)
        return [(agency.pk, agency.name) for agency in agencies[:500]]


class EvidenceFilter(admin.SimpleListFilter):
    """The public items that stand for one duty; the page of the duty leads here, so the side bar offers no others."""

    title = _("evidence of a duty")
    parameter_name = "evidence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        chosen = request.GET.get(self.parameter_name, "")
        return [(chosen, _("of this duty"))] if chosen.isdecimal() else []

    def queryset(self, request: HttpRequest, queryset: ItemQuerySet) -> ItemQuerySet:
        if not (self.value() or "").isdecimal():
            return queryset
        duty = Duty.objects.managed_by(request.user).filter(pk=int(self.value())).first()
        return queryset.standing_for(duty) if duty else queryset.none()
