"""Filters of the list of duties; each is a sentence of the queryset, so that it counts as every page counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.kinds import CadenceKind
from catalog.models import DutyQuerySet, Standing
from catalog.today import SOON


class StandingFilter(admin.SimpleListFilter):
    """Where duties in force stand today: computed, there is no field to filter by."""

    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        soon, empty = ("soon", _("To be published within 14 days")), ("empty", _("should be public, is not"))
        return [*Standing.choices, soon, empty]

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet:
        if not self.value():
            return queryset
        duties: DutyQuerySet = queryset.active()
        today = timezone.localdate()
        sentences: dict[str, Callable[[], DutyQuerySet]] = {
            Standing.MET: lambda: duties.met(today),
            Standing.DUE: lambda: duties.due(today),
            Standing.OVERDUE: lambda: duties.overdue(today),
            Standing.WAITING: duties.waiting,
            "soon": lambda: duties.due_within(today, today + SOON),
            "empty": duties.empty,
        }
        chosen = sentences.get(self.value() or "")
        return chosen() if chosen else queryset


class KindFilter(admin.SimpleListFilter):
    """The four kinds of cadence, derived or set by hand."""

    title = _("kind of cadence")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return CadenceKind.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet:
        return queryset.of_kind(self.value()) if self.value() in CadenceKind.values else queryset
