"""One verb for several cases of the list: each by the action itself, and each refusal told with its sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.permissions import can_anywhere
from portal.refusals import Refused
from requests_app import actions
from requests_app.forms.assigning import AssignSeveralForm
from requests_app.permissions import Permission

MOST = 100
"""Cases at once: each is locked, audited and told of by itself."""


class BatchVerbs:
    """Adds the verbs to the list of requests."""

    actions = ("register_several", "assign_several", "archive_several")
    admin_site: Any
    opts: Any

    def has_handle_permission(self, request: HttpRequest) -> bool:
        """Opens the menu; the action asks again for each case."""
        return can_anywhere(request.user, Permission.HANDLE_REQUEST)

    @admin.action(permissions=["handle"], description=gettext_lazy("Register the chosen ones"))
    def register_several(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self._each(request, queryset, lambda case: actions.register(case, by=request.user))  # type: ignore[arg-type]

    @admin.action(permissions=["handle"], description=gettext_lazy("Archive the chosen ones"))
    def archive_several(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self._each(request, queryset, lambda case: actions.archive(case, by=request.user))  # type: ignore[arg-type]

    @admin.action(permissions=["handle"], description=gettext_lazy("Assign the chosen ones to…"))
    def assign_several(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """Ask to whom, then assign."""
        cases = list(queryset[:MOST])
        form = AssignSeveralForm(request.POST if "assign" in request.POST else None, cases=cases)
        if form.is_bound and form.is_valid():
            handler = form.cleaned_data["handler"]
            self._each(request, queryset, lambda case: actions.assign(case, by=request.user, handler=handler))  # type: ignore[arg-type]
            return HttpResponseRedirect(request.get_full_path())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Assign the chosen ones to…"),
            "cases": cases,
            "chosen": ACTION_CHECKBOX_NAME,
            "form": form,
        }
        return TemplateResponse(request, "requests_app/assign_several.html", context)

    @staticmethod
    def _each(request: HttpRequest, cases: models.QuerySet, act: Callable[[Any], Any]) -> None:
        """Do it to each; what one refuses hinders no other."""
        done, chosen = 0, list(cases[: MOST + 1])
        for case in chosen[:MOST]:
            try:
                act(case)
            except Refused as refusal:
                messages.error(request, _("%(number)s: %(sentence)s") % {"number": case.number, "sentence": refusal})
            else:
                done += 1
        if done:
            messages.success(request, _("Done for %(number)s cases.") % {"number": done})
        if len(chosen) > MOST:
            messages.warning(request, _("Only the first %(number)s were taken.") % {"number": MOST})
