"""Workbench of retention plans: the years, and how many cases they touch before anything is erased."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy

from portal.agencies.models import Agency
from portal.agencies.scoped_admin import ScopedAdmin
from requests_app.actions.retaining import preview, save_plan
from requests_app.models import Part, RetentionPlan
from requests_app.permissions import Permission


@admin.register(RetentionPlan)
class RetentionPlanAdmin(ScopedAdmin):
    """A plan is saved first, looked at with its figures, and then put in force."""

    view_permission = edit_permission = Permission.MANAGE_RETENTION
    list_display = ("agency", *(f"{part}_years" for part in Part.values), "is_in_force")
    list_select_related = ("agency",)
    YEARS = tuple(f"{part}_years" for part in Part.values)

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        return Agency.objects.managed_by(request.user, self.edit_permission).governments()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        plan = ("agency", *self.YEARS, "reason")
        return (*plan, "touched", "is_in_force") if obj else plan

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("agency", "touched") if obj else ()

    def save_model(self, request: HttpRequest, obj: RetentionPlan, form: Any, change: bool) -> None:
        save_plan(obj, by=request.user)

    @admin.display(description=gettext_lazy("cases that would be erased now"))
    def touched(self, plan: RetentionPlan) -> str:
        """Figures under the years as saved."""
        return format_html_join("", "<p>{}: {}</p>", ((Part(part).label, n) for part, n in preview(plan).items()))
