"""The register of requests (登记簿), printed or as a file, for a period and an agency with those below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from requests_app import register_table
from requests_app.figure_files import answer
from requests_app.forms.lettering import RegisterPeriodForm
from requests_app.models import DisclosureRequest

if TYPE_CHECKING:
    from requests_app.admin.casework import CaseAdmin

    Base = CaseAdmin
else:
    Base = object

MOST = 2000
"""Rows on one print or in one file; a longer period is taken in parts, and both say so."""


class RegisterPage(Base):
    """Adds the address of the register."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_registry"
        return [path("registry/", self.admin_site.admin_view(self.registry_view), name=name), *super().get_urls()]

    def registry_view(self, request: HttpRequest) -> HttpResponse:
        """The requests received in the period, oldest first; with `as=xlsx` the same as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = RegisterPeriodForm(request.GET, user=request.user)
        cases: list[DisclosureRequest] = []
        if form.is_valid():
            given = form.cleaned_data
            rows = DisclosureRequest.objects.managed_by(request.user).under(given["agency"])
            cases = list(rows.received_between(given["first"], given["last"]).for_register()[: MOST + 1])
            if request.GET.get("as") == "xlsx":
                return _file(cases, given)
        context = {
            "form": form,
            "heads": register_table.HEADS,
            "lines": register_table.lines(cases[:MOST]),
            "is_cut": len(cases) > MOST,
            "most": MOST,
            "back": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
        }
        return TemplateResponse(request, "requests_app/registry_print.html", context)


def _file(cases: list[DisclosureRequest], given: dict[str, Any]) -> HttpResponse:
    """The register as a spreadsheet; a period that is too long is said in its title."""
    first, last = given["first"].isoformat(), given["last"].isoformat()
    title = f"{given['agency'].name} {_('Register of requests')} {first} — {last}"
    if len(cases) > MOST:
        title += " " + _("Only the first %(most)s are shown: choose a shorter period.") % {"most": MOST}
    lines = [[title], [str(head) for head in register_table.HEADS], *register_table.lines(cases[:MOST])]
    name = f"{given['agency'].code}-{first}-{last}"
    return answer(lines, form="xlsx", name=name, sheet="登记簿", widths=register_table.WIDTHS)
