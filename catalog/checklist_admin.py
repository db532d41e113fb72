"""The workbench of templates, local overrides and the register of withheld information."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.checklist_forms import OverrideForm, ReassessForm, TemplateForm, WithheldForm
from catalog.models import CatalogEntry, CatalogTemplate, EntryOverride, Reassessment, TemplateLine, WithheldEntry
from catalog.permissions import Permission
from catalog.template_actions import apply_template, override_entry, plan_template
from catalog.withholding import reassess, withhold
from portal.agencies.models import Agency
from portal.agencies.permissions import can, can_anywhere
from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin, ScopedInline, SharedAdmin
from portal.refusals import Refused


class LineInline(ScopedInline):
    """What the template lists."""

    model = TemplateLine
    fields = readonly_fields = ("position", "group", "name", "content", "basis", "audience", "is_internal")


@admin.register(CatalogTemplate)
class CatalogTemplateAdmin(SharedAdmin):
    """Templates that come with the product; applying one is a page of its own with a preview."""

    change_form_template = "catalog/template_change_form.html"
    list_display = ["name", "tier", "kind", "source"]
    inlines = [LineInline]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.apply_view)
        return [path("<int:pk>/apply/", view, name="catalog_catalogtemplate_apply"), *super().get_urls()]

    def apply_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose an agency; the answer is what would happen, with nothing changed until it is confirmed."""
        if not can_anywhere(request.user, Permission.ASSIGN_DUTY):
            raise PermissionDenied
        template = get_object_or_404(CatalogTemplate.objects.public(), pk=pk)
        agencies = Agency.objects.managed_by(request.user, Permission.ASSIGN_DUTY).public()
        form = TemplateForm(request.POST or None, agencies=agencies, template=template)
        context = {**self.admin_site.each_context(request), "template": template, "form": form, "title": template.name}
        if request.method == "POST" and form.is_valid():
            agency = form.cleaned_data["agency"]
            if "_apply" in request.POST and self._applied(request, form, agency, template):
                return redirect("admin:catalog_duty_changelist")
            context |= {"plan": plan_template(agency, template), "agency": agency}
        return TemplateResponse(request, "catalog/template_apply.html", context)

    def _applied(self, request: HttpRequest, form: TemplateForm, agency: Agency, template: CatalogTemplate) -> bool:
        try:
            plan = apply_template(agency, template, by=request.user)
        except Refused as refusal:
            refusal.say_in(form)
            return False
        facts = {"agency": agency, "entries": plan.new_entries, "duties": plan.new_duties}
        messages.success(request, _("%(agency)s: %(entries)s entries added, %(duties)s duties assigned.") % facts)
        return True


@admin.register(EntryOverride)
class EntryOverrideAdmin(ScopedAdmin):
    """Where an agency keeps an inherited entry otherwise, and why."""

    view_permission = Permission.VIEW_DUTY
    edit_permission = Permission.ASSIGN_DUTY
    form = OverrideForm
    list_display = ["entry", "agency", "is_applicable", "reason", "decided_at", "is_active"]
    list_filter = ["is_applicable", "is_active", ("agency", OwnedFilter)]
    list_select_related = ["entry", "agency"]
    search_fields = ["entry__level1", "entry__level2", "entry__code"]
    content = ("is_applicable", "content_elements", "subject", "channels", "reason", "is_active")
    fields = ("agency", "entry", *content)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["agency", "entry", "decided_by", "decided_at"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.fields, *(("decided_by", "decided_at") if obj else ())]

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        if name == "entry":
            return CatalogEntry.objects.serving(request.user, self.edit_permission).filter(is_active=True).in_order()
        if name == "agency" and not can_anywhere(request.user, self.edit_permission):
            return Agency.objects.managed_by(request.user, self.view_permission)  # the filter beside the list
        return super().choices_for(name, queryset, request)

    def save_model(self, request: HttpRequest, obj: EntryOverride, form: ModelForm, change: bool) -> None:
        named = {name: form.cleaned_data[name] for name in self.content}
        obj.pk = override_entry(obj.entry, agency=obj.agency, by=request.user, **named).pk


class DueFilter(admin.SimpleListFilter):
    """Still withheld, to be asked again by somebody, or by this person."""

    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        mine, due = gettext_lazy("Withheld, re-assessment due"), gettext_lazy("Re-assessment due")
        return [("mine", mine), ("due", due), ("held", gettext_lazy("Still withheld"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == "mine":
            own = queryset.managed_by(request.user, Permission.KEEP_WITHHELD)
            return own.to_reassess(timezone.localdate())
        if self.value() == "due":
            return queryset.to_reassess(timezone.localdate())
        return queryset.standing() if self.value() == "held" else queryset


class ReassessmentInline(ScopedInline):
    """Every time it was asked again."""

    model = Reassessment
    fields = readonly_fields = ("on", "by", "result", "finding")


@admin.register(WithheldEntry)
class WithheldEntryAdmin(ScopedAdmin):
    """What the agency withholds. Entered once; after that only asked again, never edited."""

    view_permission = Permission.VIEW_DUTY
    add_permission = Permission.KEEP_WITHHELD
    shared_choices = frozenset({"ground"})
    form = WithheldForm
    change_form_template = "catalog/withheld_change_form.html"
    inlines = [ReassessmentInline]
    list_display = ["title", "agency", "ground", "since", "reassess_on", "released_on"]
    list_filter = [DueFilter, ("agency", OwnedFilter)]
    list_select_related = ["agency", "ground"]
    search_fields = ["title"]
    ordering = ["reassess_on", "pk"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*WithheldForm.Meta.fields, *(["released_on"] if obj else [])]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return self.inlines if obj else []

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        if name == "entry":
            return CatalogEntry.objects.serving(request.user, self.add_permission).filter(is_active=True).in_order()
        right = self.add_permission if can_anywhere(request.user, self.add_permission) else self.view_permission
        return Agency.objects.managed_by(request.user, right)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.reassess_view)
        return [path("<int:pk>/reassess/", view, name="catalog_withheldentry_reassess"), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        held = row is not None and row.released_on is None
        context["may_reassess"] = held and can(request.user, Permission.KEEP_WITHHELD, on=row)
        return super().render_change_form(request, context, *args, **kwargs)

    def reassess_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask whether the ground still holds, and record what was found."""
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        if not can(request.user, Permission.KEEP_WITHHELD, on=row):
            raise PermissionDenied
        form = ReassessForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                reassess(row, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                refusal.say_in(form)
            else:
                messages.success(request, _("The re-assessment was recorded."))
                return redirect(self.change_address(row))
        context = {**self.admin_site.each_context(request), "title": _("Re-assess"), "form": form, "row": row}
        return TemplateResponse(request, "catalog/withheld_reassess.html", context)

    def save_model(self, request: HttpRequest, obj: WithheldEntry, form: ModelForm, change: bool) -> None:
        obj.pk = withhold(by=request.user, **form.cleaned_data).pk
