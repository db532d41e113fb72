"""Hearings in the workbench."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from disclosure.actions.hearings import set_up_hearing
from disclosure.admin.filters import AgencyFilter
from disclosure.admin.hearing_steps import STEPS
from disclosure.admin.participation import ParticipationAdmin, PhaseFilter
from disclosure.forms.hearings import HearingTermsForm
from disclosure.models import Hearing, HearingPhase, Item, Signup
from disclosure.permissions import Permission


class HearingWorkFilter(admin.SimpleListFilter):
    """What waits for somebody who works on it; the lists behind the first page of the workbench."""

    title = _("work")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("list", _("list to be published")), ("outcome", _("outcome to be published"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in {"list", "outcome"}:
            return queryset
        mine = queryset.managed_by(request.user, Permission.EDIT_ITEM)
        return mine.awaiting_list() if self.value() == "list" else mine.awaiting_outcome()


@admin.register(Hearing)
class HearingAdmin(ParticipationAdmin):
    """Who signed up, and what waits for its list or its outcome."""

    name = "hearing"
    phases = HearingPhase
    steps = STEPS
    set_up_label = _("Set up the hearing")
    set_up_said = _("The hearing is set up; submit the notice for review now.")
    change_form_template = "disclosure/hearing_workbench.html"
    list_display = ("title", "agency", "stands", "starts_at", "signed_up", "seats")
    list_filter = (HearingWorkFilter, PhaseFilter, ("item__agency", AgencyFilter))
    ordering = ("-starts_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_counts()

    @admin.display(description=_("people signed up"))
    def signed_up(self, hearing: Any) -> int:
        return hearing.taken_count + hearing.waiting_count

    def shown(self, row: Hearing, request: HttpRequest) -> dict[str, Any]:
        signups = Signup.objects.managed_by(request.user).on(row).order_by("number")
        return {"signups": signups, "views": row.views.select_related("signup")}

    def terms_form(self, posted: Any, *, item: Item, there: Hearing | None) -> HearingTermsForm:
        return HearingTermsForm(posted, instance=there, item=item)

    def set_up(self, item: Item, *, by: Any, **terms: Any) -> Hearing:
        return set_up_hearing(item, by=by, **terms)
