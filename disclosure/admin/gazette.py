"""The gazette in the workbench: issues, the page on which one is put together, its preview, its publication."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.actions import gazette
from disclosure.candidates import candidates
from disclosure.forms.gazette import ArrangeForm, GazetteIssueForm, PeriodForm, PublishIssueForm
from disclosure.models import GazetteIssue
from disclosure.permissions import Permission
from portal.agencies.permissions import require
from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin
from portal.listing import paginate
from portal.refusals import NotAllowed, Refused


@admin.register(GazetteIssue)
class GazetteIssueAdmin(ScopedAdmin):
    """Cover and sections are a form; the contents are a page of their own; publication is one decision."""

    view_permission = Permission.MAKE_GAZETTE
    edit_permission = Permission.MAKE_GAZETTE
    form = GazetteIssueForm
    change_form_template = "disclosure/gazette_workbench.html"
    list_display = ("name", "numbering", "cover_on", "agency", "published_at")
    list_filter = (("agency", OwnedFilter),)
    list_select_related = ("agency",)
    ordering = ("-cover_on", "-pk")

    @admin.display(description=_("gazette"))
    def name(self, issue: GazetteIssue) -> str:
        return issue.name

    @admin.display(description=_("number"))
    def numbering(self, issue: GazetteIssue) -> str:
        return issue.numbering

    def choices_for(self, name: str, queryset: models.QuerySet, request: HttpRequest) -> models.QuerySet:
        """Governments alone."""
        return super().choices_for(name, queryset, request).governments()  # type: ignore[attr-defined]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj is not None and obj.is_published)

    def get_fields(self, request: HttpRequest, obj: GazetteIssue | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return ("agency", "title", "cover_on")
        return ("agency", "title", "cover_on", "sections")

    def get_readonly_fields(self, request: HttpRequest, obj: GazetteIssue | None = None) -> Any:
        return ("agency",) if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: GazetteIssue, form: Any, change: bool) -> None:
        given = form.cleaned_data
        cover = {"title": given["title"], "cover_on": given["cover_on"], "sections": given["sections"].splitlines()}
        if change:
            gazette.change_issue(obj, by=request.user, **cover)
        else:
            obj.pk = gazette.begin_issue(given["agency"], by=request.user, **cover).pk

    def response_add(self, request: HttpRequest, obj: GazetteIssue, post_url_continue: str | None = None) -> Any:
        return HttpResponseRedirect(reverse("admin:disclosure_gazetteissue_contents", args=[obj.pk]))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        issue = kwargs.get("obj")
        if issue is not None:
            context |= {"issue": issue, "entries": issue.printed()}
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        pages = {"contents": self.contents_view, "preview": self.preview_view, "publish": self.publish_view}
        own = [path(f"<int:pk>/{n}/", view(page), name=f"disclosure_gazetteissue_{n}") for n, page in pages.items()]
        return [*own, *super().get_urls()]

    def contents_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add, remove, move: every button is a form."""
        issue = self._reached(request, pk)
        form = ArrangeForm(request.POST if request.method == "POST" else None, issue=issue)
        if request.method == "POST":
            if not form.is_valid():
                for message in {str(error) for errors in form.errors.values() for error in errors}:
                    messages.error(request, message)
            else:
                self._arranged(request, issue, form.cleaned_data)
            return HttpResponseRedirect(request.get_full_path())
        period = PeriodForm.asked(request.GET, issue)
        page = {
            "entries": issue.printed(),
            "sections": list(issue.sections.all()),
            "period": period,
            "page": paginate(request, candidates(issue, period.day("since"), period.day("until")), per_page=50),
        }
        return self._page(request, issue, _("Contents"), "disclosure/gazette_contents.html", page)

    def _arranged(self, request: HttpRequest, issue: GazetteIssue, given: dict[str, Any]) -> None:
        by, entry, section = request.user, given["entry"], given["section"]
        try:
            match given["verb"]:
                case "add":
                    gazette.add_items(issue, by=by, items=list(given["items"]), section=section)
                case "remove":
                    gazette.remove_entry(entry, by=by)
                case "place":
                    gazette.place_entry(entry, by=by, section=section)
                case "renew":
                    gazette.renew_entry(entry, by=by)
                case verb:
                    gazette.move_entry(entry, by=by, up=verb == "up")
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The issue as citizens will read it."""
        issue = self._reached(request, pk)
        page = {"issue": issue, "entries": issue.printed(), "is_preview": not issue.is_published}
        return TemplateResponse(request, "disclosure/gazette_issue.html", page)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue = self._reached(request, pk)
        form = PublishIssueForm(request.POST if request.method == "POST" else None, issue=issue)
        if form.is_valid():
            try:
                done = gazette.publish_issue(issue, by=request.user, **form.cleaned_data)
            except NotAllowed:
                raise
            except Refused as refusal:
                refusal.say_in(form)
            else:
                messages.success(request, gettext("Published: %(issue)s") % {"issue": done})
                return HttpResponseRedirect(self.change_address(done))
        page = {"form": form, "entries": issue.printed()}
        return self._page(request, issue, _("Publish the issue"), "disclosure/gazette_publish.html", page)

    def _reached(self, request: HttpRequest, pk: int) -> GazetteIssue:
        issue = self.get_queryset(request).select_related("agency").filter(pk=pk).first()
        if issue is None:
            raise Http404
        require(request.user, Permission.MAKE_GAZETTE, on=issue)
        return issue

    def _page(self, request: HttpRequest, issue: GazetteIssue, title: Any, name: str, page: dict) -> HttpResponse:
        frame = {"title": title, "opts": GazetteIssue._meta, "issue": issue, "back": self.change_address(issue)}
        return TemplateResponse(request, name, {**self.admin_site.each_context(request), **frame, **page})
