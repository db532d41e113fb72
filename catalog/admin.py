"""The workbench of the catalog: entries and duties of the agencies one serves; areas and grounds to look up."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import actions, import_pages
from catalog.checklist_admin import CatalogTemplateAdmin, EntryOverrideAdmin, WithheldEntryAdmin
from catalog.field_pages import fields_page
from catalog.filters import KindFilter, StandingFilter
from catalog.forms import DutyForm, EntryForm, TriggerForm
from catalog.models import Area, CatalogEntry, Duty, NegativeGround
from catalog.permissions import Permission
from catalog.presentation import described
from portal.agencies.models import Agency
from portal.agencies.permissions import can, can_anywhere
from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin, SharedAdmin
from portal.refusals import Refused

__all__ = ["CatalogTemplateAdmin", "EntryOverrideAdmin", "WithheldEntryAdmin"]  # Django looks for admins here


@admin.register(Area)
class AreaAdmin(SharedAdmin):
    list_display = ["number", "name", "name_en", "ministry", "is_pilot"]


@admin.register(NegativeGround)
class NegativeGroundAdmin(SharedAdmin):
    list_display = ["code", "article", "name", "is_discretionary"]


@admin.register(CatalogEntry)
class CatalogEntryAdmin(ScopedAdmin):
    """Entries of the catalogs that hold for one's agencies; to edit them takes the right over the government."""

    view_permission = Permission.VIEW_CATALOG
    edit_permission = Permission.MANAGE_CATALOG
    shared_choices = frozenset({"area"})
    form = EntryForm
    change_list_template = "catalog/entry_change_list.html"
    change_form_template = "catalog/entry_change_form.html"
    list_display = ["code", "area", "level1", "level2", "time_limit", "limit_reading", "agency", "is_active"]
    list_filter = ["area", "limit_reading", "mode", "is_active", ("agency", OwnedFilter)]
    list_select_related = ["area", "agency"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    search_fields = ["code", "level1", "level2", "content_elements"]
    fields = [
        "agency",
        *("area", "code", "level1", "level2", "content_elements", "legal_basis", "time_limit", "subject"),
        *("channels", "audience", "mode", "levels", "stage", "source_url", "note", "position", "is_active"),
        *actions.LIMIT_FIELDS[:-1],
    ]
    readonly_fields = actions.LIMIT_FIELDS[:-1]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return CatalogEntry.objects.serving(request.user, self.view_permission).in_order()

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        if name == "agency":
            return Agency.objects.managed_by(request.user, self.edit_permission).governments()
        return super().choices_for(name, queryset, request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, "agency"] if obj else self.readonly_fields

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        own = [
            path("import/", wrap(self.import_view), name="catalog_catalogentry_import"),
            path("import/<uuid:key>/", wrap(self.confirm_view), name="catalog_catalogentry_confirm"),
            path("<int:pk>/fields/", wrap(self.fields_view), name="catalog_catalogentry_fields"),
        ]
        return own + super().get_urls()

    def import_view(self, request: HttpRequest) -> HttpResponse:
        return import_pages.upload(request, self.admin_site)

    def confirm_view(self, request: HttpRequest, key: str) -> HttpResponse:
        return import_pages.confirm(request, key)

    def fields_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = self.get_object(request, str(pk))
        if entry is None:
            raise Http404
        return fields_page(request, entry, site=self.admin_site, back=self.change_address(entry))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        context["may_define_fields"] = obj is not None and self.has_change_permission(request, obj)
        return super().render_change_form(request, context, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        may_import = can_anywhere(request.user, Permission.MANAGE_CATALOG)
        return super().changelist_view(request, {**(extra_context or {}), "may_import": may_import})

    def save_model(self, request: HttpRequest, obj: CatalogEntry, form: ModelForm, change: bool) -> None:
        fields = dict(form.cleaned_data)
        if change:
            actions.change_entry(obj, by=request.user, changes=fields)
        else:
            obj.pk = actions.add_entry(fields.pop("agency"), by=request.user, **fields).pk


@admin.register(Duty)
class DutyAdmin(ScopedAdmin):
    """Who publishes what, and when next."""

    view_permission = Permission.VIEW_DUTY
    edit_permission = Permission.ASSIGN_DUTY
    form = DutyForm
    change_form_template = "catalog/duty_change_form.html"
    list_display = ["entry", "agency", "kind", "standing", "next_due_on", "last_fulfilled_on", "is_active"]
    list_filter = [StandingFilter, KindFilter, "is_active", "next_due_on", ("agency", OwnedFilter)]
    list_select_related = ["entry", "agency"]
    search_fields = ["entry__level1", "entry__level2", "entry__code"]
    dates = ("triggered_on", "next_due_on", "is_provisional", "last_fulfilled_on")
    ordering = ["next_due_on"]

    @admin.display(description=gettext_lazy("kind of cadence"))
    def kind(self, duty: Duty) -> str:
        return duty.kind.label

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, duty: Duty) -> str:
        return described(duty, timezone.localdate()).label

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        own = ["agency", "entry", "section", "post", "cadence", "cadence_kind"]
        first = ["first_due_on"] if obj is None or self.has_change_permission(request, obj) else []
        return [*own, *first, *(self.dates if obj else ())]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["agency", "entry", *self.dates] if obj else []

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        if name == "entry":
            return CatalogEntry.objects.serving(request.user, self.edit_permission).filter(is_active=True).in_order()
        if name == "agency" and not can_anywhere(request.user, self.edit_permission):
            return Agency.objects.managed_by(request.user, self.view_permission)  # the filter beside the list
        return super().choices_for(name, queryset, request)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.trigger_view)
        return [path("<int:pk>/trigger/", view, name="catalog_duty_trigger"), *super().get_urls()]

    def trigger_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Record the event from which the entry's time limit runs."""
        duty = self.get_object(request, str(pk))
        if duty is None:
            raise Http404
        if not can(request.user, Permission.RECORD_TRIGGER, on=duty):
            raise PermissionDenied
        form = TriggerForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                actions.record_trigger(duty, on=form.cleaned_data["on"], by=request.user)
            except Refused as refusal:
                refusal.say_in(form)
            else:
                messages.success(request, _("The event was recorded."))
                return redirect(self.change_address(duty))
        context = {**self.admin_site.each_context(request), "title": _("Record an event"), "form": form, "duty": duty}
        return TemplateResponse(request, "catalog/duty_trigger.html", context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        duty = kwargs.get("obj")
        context["may_record"] = duty is not None and can(request.user, Permission.RECORD_TRIGGER, on=duty)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Duty, form: ModelForm, change: bool) -> None:
        named = {
            name: form.cleaned_data[name] for name in ("first_due_on", "cadence", "cadence_kind", "section", "post")
        }
        duty = actions.assign_duty(obj.entry, agency=obj.agency, by=request.user, **named)
        obj.pk = duty.pk
