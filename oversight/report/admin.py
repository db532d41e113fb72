"""Annual reports in the workbench: opened here, written, checked and frozen on the page of the report."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from oversight import actions
from oversight.models import AnnualReport, ReportTerms
from oversight.permissions import Permission
from oversight.report.units import REPORTING
from portal.agencies.models import Agency
from portal.agencies.scoped_admin import OwnValuesFilter, ScopedAdmin


class WaitingFilter(admin.SimpleListFilter):
    """Reports whose next step is the reader's own."""

    title = _("next step")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("waiting for me"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.waiting_for(request.user) if self.value() == "1" else queryset


@admin.register(AnnualReport)
class AnnualReportAdmin(ScopedAdmin):
    """The list; each leads to its page."""

    view_permission = Permission.VIEW_REPORT
    add_permission = Permission.DRAFT_REPORT
    fields = ("agency", "year")
    list_display = ("agency", "year", "state", "published_at")
    list_filter = (WaitingFilter, "state", ("year", OwnValuesFilter))
    list_select_related = ("agency",)
    search_fields = ("agency__name",)
    ordering = ("-year", "agency__path")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("document", "computed", "overview", "problems", "other")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("agency", "year", "state", "page") if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("agency", "year", "state", "page") if obj else ()

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        return Agency.objects.public().managed_by(request.user, Permission.DRAFT_REPORT).filter(kind__in=REPORTING)

    @admin.display(description=_("tables, texts and next steps"))
    def page(self, report: AnnualReport) -> str:
        return format_html('<a href="{}">{}</a>', report.desk_address(), report)

    def save_model(self, request: HttpRequest, obj: AnnualReport, form: Any, change: bool) -> None:
        obj.pk = actions.open_report(obj.agency, year=obj.year, by=request.user).pk


@admin.register(ReportTerms)
class ReportTermsAdmin(ScopedAdmin):
    """Earlier days than those of the Regulations, per government."""

    view_permission = edit_permission = Permission.CHECK_REPORT
    list_display = ("agency", "by_agencies", "by_governments")
    list_select_related = ("agency",)

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        return Agency.objects.managed_by(request.user, self.edit_permission).governments()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("agency",) if obj else ()

    def save_model(self, request: HttpRequest, obj: ReportTerms, form: Any, change: bool) -> None:
        days = {"by_agencies": obj.by_agencies, "by_governments": obj.by_governments}
        obj.pk = actions.set_report_terms(obj.agency, by=request.user, **days).pk
