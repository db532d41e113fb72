"""Taking over reports of earlier years: the file, a preview with every fault and finding, the confirmation."""

from __future__ import annotations

import io
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.actions import drop_upload, keep_upload
from catalog.models import KeptUpload
from catalog.spreadsheet import MAX_BYTES
from oversight.actions.report_import import Import, import_reports
from oversight.permissions import Permission
from oversight.report.forms import ReportFileForm
from oversight.report.reading import read_reports
from oversight.report.sheet import XLSX, import_template
from portal.agencies.permissions import can
from portal.refusals import Refused


def _require_checker(request: HttpRequest) -> None:
    """Raises Http404 for whoever checks no reports of this government."""
    if not can(request.user, Permission.CHECK_REPORT, on=request.government):
        raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_import(request: HttpRequest) -> HttpResponse:
    """Choose a file; the answer says what would come of it, and nothing is written."""
    _require_checker(request)
    form = ReportFileForm(request.POST or None, request.FILES or None)
    found, kept = None, None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read(MAX_BYTES + 1)
        try:
            found = import_reports(read_reports(io.BytesIO(content)), by=request.user, is_dry_run=True)
        except Refused as refusal:
            refusal.say_in(form)
        else:
            kept = _kept(request, file.name, content) if found.is_clean else None
    return _page(request, form, found, kept)


def _kept(request: HttpRequest, name: str, content: bytes) -> KeptUpload:
    right = Permission.CHECK_REPORT
    return keep_upload(request.government, by=request.user, name=name, content=content, right=right)


def _page(request: HttpRequest, form: ReportFileForm, found: Import | None, kept: KeptUpload | None) -> HttpResponse:
    context = {
        "form": form,
        "found": found,
        "kept": kept,
        "faulty": sum(bool(line.read.faults) for line in found.lines) if found else 0,
    }
    return render(request, "oversight/report_import.html", context)


@login_required
@require_POST
def report_import_confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take over exactly the file that was previewed. Another person's file, or one gone by, is a 404."""
    mine = KeptUpload.objects.managed_by(request.user, Permission.CHECK_REPORT).filter(by=request.user)
    kept = get_object_or_404(mine.select_related("agency"), key=key)
    found = import_reports(read_reports(io.BytesIO(kept.content)), by=request.user, is_dry_run=False)
    if not found.is_clean:
        return _page(request, ReportFileForm(), found, None)
    drop_upload(kept, by=request.user, right=Permission.CHECK_REPORT)
    messages.success(request, _("%(number)s reports were taken over.") % {"number": len(found.lines)})
    return redirect("oversight:report_desk_list")


@login_required
@require_safe
def report_import_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    _require_checker(request)
    answer = HttpResponse(import_template(), content_type=XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="annual-reports-template.xlsx"'
    return answer
