"""Workbench of disclosure requests."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.permissions import can
from portal.agencies.scoped_admin import OwnedFilter
from portal.receipts import shown
from portal.refusals import NotAllowed, Refused
from requests_app.actions import submit_request
from requests_app.admin.batch import BatchVerbs
from requests_app.admin.bulk_intake import BulkIntakePages
from requests_app.admin.casework import CaseAdmin, DueFilter
from requests_app.admin.enclosures import EnclosurePages
from requests_app.admin.inbox import InboxPage, WorkFilter
from requests_app.admin.lettering import LetterPages
from requests_app.admin.registry import RegisterPage
from requests_app.admin.releasing import ReleasePages, files_of
from requests_app.admin.verbs import REQUEST_VERBS
from requests_app.forms import IntakeForm
from requests_app.models import DisclosureRequest
from requests_app.permissions import Permission
from requests_app.publishable import proposal_of
from requests_app.repeats import probable_repeats
from requests_app.status import steps_of, with_matters
from requests_app.told import told_of


@admin.register(DisclosureRequest)
class DisclosureRequestAdmin(
    BulkIntakePages, BatchVerbs, InboxPage, LetterPages, RegisterPage, EnclosurePages, ReleasePages, CaseAdmin
):
    """Identity numbers stand in no list, and are masked on the page for everybody but those who handle the case."""

    add_permission = Permission.HANDLE_REQUEST
    verbs = REQUEST_VERBS
    case_template = "requests_app/request_case.html"
    change_list_template = "requests_app/inbox.html"
    list_display = ("number", "subject", "time_left", "due_on", "state", "agency", "name", "handler")
    list_filter = (DueFilter, WorkFilter, "state", ("agency", OwnedFilter))
    search_fields = ("number", "subject")
    search_help_text = gettext_lazy("Number, subject, or the applicant's name where you handle the request")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).select_related("agency", "clock", "handler")

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """By number and subject; by the applicant's name only where one handles or reviews the request."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if name := search_term.strip():
            found |= queryset.asked_by(name, for_=request.user)  # type: ignore[attr-defined]
        return found, may_repeat

    def case_context(self, request: HttpRequest, case: DisclosureRequest) -> dict[str, Any]:
        """The workshop: searches, letters, drafts and notes, none of which a citizen ever sees."""
        return {
            "steps": steps_of(case, with_people=True),
            "may_read_identity": can(request.user, Permission.HANDLE_REQUEST, on=case),
            "searches": case.searches.select_related("by"),
            "consultations": case.consultations.select_related("clock", "asked_by"),
            "matters": case.matters.all(),
            "decisions": with_matters(case.decisions.select_related("author", "reviewer", "item", "released_as")),
            "files": files_of(case, request.user),
            "supplement": getattr(case, "supplement", None),
            "extension": getattr(case, "extension", None),
            **told_of(case),
            **self.letters_context(case),
            **self.enclosures_context(request, case),
            "remedies": case.remedies.select_related("clock"),
            "notes": case.notes.select_related("by"),
            "cohandlers": case.cohandlers.select_related("person", "asked_by"),
            "suggestions": probable_repeats(case) if case.is_open else [],
            "proposal": proposal_of(case),
        }

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Key in a request that came at the counter, by post or by fax; the receipt code is for the applicant."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = IntakeForm(request.POST if request.method == "POST" else None, user=request.user)
        if request.method == "POST" and form.is_valid():
            content = dict(form.cleaned_data)
            try:
                filed = submit_request(content.pop("agency"), by=request.user, **content)
            except NotAllowed:
                raise
            except Refused as refusal:
                refusal.say_in(form)
            else:
                facts = {"number": filed.case.number, "code": shown(filed.code)}
                messages.success(request, _("Filed as %(number)s. Receipt code for the applicant: %(code)s") % facts)
                return HttpResponseRedirect(self.change_address(filed.case))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Take in a request on paper"),
            "form": form,
        }
        return TemplateResponse(request, "requests_app/case_intake.html", context)
