"""Items in the workbench."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure import actions
from disclosure.actions.review import has_contributed
from disclosure.admin.filters import AgencyFilter, WorkFilter
from disclosure.admin.verbs import VerbPages, offered
from disclosure.difference import difference
from disclosure.forms import ItemForm
from disclosure.forms.writing import EntryField
from disclosure.models import Consultation, Item, Verdict, Version
from disclosure.permissions import Permission
from disclosure.states import State
from portal.agencies.models import Agency
from portal.agencies.permissions import can
from portal.agencies.scoped_admin import ScopedAdmin

PLACING = (_("What it is"), {"fields": ("entry", "kind", "attribute", "doc_number", "doc_date")})
DESCRIBING = (
    _("Where it is found and how long it holds"),
    {"fields": ("subject", "stage", "salience", "summary", "keywords", "effective_on", "valid_until")},
)
LIMITING = (
    _("Only if it is not for everyone"),
    {"fields": ("audience", "readers", "ground", "ground_note")},
)
SOURCE = (_("Only if it was made elsewhere"), {"fields": ("source_name", "source_url")})


@admin.register(Item)
class ItemAdmin(VerbPages, ScopedAdmin):
    """Writing, reviewing, publishing. Whoever may not edit sees the text to read and the decisions that are theirs."""

    view_permission = Permission.VIEW_ITEM
    edit_permission = Permission.EDIT_ITEM
    form = ItemForm
    change_form_template = "disclosure/item_workbench.html"
    list_display = ("title", "standing", "agency", "index_no", "published_at")
    list_filter = (WorkFilter, ("agency", AgencyFilter), "kind")
    list_select_related = ("agency",)
    search_fields = ("title", "index_no", "doc_number")
    search_help_text = _("Title, index number or document number")
    ordering = ("-changed_at", "-pk")

    @admin.display(description=_("state"), ordering="state")
    def standing(self, item: Item) -> str:
        """The state, and whether an older version is public meanwhile."""
        if item.is_live and item.state != State.PUBLISHED:
            return gettext("%(state)s (an earlier version is public)") % {"state": item.get_state_display()}
        return item.get_state_display()

    # --- the form -----------------------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Item | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return []
        if obj is None:
            writing = (None, {"fields": ("agency", "title", "body", "file", "seen", "key")})
        else:
            writing = (None, {"fields": ("title", "body", "file", "removed", "seen", "key")})
        return [writing, PLACING, DESCRIBING, LIMITING, SOURCE]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        own = list(Agency.objects.managed_by(request.user, Permission.EDIT_ITEM)[:2])
        initial = super().get_changeform_initial_data(request)
        return ({"agency": own[0].pk} if len(own) == 1 else {}) | initial

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        """Entries of the catalogs that hold for the agencies this person writes for, in the order of the catalog."""
        if name not in {"entry", "readers"}:
            return super().choices_for(name, queryset, request)
        own = Agency.objects.managed_by(request.user, Permission.EDIT_ITEM)
        paths = {path for agency in own for path in agency.ancestor_paths}
        if name == "readers":
            return queryset.filter(agency__path__in=paths)
        return queryset.public().filter(agency__path__in=paths).select_related("area").in_order()

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "entry":
            kwargs["form_class"] = EntryField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Item, form: ItemForm, change: bool) -> None:
        if change:
            item = actions.revise(obj, by=request.user, seen=form.cleaned_data["seen"] or None, **form.content)
        else:
            agency, key = form.cleaned_data["agency"], form.cleaned_data["key"]
            item = actions.draft(agency=agency, by=request.user, key=key, **form.content)
        if change or item.state == State.DRAFT:  # a form that was sent twice finds its item submitted already
            self._finish(request, item, form)
        obj.pk, obj.index_no = item.pk, item.index_no

    def _finish(self, request: HttpRequest, item: Item, form: ItemForm) -> None:
        for link in form.cleaned_data.get("removed") or ():
            actions.detach(item, link.file, by=request.user)
        for upload in form.uploads():
            actions.attach(item, upload, by=request.user)
        if "_submit" in request.POST:
            actions.submit(item, by=request.user)

    def response_add(self, request: HttpRequest, obj: Item, post_url_continue: Any = None) -> HttpResponse:
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Item) -> HttpResponse:
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, item: Item) -> HttpResponse:
        words = {"index_no": item.index_no}
        if "_submit" in request.POST:
            messages.success(request, gettext("%(index_no)s was saved and submitted for review.") % words)
            return HttpResponseRedirect(reverse("admin:disclosure_item_changelist"))
        messages.success(request, gettext("%(index_no)s was saved as a draft.") % words)
        return HttpResponseRedirect(self.change_address(item))

    # --- the page -----------------------------------------------------------------------------------------------

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        obj: Item | None = kwargs.get("obj")
        if obj is not None:
            context |= self._workbench(request, self.reach(request, obj.pk))
        return super().render_change_form(request, context, **kwargs)

    def _workbench(self, request: HttpRequest, item: Item) -> dict[str, Any]:
        versions = list(item.versions.select_related("author").prefetch_related("reviews__reviewer").defer("body"))
        newest = item.newest()
        returned = newest.reviews.filter(verdict=Verdict.RETURNED).first() if item.state == State.RETURNED else None
        return {
            "item": item,
            "version": newest,
            "files": [link.shown() for link in newest.attachments.select_related("file")],
            "verbs": offered(item, request.user),
            "consultation": Consultation.objects.managed_by(request.user).of(item).first(),
            "versions": versions,
            "returned": returned,
            "is_own_text": item.state == State.IN_REVIEW
            and can(request.user, Permission.REVIEW_ITEM, on=item)
            and has_contributed(request.user, item),
            "differs": item.is_live and newest.pk != item.live_version_id,
        }

    def get_urls(self) -> list[URLPattern]:
        compare = path(
            "<int:pk>/difference/", self.admin_site.admin_view(self.difference_view), name="disclosure_item_difference"
        )
        return [compare, *self.verb_urls(), *super().get_urls()]

    def difference_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the newest version (or `?version=`) says otherwise than the public one (or the one before it)."""
        item = self.reach(request, pk)
        after = self._version(item, request.GET.get("version")) or item.newest()
        before = item.live_version
        if before is None or before.pk == after.pk:
            before = item.versions.filter(number__lt=after.number).first()
        if before is None:
            raise Http404
        page = {
            **self.admin_site.each_context(request),
            "title": gettext("Differences"),
            "opts": Item._meta,
            "item": item,
            "before": before,
            "after": after,
            "difference": difference(before, after),
            "change_address": self.change_address(item),
        }
        return TemplateResponse(request, "disclosure/item_difference.html", page)

    def _version(self, item: Item, number: str | None) -> Version | None:
        return item.versions.filter(number=int(number)).first() if number and number.isdecimal() else None
