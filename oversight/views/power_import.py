"""Stages of an agency's own system out of a file: the file, a preview by row, the confirmation, a template."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.actions import keep_upload
from catalog.models import KeptUpload
from catalog.spreadsheet import MAX_BYTES
from oversight.actions.power_import import StageImport, import_stages, preview_stages
from oversight.permissions import Permission
from oversight.power_forms import PowerFileForm
from oversight.powers.reading import stages_template
from oversight.views.power_cases import power_agencies
from portal.agencies.models import Agency, AgencyQuerySet
from requests_app.figure_files import XLSX

RUNS = Permission.RUN_POWER


def _agencies(request: HttpRequest) -> AgencyQuerySet:
    return Agency.objects.public().managed_by(request.user, RUNS).under(request.government)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def power_import(request: HttpRequest) -> HttpResponse:
    """Choose agency and file; the answer says what would come of every row, and nothing is written."""
    power_agencies(request, RUNS)
    form = PowerFileForm(request.POST or None, request.FILES or None, agencies=_agencies(request))
    found, kept = None, None
    if request.method == "POST" and form.is_valid():
        agency, file = form.cleaned_data["agency"], form.cleaned_data["file"]
        content = file.read(MAX_BYTES + 1)
        found = preview_stages(content, agency=agency, by=request.user)
        if found.is_clean and found.fresh:
            kept = keep_upload(agency, by=request.user, name=file.name, content=content, right=RUNS)
    return _page(request, form, found, kept)


def _page(
    request: HttpRequest, form: PowerFileForm, found: StageImport | None, kept: KeptUpload | None
) -> HttpResponse:
    faulty = sum(bool(line.faults) for line in found.lines) if found else 0
    context = {"form": form, "found": found, "kept": kept, "faulty": faulty}
    return render(request, "oversight/power_import.html", context)


@login_required
@require_POST
def power_import_confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take in exactly the file that was previewed. Another person's file, or one gone by, is a 404."""
    mine = KeptUpload.objects.managed_by(request.user, RUNS).filter(by=request.user)
    kept = get_object_or_404(mine.select_related("agency"), key=key)
    found = import_stages(kept, by=request.user)
    if not found.is_clean:
        return _page(request, PowerFileForm(agencies=_agencies(request)), found, None)
    messages.success(request, _("%(number)s rows were taken in.") % {"number": len(found.fresh)})
    return redirect("oversight:power_case_list")


@login_required
@require_safe
def power_import_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    power_agencies(request, RUNS)
    answer = HttpResponse(stages_template(), content_type=XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="power-stages-template.xlsx"'
    return answer
