"""What the workbench pages of consultations, surveys and hearings share: rows to read, and a page for every step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.admin.steps import Step, offered
from disclosure.models import Item
from disclosure.permissions import Permission
from portal.agencies.permissions import require
from portal.agencies.scoped_admin import ScopedAdmin
from portal.refusals import NotAllowed, Refused

REFUSED = object()


class PhaseFilter(admin.SimpleListFilter):
    """Where it stands, asked of the clock."""

    title = _("stands")
    parameter_name = "phase"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(model_admin.phases.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        known = {str(value) for value, _name in self.lookup_choices}
        return queryset.in_phase(self.value()) if self.value() in known else queryset


class ParticipationAdmin(ScopedAdmin):
    """Read-only rows; every change is a step with a page of its own.

    A subclass names its rows (`name`, in addresses, pages and forms), its `phases` and its `steps`, and says how
    the terms are set up while the item is in its author's hands: `set_up_label`, `set_up_said`, `terms_form`, `set_up`.
    """

    view_permission = Permission.VIEW_ITEM
    name: str
    phases: type[models.TextChoices]
    steps: Iterable[Step]
    set_up_label: Promise
    set_up_said: Promise
    search_fields = ("item__title", "item__index_no")
    ordering = ("-closes_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_item()

    @admin.display(description=_("title"), ordering="item__title")
    def title(self, row: Any) -> str:
        return row.item.title

    @admin.display(description=_("agency"))
    def agency(self, row: Any) -> str:
        return row.item.agency.name

    @admin.display(description=_("stands"))
    def stands(self, row: Any) -> str:
        return row.phase.label

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        if (obj := kwargs.get("obj")) is not None:
            context |= {self.name: obj, "steps": offered(self.steps, obj, request.user), **self.shown(obj, request)}
        return super().render_change_form(request, context, **kwargs)

    def shown(self, row: Any, request: HttpRequest) -> dict[str, Any]:
        """What the page of a row shows besides the row and its steps."""
        return {}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return []

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        set_up = path("set-up/<int:pk>/", view(self.set_up_view), name=f"disclosure_{self.name}_set_up")
        steps = [
            path(f"<int:pk>/{step.slug}/", view(partial(self.take, step=step)), name=step.url_name)
            for step in self.steps
        ]
        return [set_up, *steps, *super().get_urls()]

    def reach(self, request: HttpRequest, pk: int) -> Any:
        """The row, through the door of this person. Raises Http404."""
        row = self.get_queryset(request).filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def take(self, request: HttpRequest, pk: int, *, step: Step) -> HttpResponse:
        """Ask for what a step needs, and take it."""
        row = self.reach(request, pk)
        require(request.user, step.permission, on=row)
        back = self.change_address(row)
        form = step.form(request.POST if request.method == "POST" else None, **{self.name: row})
        act = partial(step.act, row, by=request.user)
        if (done := _taken(form, act)) is not REFUSED:
            messages.success(request, str(step.done))
            self.tell(request, done)
            return HttpResponseRedirect(back)
        return self.ask(request, step.label, row.item, form=form, back=back)

    def tell(self, request: HttpRequest, done: Any) -> None:
        """Say more of what came of a step."""

    def set_up_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The terms of an item that is still in its author's hands."""
        item = Item.objects.managed_by(request.user).select_related("agency").filter(pk=pk).first()
        if item is None:
            raise Http404
        require(request.user, Permission.EDIT_ITEM, on=item)
        back = reverse("admin:disclosure_item_change", args=[item.pk])
        there = self.model.objects.managed_by(request.user).of(item).first()
        form = self.terms_form(request.POST if request.method == "POST" else None, item=item, there=there)
        if (done := _taken(form, partial(self.set_up, item, by=request.user))) is not REFUSED:
            messages.success(request, str(self.set_up_said))
            return HttpResponseRedirect(self.after_set_up(done) or back)
        return self.ask(request, self.set_up_label, item, form=form, back=back)

    def terms_form(self, posted: Any, *, item: Item, there: Any) -> Form:
        raise NotImplementedError

    def set_up(self, item: Item, *, by: Any, **terms: Any) -> Any:
        raise NotImplementedError

    def after_set_up(self, row: Any) -> str:
        """Where to go then; "" is back to the item."""
        return ""

    def ask(
        self, request: HttpRequest, label: Any, item: Item, page: str = "participation_verb", **found: Any
    ) -> HttpResponse:
        """A page around a form."""
        common = {**self.admin_site.each_context(request), "opts": self.opts, "item": item}
        context = common | {"title": label, "label": label} | found
        return TemplateResponse(request, f"disclosure/{page}.html", context)


def _taken(form: Form, act: Callable[..., Any]) -> Any:
    """What `act` gave back; REFUSED if nothing was sent, or it will not do: then the form says why."""
    if not form.is_valid():
        return REFUSED
    try:
        return act(**form.cleaned_data)
    except NotAllowed:
        raise
    except Refused as refusal:
        refusal.say_in(form)
        return REFUSED
