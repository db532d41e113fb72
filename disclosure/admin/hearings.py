"""Hearings in the workbench: who signed up, what waits for its list or its outcome, and a page for every step."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.actions.hearings import set_up_hearing
from disclosure.admin.filters import AgencyFilter
from disclosure.admin.hearing_steps import STEPS, Step, offered
from disclosure.forms.hearings import HearingTermsForm
from disclosure.models import Hearing, HearingPhase, Item, Signup
from disclosure.permissions import Permission
from portal.agencies.permissions import require
from portal.agencies.scoped_admin import ScopedAdmin
from portal.refusals import NotAllowed, Refused


class HearingPhaseFilter(admin.SimpleListFilter):
    """Where it stands, asked of the clock."""

    title = _("stands")
    parameter_name = "phase"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(HearingPhase.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_phase(self.value()) if self.value() in HearingPhase.values else queryset


class HearingWorkFilter(admin.SimpleListFilter):
    """What waits for somebody who works on it; the lists behind the first page of the workbench."""

    title = _("work")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("list", _("list to be published")), ("outcome", _("outcome to be published"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in {"list", "outcome"}:
            return queryset
        mine = queryset.managed_by(request.user, Permission.EDIT_ITEM)
        return mine.awaiting_list() if self.value() == "list" else mine.awaiting_outcome()


@admin.register(Hearing)
class HearingAdmin(ScopedAdmin):
    """Read-only rows; every change is a step with a page of its own."""

    view_permission = Permission.VIEW_ITEM
    change_form_template = "disclosure/hearing_workbench.html"
    list_display = ("title", "agency", "stands", "starts_at", "signed_up", "seats")
    list_filter = (HearingWorkFilter, HearingPhaseFilter, ("item__agency", AgencyFilter))
    search_fields = ("item__title", "item__index_no")
    ordering = ("-starts_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_item().with_counts()

    @admin.display(description=_("title"), ordering="item__title")
    def title(self, hearing: Hearing) -> str:
        return hearing.item.title

    @admin.display(description=_("agency"))
    def agency(self, hearing: Hearing) -> str:
        return hearing.item.agency.name

    @admin.display(description=_("stands"))
    def stands(self, hearing: Hearing) -> str:
        return hearing.phase.label

    @admin.display(description=_("people signed up"))
    def signed_up(self, hearing: Any) -> int:
        return hearing.taken_count + hearing.waiting_count

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return []

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        obj = kwargs.get("obj")
        if obj is not None:
            signups = Signup.objects.managed_by(request.user).on(obj).order_by("number")
            views = obj.views.select_related("signup")
            context |= {"hearing": obj, "steps": offered(obj, request.user), "signups": signups, "views": views}
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        steps = [
            path(f"<int:pk>/{step.slug}/", view(partial(self.take, step=step)), name=step.url_name) for step in STEPS
        ]
        set_up = path("set-up/<int:pk>/", view(self.set_up_view), name="disclosure_hearing_set_up")
        return [set_up, *steps, *super().get_urls()]

    def take(self, request: HttpRequest, pk: int, *, step: Step) -> HttpResponse:
        """Ask for what a step needs, and take it."""
        hearing = self.get_queryset(request).filter(pk=pk).first()
        if hearing is None:
            raise Http404
        require(request.user, step.permission, on=hearing)
        back = self.change_address(hearing)
        form = step.form(request.POST if request.method == "POST" else None, hearing=hearing)
        if form.is_valid():
            try:
                step.act(hearing, by=request.user, **form.cleaned_data)
            except NotAllowed:
                raise
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                messages.success(request, str(step.done))
                return HttpResponseRedirect(back)
        return self._page(request, step.label, form, back, hearing.item)

    def set_up_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Time, place, seats and rules of the hearing of a notice."""
        item = Item.objects.managed_by(request.user).select_related("agency").filter(pk=pk).first()
        if item is None:
            raise Http404
        require(request.user, Permission.EDIT_ITEM, on=item)
        back = reverse("admin:disclosure_item_change", args=[item.pk])
        there = Hearing.objects.managed_by(request.user).of(item).select_related("about").first()
        form = HearingTermsForm(request.POST if request.method == "POST" else None, instance=there, item=item)
        if form.is_valid():
            try:
                set_up_hearing(item, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                messages.success(request, gettext("The hearing is set up; submit the notice for review now."))
                return HttpResponseRedirect(back)
        return self._page(request, _("Set up the hearing"), form, back, item)

    def _page(self, request: HttpRequest, label: Any, form: Any, back: str, item: Item) -> HttpResponse:
        page = {
            **self.admin_site.each_context(request),
            "title": label,
            "opts": Hearing._meta,
            "item": item,
            "form": form,
            "label": label,
            "back": back,
        }
        return TemplateResponse(request, "disclosure/hearing_verb.html", page)
