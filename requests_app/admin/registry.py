"""The register of requests (登记表) on paper, for a period and an agency with those below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from requests_app.forms.lettering import RegisterPeriodForm
from requests_app.models import DisclosureRequest

if TYPE_CHECKING:
    from requests_app.admin.casework import CaseAdmin

    Base = CaseAdmin
else:
    Base = object

MOST = 2000
"""Rows on one print; a longer period is printed in parts, and the page says so."""


class RegisterPage(Base):
    """Adds the address of the register."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_registry"
        return [path("registry/", self.admin_site.admin_view(self.registry_view), name=name), *super().get_urls()]

    def registry_view(self, request: HttpRequest) -> HttpResponse:
        """The requests received in the period, oldest first; identity numbers stand nowhere in it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = RegisterPeriodForm(request.GET, user=request.user)
        cases, is_cut = [], False
        if form.is_valid():
            given = form.cleaned_data
            rows = DisclosureRequest.objects.managed_by(request.user).under(given["agency"])
            cases = list(rows.received_between(given["first"], given["last"]).for_register()[: MOST + 1])
            is_cut = len(cases) > MOST
        context = {
            "form": form,
            "cases": cases[:MOST],
            "is_cut": is_cut,
            "most": MOST,
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
        }
        return TemplateResponse(request, "requests_app/registry_print.html", context)
