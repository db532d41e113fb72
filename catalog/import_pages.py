"""The import in the workbench: a file, a preview of what it would do, and the confirmation."""

from __future__ import annotations

import io
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.actions import drop_upload, keep_upload
from catalog.forms import UploadForm
from catalog.importer import Report, import_catalog
from catalog.models import KeptUpload
from catalog.permissions import Permission
from catalog.reporting import sentence_of, summary_of
from catalog.spreadsheet import MAX_BYTES
from portal.agencies.models import Agency
from portal.agencies.permissions import can_anywhere

SHOWN = 200
"""Sentences of a report that a page shows; the rest is counted."""


def upload(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Choose a file and a government; the answer is the preview, with nothing changed."""
    if not can_anywhere(request.user, Permission.MANAGE_CATALOG):
        raise PermissionDenied
    governments = Agency.objects.managed_by(request.user, Permission.MANAGE_CATALOG).governments()
    form = UploadForm(request.POST or None, request.FILES or None, governments=governments)
    context = {**site.each_context(request), "title": _("Import a catalog"), "form": form}
    if request.method == "POST" and form.is_valid():
        context |= _previewed(request, form)
    return TemplateResponse(request, "catalog/import_form.html", context)


def _previewed(request: HttpRequest, form: UploadForm) -> dict[str, object]:
    government, file = form.cleaned_data["government"], form.cleaned_data["file"]
    content = file.read(MAX_BYTES + 1)
    report = import_catalog(io.BytesIO(content), government=government, by=request.user, dry_run=True)
    kept = keep_upload(government, by=request.user, name=file.name, content=content) if report.is_clean else None
    return {"report": report, "kept": kept, "government": government, **sentences(report)}


def sentences(report: Report) -> dict[str, object]:
    """The report in words, as the page shows it."""
    return {
        "summary": summary_of(report),
        "errors": [sentence_of(problem) for problem in report.errors[:SHOWN]],
        "warnings": [sentence_of(problem) for problem in report.warnings[:SHOWN]],
        "more": max(0, len(report.errors) - SHOWN) + max(0, len(report.warnings) - SHOWN),
    }


@require_POST
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Import exactly the bytes that were previewed. Another person's upload, or one gone by, is a 404."""
    mine = KeptUpload.objects.managed_by(request.user).filter(by=request.user)
    kept = get_object_or_404(mine.select_related("agency"), key=key)
    file = io.BytesIO(bytes(kept.content))
    file.name = kept.name
    report = import_catalog(file, government=kept.agency, by=request.user)
    drop_upload(kept, by=request.user)
    level = messages.SUCCESS if report.is_clean else messages.ERROR
    messages.add_message(request, level, summary_of(report))
    return redirect("admin:catalog_catalogentry_changelist")
