"""The office's workbench: complaints and their time limits; the pages of the other rooms are named here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from oversight import actions
from oversight.actions.complaint_terms import TERMS
from oversight.assessment_admin import AssessmentAdmin, AssessmentSchemeAdmin
from oversight.models import Complaint, ComplaintExtract, ComplaintTerms
from oversight.permissions import Permission
from oversight.report.admin import AnnualReportAdmin, ReportTermsAdmin
from portal.agencies.models import Agency
from portal.agencies.scoped_admin import ScopedAdmin, ScopedInline

__all__ = [
    "AnnualReportAdmin",
    "AssessmentAdmin",
    "AssessmentSchemeAdmin",
    "ComplaintAdmin",
    "ComplaintTermsAdmin",
    "ReportTermsAdmin",
]


class ExtractInline(ScopedInline):
    """What was passed on so far."""

    model = ComplaintExtract
    fields = readonly_fields = ("number", "forwarded_on", "text", "state", "answer")
    view_on_site = False  # a page of the accused agency


class OpenFilter(admin.SimpleListFilter):
    """Complaints that are neither answered nor closed."""

    title = _("to be answered")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("To be answered"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.open() if self.value() == "1" else queryset


@admin.register(Complaint)
class ComplaintAdmin(ScopedAdmin):
    """Seen by those who hear the case, and by nobody who serves the accused agency; handled on the page of the case."""

    view_permission = edit_permission = Permission.HANDLE_COMPLAINT
    inlines = (ExtractInline,)
    list_display = ("number", "accused", "kind", "identity", "received_on", "due_on", "state")
    list_filter = (OpenFilter, "state", "kind", "identity")
    list_select_related = ("accused", "clock")
    search_fields = ("number",)
    ordering = ("-received_on", "number")
    readonly_fields = (
        "number", "accused", "kind", "identity", "text", "name", "contact",
        "received_on", "due_on", "state", "accepted_on", "concluded_on", "result", "channel", "page",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("number", "page", "accused", "kind", "channel", "received_on", "due_on", "state")}),
        (_("Confidential"), {"fields": ("identity", "name", "contact", "text")}),
        (_("Handling"), {"fields": ("accepted_on", "concluded_on", "result")}),
    )

    @admin.display(description=_("due on"))
    def due_on(self, complaint: Complaint) -> Any:
        return complaint.clock.due_on if complaint.clock else _("not before tomorrow")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("handling"))
    def page(self, complaint: Complaint) -> str:
        return format_html('<a href="{}">{}</a>', complaint.get_absolute_url(), complaint)


@admin.register(ComplaintTerms)
class ComplaintTermsAdmin(ScopedAdmin):
    """By which days each government hears complaints, and how long it keeps what complainants wrote."""

    view_permission = edit_permission = Permission.HANDLE_COMPLAINT
    list_display = ("agency", "working_days", "extension_days", "explanation_days", "silence_days", "keep_years")
    list_select_related = ("agency",)

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        return Agency.objects.managed_by(request.user, self.edit_permission).governments()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("agency",) if obj else ()

    def save_model(self, request: HttpRequest, obj: ComplaintTerms, form: Any, change: bool) -> None:
        obj.pk = actions.set_terms(obj.agency, by=request.user, **{name: getattr(obj, name) for name in TERMS}).pk
