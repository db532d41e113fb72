"""Consultations in the workbench."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.actions import consulting
from disclosure.actions.opinions import Given
from disclosure.admin.consultation_steps import STEPS
from disclosure.admin.filters import AgencyFilter
from disclosure.admin.participation import ParticipationAdmin, PhaseFilter
from disclosure.forms.consulting import TermsForm
from disclosure.models import Consultation, Item, Opinion, Phase
from portal.receipts import shown


@admin.register(Consultation)
class ConsultationAdmin(ParticipationAdmin):
    """Opinions as they come in, and what waits for its outcome."""

    name = "consultation"
    phases = Phase
    steps = STEPS
    set_up_label = _("Set up the consultation")
    set_up_said = _("The consultation is set up; submit the draft for review now.")
    change_form_template = "disclosure/consultation_workbench.html"
    list_display = ("title", "agency", "stands", "closes_at", "opinions_given", "opinions_answered")
    list_filter = (PhaseFilter, ("item__agency", AgencyFilter))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_counts()

    @admin.display(description=_("opinions"))
    def opinions_given(self, consultation: Any) -> int:
        return consultation.opinion_count

    @admin.display(description=_("answered"))
    def opinions_answered(self, consultation: Any) -> int:
        return consultation.answered_count

    def shown(self, row: Consultation, request: HttpRequest) -> dict[str, Any]:
        opinions = Opinion.objects.managed_by(request.user).on(row).with_consultation().order_by("number")
        return {"opinions": opinions}

    def tell(self, request: HttpRequest, done: Any) -> None:
        if isinstance(done, Given):
            told = gettext("No. %(number)d, receipt code for whoever gave it: %(code)s")
            messages.info(request, told % {"number": done.opinion.number, "code": shown(done.code)})

    def terms_form(self, posted: Any, *, item: Item, there: Consultation | None) -> TermsForm:
        return TermsForm(posted, instance=there)

    def set_up(self, item: Item, *, by: Any, **terms: Any) -> Consultation:
        return consulting.set_up(item, by=by, **terms)
