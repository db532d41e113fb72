"""Workbench of reconsiderations and lawsuits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin
from requests_app.actions import conclude_remedy, follow_remedy, record_remedy
from requests_app.models import DisclosureRequest, Remedy, RemedyResult
from requests_app.permissions import Permission

RECORDED = (
    "kind", "body", "reference_number", "reconsideration", "is_co_defendant", "is_simplified", "filed_on",
)  # fmt: skip
FOLLOWED = ("accepted_on", "notified_on", "answered_on", "note")
CONCLUDED = ("result", "concluded_on")


class RemedyAddForm(forms.ModelForm):
    """What is recorded first; the request is named by its number."""

    number = forms.CharField(label=gettext_lazy("Number of the request"), max_length=60, required=False)

    class Meta:
        model = Remedy
        fields = ("agency", "earlier_number", *RECORDED, *FOLLOWED)

    requests: models.QuerySet

    def clean_number(self) -> DisclosureRequest | None:
        number = self.cleaned_data["number"].strip().upper()
        if not number:
            return None
        found = self.requests.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no request with this number."))
        return found

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in self._meta.model._meta.fields}  # the action looks at the whole


class RemedyForm(forms.ModelForm):
    """How it goes on and ends."""

    def _get_validation_exclusions(self) -> set[str]:
        return {field.name for field in self._meta.model._meta.fields}


@admin.register(Remedy)
class RemedyAdmin(ScopedAdmin):
    """What was recorded stays; days and result are added, and after the result nothing."""

    view_permission = Permission.VIEW_REQUEST
    edit_permission = Permission.HANDLE_REQUEST
    form = RemedyForm
    list_display = ("reference_number", "kind", "case_number", "agency", "filed_on", "answer_due", "result")
    list_filter = ("kind", "result", ("agency", OwnedFilter))
    search_fields = ("reference_number", "request__number", "earlier_number")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).with_case()

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        choices = super().choices_for(name, queryset, request)
        return choices.reconsiderations() if name == "reconsideration" else choices

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is not None:
            return super().get_form(request, obj, change=change, **kwargs)
        form = super().get_form(request, obj, change=change, **kwargs | {"form": RemedyAddForm})
        form.requests = DisclosureRequest.objects.managed_by(request.user, self.edit_permission)
        return form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        case = ("case_number", "agency") if obj else ("number", "earlier_number", "agency")
        return (*case, *RECORDED, *FOLLOWED, *(("answer_due", *CONCLUDED) if obj else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("case_number", "agency", "answer_due", *RECORDED) if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_pending)

    def save_model(self, request: HttpRequest, obj: Remedy, form: Any, change: bool) -> None:
        said = form.cleaned_data
        days = {name: said[name] for name in ("accepted_on", "notified_on", "answered_on")}
        if not change:
            facts = {name: said[name] for name in RECORDED} | {"earlier_number": said["earlier_number"]}
            saved = record_remedy(
                said["agency"], by=request.user, request=said["number"], note=said["note"], **facts, **days
            )
            obj.pk = saved.pk
            return
        follow_remedy(obj, by=request.user, note=said["note"], **days)
        if said["result"] != RemedyResult.PENDING or said["concluded_on"]:
            conclude_remedy(obj, by=request.user, result=said["result"], concluded_on=said["concluded_on"])

    @admin.display(description=gettext_lazy("request"))
    def case_number(self, remedy: Remedy) -> str:
        return remedy.case_number

    @admin.display(description=gettext_lazy("written answer due on"), ordering="clock__due_at")
    def answer_due(self, remedy: Remedy) -> str:
        if remedy.clock is None:
            return "—"
        day = remedy.clock.due_on.isoformat()
        if remedy.clock.is_overdue():
            return format_html('<strong class="badge badge--overdue">{}</strong>', _("overdue: %(day)s") % {"day": day})
        return day
