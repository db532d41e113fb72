"""The office's workbench: complaints and their time limits; the pages of the other rooms are named here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from oversight import actions
from oversight.actions.complaints import check_extract
from oversight.assessment_admin import AssessmentAdmin, AssessmentSchemeAdmin
from oversight.models import Complaint, ComplaintExtract, ComplaintTerms
from oversight.permissions import Permission
from oversight.report.admin import AnnualReportAdmin, ReportTermsAdmin
from oversight.states import COMPLAINT_TABLE
from portal.agencies.models import Agency
from portal.agencies.scoped_admin import ScopedAdmin, ScopedInline
from portal.refusals import Refused

__all__ = [
    "AnnualReportAdmin",
    "AssessmentAdmin",
    "AssessmentSchemeAdmin",
    "ComplaintAdmin",
    "ComplaintTermsAdmin",
    "ReportTermsAdmin",
]

VERBS = {
    "accept": _("accept the complaint"),
    "forward": _("forward an extract to the agency"),
    "answer": _("answer with the result"),
    "close": _("close without an answer, with the reason"),
}


class ComplaintForm(forms.ModelForm):
    """The next step, and the words for it."""

    verb = forms.ChoiceField(label=_("Next step"), required=False)
    words = forms.CharField(
        label=_("Extract, result or reason"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6, "cols": 80}),
        help_text=_("An extract goes to the agency: your own words, nothing that gives the complainant away."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "verb" in self.fields:
            state = self.instance.state
            steps = [(verb, label) for verb, label in VERBS.items() if state in COMPLAINT_TABLE[verb].sources]
            self.fields["verb"].choices = [("", _("nothing yet")), *steps]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        verb, words = self.cleaned_data.get("verb"), self.cleaned_data.get("words", "")
        if verb in {"answer", "close"} and not words.strip():
            self.add_error("words", _("Write what the complainant is to read."))
        if verb == "forward":
            try:
                check_extract(self.instance, words)
            except Refused as refusal:
                self.add_error("words", str(refusal))
        return self.cleaned_data


class ExtractInline(ScopedInline):
    """What was passed on so far."""

    model = ComplaintExtract
    fields = readonly_fields = ("number", "forwarded_on", "text")


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
    """Seen by those who hear the case, and by nobody who serves the accused agency."""

    view_permission = edit_permission = Permission.HANDLE_COMPLAINT
    form = ComplaintForm
    inlines = (ExtractInline,)
    list_display = ("number", "accused", "kind", "identity", "received_on", "due_on", "state")
    list_filter = (OpenFilter, "state", "kind", "identity")
    list_select_related = ("accused", "clock")
    search_fields = ("number",)
    ordering = ("-received_on", "number")
    readonly_fields = (
        "number", "accused", "kind", "identity", "text", "name", "contact",
        "received_on", "due_on", "state", "accepted_on", "concluded_on", "result",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("number", "accused", "kind", "received_on", "due_on", "state")}),
        (_("Confidential"), {"fields": ("identity", "name", "contact", "text")}),
        (_("Handling"), {"fields": ("accepted_on", "concluded_on", "result", "verb", "words")}),
    )

    @admin.display(description=_("due on"))
    def due_on(self, complaint: Complaint) -> Any:
        return complaint.clock.due_on if complaint.clock else _("not before tomorrow")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_open)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            return self.fieldsets
        return (*self.fieldsets[:2], (_("Handling"), {"fields": ("accepted_on", "concluded_on", "result")}))

    def save_model(self, request: HttpRequest, obj: Complaint, form: Any, change: bool) -> None:
        verb, words = form.cleaned_data["verb"], form.cleaned_data["words"]
        if verb == "accept":
            actions.accept(obj, by=request.user)
        elif verb == "forward":
            actions.forward(obj, by=request.user, text=words)
        elif verb == "answer":
            actions.answer(obj, by=request.user, result=words)
        elif verb == "close":
            actions.close(obj, by=request.user, reason=words)


@admin.register(ComplaintTerms)
class ComplaintTermsAdmin(ScopedAdmin):
    """Within how many working days each government answers complaints."""

    view_permission = edit_permission = Permission.HANDLE_COMPLAINT
    list_display = ("agency", "working_days")
    list_select_related = ("agency",)

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        return Agency.objects.managed_by(request.user, self.edit_permission).governments()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("agency",) if obj else ()

    def save_model(self, request: HttpRequest, obj: ComplaintTerms, form: Any, change: bool) -> None:
        obj.pk = actions.set_terms(obj.agency, by=request.user, working_days=obj.working_days).pk
