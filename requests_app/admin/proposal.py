"""Workbench of proposals to publish proactively (article 44)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.permissions import Permission as ItemPermission
from portal.agencies.permissions import can
from portal.agencies.scoped_admin import OwnedFilter, ScopedAdmin
from portal.refusals import NotAllowed, Refused
from requests_app.actions import accept_proposal, decline_proposal
from requests_app.forms.proposing import AcceptProposalForm, DeclineProposalForm, ProposalForm
from requests_app.models import Proposal
from requests_app.permissions import Permission


class Step(NamedTuple):
    """One button of an open proposal, and the page behind it."""

    name: str
    label: str | Promise
    form: type[ProposalForm]
    act: Callable[..., Any]
    rights: tuple[str, ...]

    def is_allowed(self, request: HttpRequest, proposal: Proposal) -> bool:
        return all(can(request.user, right, on=proposal) for right in self.rights)


STEPS = (
    Step(
        "accept", gettext_lazy("Publish for everybody"), AcceptProposalForm, accept_proposal,
        (Permission.HANDLE_REQUEST, ItemPermission.EDIT_ITEM),
    ),
    Step(
        "decline", gettext_lazy("Do not publish"), DeclineProposalForm, decline_proposal, (Permission.HANDLE_REQUEST,)
    ),
)  # fmt: skip


@admin.register(Proposal)
class ProposalAdmin(ScopedAdmin):
    """What several applicants asked for, or one proposes; nothing is edited beside yes and no."""

    view_permission = Permission.VIEW_REQUEST
    list_display = ("subject", "applicants", "origin", "state", "agency", "opened_at")
    list_filter = ("state", "origin", ("agency", OwnedFilter))
    search_fields = ("subject",)
    ordering = ("-opened_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).with_applicants()

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<path:object_id>/{step.name}/",
                self.admin_site.admin_view(partial(self.step_view, step=step)),
                name=f"requests_app_proposal_{step.name}",
            )
            for step in STEPS
        ]
        return own + super().get_urls()

    @admin.display(description=gettext_lazy("applicants"))
    def applicants(self, proposal: Any) -> int:
        return proposal.applicants

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The proposal with its requests, read-only, and the buttons that are possible now."""
        proposal = self._proposal(request, object_id)
        if request.method != "GET":
            raise PermissionDenied
        context = {
            **self._context(request, proposal, title=proposal.subject),
            "requests": proposal.requests.select_related("request").order_by("request__received_on", "pk"),
            "steps": [step for step in STEPS if proposal.is_open and step.is_allowed(request, proposal)],
        }
        return TemplateResponse(request, "requests_app/proposal_page.html", context)

    def step_view(self, request: HttpRequest, object_id: str, step: Step) -> HttpResponse:
        """Ask for what the step needs, then do it; what the action refuses stands beside its field."""
        proposal = self._proposal(request, object_id)
        if not step.is_allowed(request, proposal):
            raise PermissionDenied
        form = step.form(request.POST if request.method == "POST" else None, proposal=proposal)
        if request.method == "POST" and form.is_valid():
            try:
                step.act(proposal, by=request.user, **form.cleaned_data)
            except NotAllowed:
                raise
            except Refused as refusal:
                refusal.say_in(form)
            else:
                messages.success(request, _("Done: %(verb)s.") % {"verb": step.label})
                return HttpResponseRedirect(self.change_address(proposal))
        context = {**self._context(request, proposal, title=step.label), "step": step, "form": form}
        return TemplateResponse(request, "requests_app/proposal_step.html", context)

    def _context(self, request: HttpRequest, proposal: Proposal, *, title: str | Promise) -> dict[str, Any]:
        shared = {"opts": self.opts, "title": title, "proposal": proposal, "back": self.change_address(proposal)}
        return self.admin_site.each_context(request) | shared

    def _proposal(self, request: HttpRequest, object_id: str) -> Proposal:
        proposal = self.get_object(request, object_id)
        if proposal is None:
            raise Http404
        return proposal
