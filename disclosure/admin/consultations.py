"""Consultations in the workbench: what is open, what waits for its outcome, and a page for every step."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.actions import consulting
from disclosure.actions.opinions import Given
from disclosure.admin.consultation_steps import STEPS, Step, offered
from disclosure.admin.filters import AgencyFilter
from disclosure.forms.consulting import TermsForm
from disclosure.models import Consultation, Item, Opinion, Phase
from disclosure.permissions import Permission
from portal.agencies.permissions import require
from portal.agencies.scoped_admin import ScopedAdmin
from portal.receipts import shown
from portal.refusals import NotAllowed, Refused


class PhaseFilter(admin.SimpleListFilter):
    """Where it stands, asked of the clock."""

    title = _("stands")
    parameter_name = "phase"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Phase.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_phase(self.value()) if self.value() in Phase.values else queryset


@admin.register(Consultation)
class ConsultationAdmin(ScopedAdmin):
    """Read-only rows; every change is a step with a page of its own."""

    view_permission = Permission.VIEW_ITEM
    change_form_template = "disclosure/consultation_workbench.html"
    list_display = ("title", "agency", "stands", "closes_at", "opinions_given", "opinions_answered")
    list_filter = (PhaseFilter, ("item__agency", AgencyFilter))
    search_fields = ("item__title", "item__index_no")
    ordering = ("-closes_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_item().with_counts()

    @admin.display(description=_("title"), ordering="item__title")
    def title(self, consultation: Consultation) -> str:
        return consultation.item.title

    @admin.display(description=_("agency"))
    def agency(self, consultation: Consultation) -> str:
        return consultation.item.agency.name

    @admin.display(description=_("stands"))
    def stands(self, consultation: Consultation) -> str:
        return consultation.phase.label

    @admin.display(description=_("opinions"))
    def opinions_given(self, consultation: Any) -> int:
        return consultation.opinion_count

    @admin.display(description=_("answered"))
    def opinions_answered(self, consultation: Any) -> int:
        return consultation.answered_count

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return []

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        obj = kwargs.get("obj")
        if obj is not None:
            opinions = Opinion.objects.managed_by(request.user).on(obj).with_consultation().order_by("number")
            context |= {"consultation": obj, "steps": offered(obj, request.user), "opinions": opinions}
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        steps = [
            path(f"<int:pk>/{step.slug}/", view(partial(self.take, step=step)), name=step.url_name) for step in STEPS
        ]
        set_up = path("set-up/<int:pk>/", view(self.set_up_view), name="disclosure_consultation_set_up")
        return [set_up, *steps, *super().get_urls()]

    def take(self, request: HttpRequest, pk: int, *, step: Step) -> HttpResponse:
        """Ask for what a step needs, and take it."""
        consultation = self.get_queryset(request).filter(pk=pk).first()
        if consultation is None:
            raise Http404
        require(request.user, step.permission, on=consultation)
        back = self.change_address(consultation)
        form = step.form(request.POST if request.method == "POST" else None, consultation=consultation)
        if form.is_valid():
            try:
                done = step.act(consultation, by=request.user, **form.cleaned_data)
            except NotAllowed:
                raise
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                messages.success(request, str(step.done))
                if isinstance(done, Given):
                    told = gettext("No. %(number)d, receipt code for whoever gave it: %(code)s")
                    messages.info(request, told % {"number": done.opinion.number, "code": shown(done.code)})
                return HttpResponseRedirect(back)
        return self._page(request, step.label, form, back, consultation.item)

    def set_up_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Window and terms of the consultation of a draft."""
        item = Item.objects.managed_by(request.user).select_related("agency").filter(pk=pk).first()
        if item is None:
            raise Http404
        require(request.user, Permission.EDIT_ITEM, on=item)
        back = reverse("admin:disclosure_item_change", args=[item.pk])
        there = Consultation.objects.managed_by(request.user).of(item).first()
        form = TermsForm(request.POST if request.method == "POST" else None, instance=there)
        if form.is_valid():
            try:
                consulting.set_up(item, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                messages.success(request, gettext("The consultation is set up; submit the draft for review now."))
                return HttpResponseRedirect(back)
        return self._page(request, _("Set up the consultation"), form, back, item)

    def _page(self, request: HttpRequest, label: Any, form: Any, back: str, item: Item) -> HttpResponse:
        page = {
            **self.admin_site.each_context(request),
            "title": label,
            "opts": Consultation._meta,
            "item": item,
            "form": form,
            "label": label,
            "back": back,
        }
        return TemplateResponse(request, "disclosure/consultation_verb.html", page)
