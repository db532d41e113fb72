"""Many requests on paper in the workbench: the file, a preview by row, the confirmation with the slips, a template."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from catalog.actions import keep_upload
from catalog.models import KeptUpload
from catalog.spreadsheet import MAX_BYTES
from portal.agencies.models import Agency
from portal.agencies.permissions import can_anywhere
from portal.receipts import shown
from requests_app.actions.bulk_intake import Intake, import_requests, preview_requests
from requests_app.forms.bulk_intake import IntakeFileForm
from requests_app.intake_template import intake_template
from requests_app.models import DisclosureRequest
from requests_app.permissions import Permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BulkIntakePages:
    """Adds to the admin of requests the intake of many of them."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "requests_app_disclosurerequest_intake"
        own = [
            path("intake/", wrap(self.intake_view), name=name),
            path("intake/template/", wrap(self.intake_template_view), name=f"{name}_template"),
            path("intake/<uuid:key>/", wrap(self.intake_confirm_view), name=f"{name}_confirm"),
        ]
        return own + super().get_urls()  # type: ignore[misc]

    def intake_view(self, request: HttpRequest) -> HttpResponse:
        """Choose file and agency; the answer shows every row with its faults, and nothing is written."""
        _require_anywhere(request)
        agencies = Agency.objects.public().managed_by(request.user, Permission.HANDLE_REQUEST)
        form = IntakeFileForm(request.POST or None, request.FILES or None, agencies=agencies)
        found: dict[str, Any] = {}
        if request.method == "POST" and form.is_valid():
            agency, file = form.cleaned_data["agency"], form.cleaned_data["file"]
            content = file.read(MAX_BYTES + 1)
            intake = preview_requests(io.BytesIO(content), agency=agency, by=request.user)
            right = Permission.HANDLE_REQUEST
            is_worth_it = intake.is_clean and intake.fresh
            kept = (
                keep_upload(agency, by=request.user, name=file.name, content=content, right=right)
                if is_worth_it
                else None
            )
            found = {"intake": intake, "kept": kept}
        return self._page(request, form, found)

    def intake_confirm_view(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """File exactly the rows that were previewed, and show the receipt codes this once.

        Another person's file, or one gone by, is a 404.
        """
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        mine = KeptUpload.objects.managed_by(request.user, Permission.HANDLE_REQUEST).filter(by=request.user)
        kept = get_object_or_404(mine.select_related("agency"), key=key)
        intake = import_requests(kept, by=request.user)
        if not intake.is_clean:
            agencies = Agency.objects.public().managed_by(request.user, Permission.HANDLE_REQUEST)
            return self._page(request, IntakeFileForm(agencies=agencies), {"intake": intake, "kept": None})
        context = {
            **self.admin_site.each_context(request),
            "opts": DisclosureRequest._meta,
            "title": _("Slips with the receipt codes"),
            "slips": [(line, filed.case, shown(filed.code)) for line, filed in intake.filed],
        }
        return TemplateResponse(request, "requests_app/intake_slips.html", context)

    def intake_template_view(self, request: HttpRequest) -> HttpResponse:
        _require_anywhere(request)
        answer = HttpResponse(intake_template(), content_type=XLSX)
        answer.headers["Content-Disposition"] = 'attachment; filename="requests-template.xlsx"'
        return answer

    def _page(self, request: HttpRequest, form: IntakeFileForm, found: dict[str, Any]) -> HttpResponse:
        intake: Intake | None = found.get("intake")
        context = {
            **self.admin_site.each_context(request),
            "opts": DisclosureRequest._meta,
            "title": _("Take in requests from a file"),
            "form": form,
            "intake": intake,
            "faulty": sum(bool(line.faults) for line in intake.lines) if intake else 0,
            "kept": found.get("kept"),
        }
        return TemplateResponse(request, "requests_app/intake_file.html", context)


def _require_anywhere(request: HttpRequest) -> None:
    if not can_anywhere(request.user, Permission.HANDLE_REQUEST):
        raise PermissionDenied
