"""Schemes of the annual assessment in the workbench, and the agencies that are assessed by them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from oversight import actions
from oversight.models import Assessment, AssessmentScheme, Indicator, VetoItem
from oversight.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import can
from portal.agencies.scoped_admin import OwnValuesFilter, ScopedAdmin, ScopedInline


class LineInline(ScopedInline):
    """What stands in a scheme, written by those who assess."""

    extra = 1

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or can(request.user, Permission.ASSESS, on=obj)

    has_change_permission = has_add_permission


class IndicatorInline(LineInline):
    """The lines of a scheme."""

    model = Indicator
    formfield_overrides: ClassVar[dict] = {
        models.DecimalField: {"widget": forms.NumberInput(attrs={"class": "vIntegerField"})},
        models.CharField: {"widget": forms.TextInput(attrs={"size": 18})},
    }
    fields = ("position", "name", "weight", "mode", "evidence", "rubric")


class VetoInline(LineInline):
    """The veto items of a scheme."""

    model = VetoItem
    fields = ("position", "name", "effect")


@admin.register(AssessmentScheme)
class AssessmentSchemeAdmin(ScopedAdmin):
    """By what agencies are assessed."""

    view_permission = edit_permission = Permission.ASSESS
    inlines = (IndicatorInline, VetoInline)
    list_display = ("title", "year", "kind", "agency")
    list_filter = ("year", "kind")
    list_select_related = ("agency",)
    search_fields = ("title",)

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        return Agency.objects.managed_by(request.user, self.edit_permission).governments()

    def save_model(self, request: HttpRequest, obj: AssessmentScheme, form: Any, change: bool) -> None:
        actions.save_scheme(obj, by=request.user)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if changed := formset.save(commit=False):
            lines = {"vetoes" if formset.model is VetoItem else "indicators": changed}
            actions.save_scheme(form.instance, by=request.user, **lines)


@admin.register(Assessment)
class AssessmentAdmin(ScopedAdmin):
    """Opened here; all that follows is done on the pages of the office."""

    view_permission = Permission.VIEW_ASSESSMENT
    add_permission = Permission.ASSESS
    fields = ("scheme", "agency")
    list_display = ("agency", "scheme", "state", "total")
    list_filter = ("state", ("scheme__year", OwnValuesFilter))
    list_select_related = ("agency", "scheme")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("scheme", "agency", "state", "total", "page") if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("scheme", "agency", "state", "total", "page") if obj else ()

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        if name == "scheme":
            return AssessmentScheme.objects.managed_by(request.user)
        return Agency.objects.managed_by(request.user, Permission.ASSESS)

    @admin.display(description=_("scores and evidence"))
    def page(self, assessment: Assessment) -> str:
        return format_html('<a href="{}">{}</a>', assessment.get_absolute_url(), assessment)

    def save_model(self, request: HttpRequest, obj: Assessment, form: Any, change: bool) -> None:
        obj.pk = actions.open_assessment(obj.scheme, agency=obj.agency, by=request.user).pk
