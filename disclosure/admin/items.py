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
from js_asset import Media

from disclosure import actions
from disclosure.actions import editing
from disclosure.actions.review import has_contributed, holds_step
from disclosure.actions.rows import columns_for
from disclosure.admin.bulk import BulkPages
from disclosure.admin.channels import ChannelPage
from disclosure.admin.editing import EditingPages, form_settings, restored, unsaved
from disclosure.admin.filters import AgencyFilter, EvidenceFilter, WorkFilter
from disclosure.admin.gate import GatePages
from disclosure.admin.guides import GuidePage
from disclosure.admin.normative import RegisterPage
from disclosure.admin.rows import RowPages
from disclosure.admin.standing import standing_of
from disclosure.admin.verb_pages import VerbPages
from disclosure.admin.verbs import offered
from disclosure.difference import difference
from disclosure.forms import ItemForm
from disclosure.forms.parts import part_names, with_parts
from disclosure.forms.writing import EntryField
from disclosure.models import Consultation, Hearing, Item, ItemLink, Survey, Verdict, Version
from disclosure.parts import shown
from disclosure.permissions import Permission
from disclosure.states import State
from portal.agencies.models import Agency
from portal.agencies.permissions import can_anywhere
from portal.agencies.scoped_admin import ScopedAdmin, UsedChoicesFilter

PLACING = (_("What it is"), {"fields": ("entry", "kind", "attribute", "doc_number", "doc_date")})
DESCRIBING = (
    _("Where it is found and how long it holds"),
    {
        "fields": ("subject", "stage", "salience", "summary", "keywords", "effective_on", "valid_until"),
        "classes": ("collapse",),
    },
)
LIMITING = (
    _("Only if it is not for everyone"),
    {"fields": ("audience", "readers", "ground", "ground_note"), "classes": ("collapse",)},
)
SOURCE = (_("Only if it was made elsewhere"), {"fields": ("source_name", "source_url"), "classes": ("collapse",)})


@admin.register(Item)
class ItemAdmin(
    BulkPages, GuidePage, RowPages, RegisterPage, ChannelPage, GatePages, VerbPages, EditingPages, ScopedAdmin
):
    """Writing, reviewing, publishing. Whoever may not edit sees the text to read and the decisions that are theirs."""

    view_permission = Permission.VIEW_ITEM
    edit_permission = Permission.EDIT_ITEM
    form = ItemForm
    shared_choices = frozenset({"ground"})  # coded grounds belong to nobody
    change_form_template = "disclosure/item_workbench.html"
    change_list_template = "disclosure/item_change_list.html"
    list_display = ("title", "standing", "agency", "index_no", "published_at")
    list_filter = (WorkFilter, EvidenceFilter, ("agency", AgencyFilter), ("kind", UsedChoicesFilter))
    list_select_related = ("agency",)
    search_fields = ("title", "index_no", "doc_number")
    search_help_text = _("Title, index number or document number")
    ordering = ("-changed_at", "-pk")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        may_import = can_anywhere(request.user, Permission.EDIT_ITEM)
        return super().changelist_view(request, {**(extra_context or {}), "may_import": may_import})

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
            writing = (None, {"fields": ("title", "body", "word", "file", "agency")})
        else:
            writing = (None, {"fields": ("title", "body", "word", "file", "removed")})
        parts = (_("What a text of this genre has to say"), {"fields": part_names(self._kind(request, obj))})
        return [writing, PLACING, *([parts] if parts[1]["fields"] else []), DESCRIBING, LIMITING, SOURCE]

    def _kind(self, request: HttpRequest, obj: Item | None) -> str:
        """The genre being written: as posted, else as the address asks for, else that of the newest version."""
        asked = request.POST.get("kind") or request.GET.get("kind")
        return asked or (obj.newest().kind if obj is not None else "")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        own = list(Agency.objects.managed_by(request.user, Permission.EDIT_ITEM)[:2])
        initial = super().get_changeform_initial_data(request)
        return ({"agency": own[0].pk} if len(own) == 1 else {}) | initial

    def get_form(self, request: HttpRequest, obj: Item | None = None, change: bool = False, **kwargs: Any) -> Any:
        kwargs.setdefault("form", with_parts(self.form, self._kind(request, obj)))
        form = super().get_form(request, obj, change=change, **kwargs)
        kept = restored(request, obj)
        return form if kept is None else type(form.__name__, (form,), {"restored": kept.restorable()})

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
            seen = request.POST.get("_take_over") or form.cleaned_data["seen"] or None
            item = actions.revise(obj, by=request.user, seen=seen, **form.content)
        else:
            agency, key = form.cleaned_data["agency"], form.cleaned_data["key"]
            item = actions.draft(agency=agency, by=request.user, key=key, **form.content)
        if change or item.state == State.DRAFT:  # a form that was sent twice finds its item submitted already
            self._finish(request, item, form)
        editing.forget(by=request.user, item=item, key=form.cleaned_data["key"])
        obj.pk, obj.index_no = item.pk, item.index_no

    def _finish(self, request: HttpRequest, item: Item, form: ItemForm) -> None:
        for link in form.cleaned_data.get("removed") or ():
            actions.detach(item, link.file, by=request.user)
        for upload in form.uploads():
            actions.attach(item, upload, by=request.user)
        if not self.stopped_by_gate(request, item):
            actions.submit(item, by=request.user)

    def response_add(self, request: HttpRequest, obj: Item, post_url_continue: Any = None) -> HttpResponse:
        return self._after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Item) -> HttpResponse:
        return self._after_saving(request, obj)

    def _after_saving(self, request: HttpRequest, item: Item) -> HttpResponse:
        words = {"index_no": item.index_no}
        if "_submit" in request.POST and not self.was_stopped(request):
            messages.success(request, gettext("Saved and submitted for review: %(index_no)s.") % words)
            return HttpResponseRedirect(reverse("admin:disclosure_item_changelist"))
        messages.success(request, gettext("Saved as a draft: %(index_no)s.") % words)
        return HttpResponseRedirect(self.change_address(item))

    # --- the page -----------------------------------------------------------------------------------------------

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        obj: Item | None = kwargs.get("obj")
        if obj is not None:
            context |= self._workbench(request, self.reach(request, obj.pk))
        if obj is None or self.has_change_permission(request, obj):
            context |= self._writing(request, obj, context)
        else:
            context["media"] = self.media  # who only reads is spared the editor
        return super().render_change_form(request, context, **kwargs)

    def _writing(self, request: HttpRequest, obj: Item | None, context: dict[str, Any]) -> dict[str, Any]:
        form: ItemForm = context["adminform"].form
        return {
            # the editor's import map stands in the page itself: under the policy it needs the nonce of this answer
            "media": Media.from_media(context["media"], nonce=str(request.csp_nonce)),  # type: ignore[attr-defined]
            "editing_settings": form_settings(obj),
            "unsaved": None if form.is_bound or form.restored else unsaved(request, obj),
            "conflict": form.conflict(),
        }

    def _workbench(self, request: HttpRequest, item: Item) -> dict[str, Any]:
        versions = list(item.versions.select_related("author").prefetch_related("reviews__reviewer").defer("body"))
        newest = item.newest()
        returned = newest.reviews.filter(verdict=Verdict.RETURNED).first() if item.state == State.RETURNED else None
        return {
            "item": item,
            "version": newest,
            "files": [link.shown() for link in newest.attachments.select_related("file")],
            "verbs": offered(item, request.user),
            "parts": shown(newest.kind, newest.parts),
            "has_list": newest.row_set is not None or bool(columns_for(newest)),
            "broken_links": ItemLink.objects.of_item(item).broken(),
            "gate": self.gate_of(newest, item, request.user),
            "consultation": Consultation.objects.managed_by(request.user).of(item).first(),
            "survey": Survey.objects.managed_by(request.user).of(item).first(),
            "hearing": Hearing.objects.managed_by(request.user).of(item).first(),
            "versions": versions,
            "returned": returned,
            "is_own_text": item.state == State.IN_REVIEW
            and holds_step(request.user, item)
            and has_contributed(request.user, item),
            "review": standing_of(item, newest),
            "differs": item.is_live and newest.pk != item.live_version_id,
        }

    def get_urls(self) -> list[URLPattern]:
        compare = path(
            "<int:pk>/difference/", self.admin_site.admin_view(self.difference_view), name="disclosure_item_difference"
        )
        own = [*self.register_urls(), *self.channel_urls(), *self.row_urls(), *self.verb_urls()]
        own += [*self.gate_urls(), *self.editing_urls(), *self.bulk_urls(), *self.guide_urls()]
        return [compare, *own, *super().get_urls()]

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
