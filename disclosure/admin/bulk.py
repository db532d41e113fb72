"""Many items out of a file in the workbench: the file, a preview of what it would do, the confirmation, a template."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from catalog.actions import keep_upload
from catalog.models import KeptUpload
from catalog.reporting import sentence_of
from catalog.spreadsheet import MAX_BYTES
from disclosure.actions.bulk import confirm_items, import_items
from disclosure.forms.bulk import ItemFileForm
from disclosure.item_import import Report
from disclosure.item_template import item_template
from disclosure.models import Item
from disclosure.permissions import Permission
from portal.agencies.models import Agency
from portal.agencies.permissions import can_anywhere

SHOWN = 200
"""Sentences of a report that a page shows; the rest is counted."""
TOLD = 20
"""Sentences that fit above a list."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BulkPages:
    """Adds to the admin of items the import of many of them."""

    admin_site: Any

    def bulk_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "disclosure_item_import"
        return [
            path("import/", wrap(self.bulk_view), name=name),
            path("import/template/", wrap(self.bulk_template_view), name=f"{name}_template"),
            path("import/<uuid:key>/", wrap(self.bulk_confirm_view), name=f"{name}_confirm"),
        ]

    def bulk_view(self, request: HttpRequest) -> HttpResponse:
        """Choose a file and an agency; the answer says what the file would do, with nothing changed."""
        _require_anywhere(request)
        agencies = Agency.objects.managed_by(request.user, Permission.EDIT_ITEM)
        form = ItemFileForm(request.POST or None, request.FILES or None, agencies=agencies)
        found: dict[str, Any] = {"form": form, "title": _("Import items"), "opts": Item._meta}
        if request.method == "POST" and form.is_valid():
            found |= _previewed(request, form)
        return TemplateResponse(
            request, "disclosure/admin_item_import.html", {**self.admin_site.each_context(request), **found}
        )

    def bulk_confirm_view(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Import exactly the bytes that were previewed. Another person's file, or one gone by, is a 404."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        mine = KeptUpload.objects.managed_by(request.user, Permission.EDIT_ITEM).filter(by=request.user)
        kept = get_object_or_404(mine.select_related("agency"), key=key)
        submits, plan = "submits" in request.POST, request.POST.get("plan", "")
        _tell(request, confirm_items(kept, by=request.user, submits=submits, plan=plan))
        return HttpResponseRedirect(reverse("admin:disclosure_item_changelist"))

    def bulk_template_view(self, request: HttpRequest) -> HttpResponse:
        _require_anywhere(request)
        answer = HttpResponse(item_template(), content_type=XLSX)
        answer.headers["Content-Disposition"] = 'attachment; filename="items-template.xlsx"'
        return answer


def _require_anywhere(request: HttpRequest) -> None:
    if not can_anywhere(request.user, Permission.EDIT_ITEM):
        raise PermissionDenied


def _previewed(request: HttpRequest, form: ItemFileForm) -> dict[str, Any]:
    given, by = form.cleaned_data, request.user
    agency, submits = given["agency"], given["submits"]
    content = given["file"].read(MAX_BYTES + 1)
    report = import_items(io.BytesIO(content), agency=agency, by=by, submits=submits, dry_run=True)
    kept, right = None, Permission.EDIT_ITEM
    if report.is_clean:
        kept = keep_upload(agency, by=by, name=given["file"].name, content=content, right=right)
    return {
        "report": report,
        "kept": kept,
        "submits": submits,
        "summary": summary_of(report),
        "errors": [sentence_of(problem) for problem in report.errors[:SHOWN]],
        "warnings": [sentence_of(problem) for problem in report.warnings[:SHOWN]],
        "more": max(0, len(report.errors) - SHOWN) + max(0, len(report.warnings) - SHOWN),
    }


def _tell(request: HttpRequest, report: Report) -> None:
    level = messages.SUCCESS if report.is_clean else messages.ERROR
    messages.add_message(request, level, summary_of(report))
    for problem in report.errors[:TOLD]:
        messages.error(request, sentence_of(problem))
    if report.warnings:
        rows = sorted({problem.row for problem in report.warnings if problem.row is not None})
        words = {"count": len(rows), "rows": "、".join(str(row) for row in rows[:SHOWN])}
        messages.warning(request, _("%(count)s rows have remarks or obstacles: %(rows)s.") % words)


def summary_of(report: Report) -> str:
    """What an import does, or did, in one sentence."""
    if not report.is_clean:
        return _("Nothing was changed: %(errors)s problems.") % {"errors": len(report.errors)}
    figures = {name: getattr(report, name) for name in ("rows", "created", "changed", "unchanged", "submitted")}
    if report.is_dry_run:
        told = _(
            "%(rows)s rows: %(created)s items would be new, %(changed)s changed, %(unchanged)s unchanged; "
            "%(submitted)s would be submitted."
        )
        return told % figures
    told = _(
        "%(rows)s rows: %(created)s items new, %(changed)s changed, %(unchanged)s unchanged; %(submitted)s submitted."
    )
    return told % figures
