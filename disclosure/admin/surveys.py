"""Surveys in the workbench: what runs, what waits for its results, the editor of the questions, and every step."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.actions import surveying
from disclosure.admin.filters import AgencyFilter
from disclosure.admin.participation import ParticipationAdmin, PhaseFilter
from disclosure.admin.survey_steps import STEPS
from disclosure.forms.surveying import QuestionFormSet, SurveyTermsForm, written
from disclosure.forms.surveys import SurveyForm
from disclosure.models import Item, Question, Survey, SurveyPhase
from disclosure.permissions import Permission
from disclosure.questionnaire import Unaskable
from disclosure.survey_results import figures_of
from portal.agencies.permissions import require
from portal.refusals import NotAllowed, Refused


@admin.register(Survey)
class SurveyAdmin(ParticipationAdmin):
    """Questions while they are written, the number of responses while it runs, figures once it has closed."""

    name = "survey"
    phases = SurveyPhase
    steps = STEPS
    set_up_label = _("Set up the survey")
    set_up_said = _("The window is set; write the questions now.")
    change_form_template = "disclosure/survey_workbench.html"
    list_display = ("title", "agency", "field", "stands", "last_day", "responses")
    list_filter = (PhaseFilter, "field", ("item__agency", AgencyFilter))

    @admin.display(description=_("Last day"), ordering="closes_at")
    def last_day(self, survey: Survey) -> dt.date:
        return survey.window.last_day

    @admin.display(description=_("responses"), ordering="last_number")
    def responses(self, survey: Survey) -> int:
        return survey.last_number

    def shown(self, row: Survey, request: HttpRequest) -> dict[str, Any]:
        is_over = row.phase in {SurveyPhase.CLOSED, SurveyPhase.RESULTS}
        # while it runs nobody reads more than the number of responses
        return {"questions": Question.objects.of(row), "figures": figures_of(row) if is_over else ()}

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/questions/", view(self.questions_view), name="disclosure_survey_questions"),
            path("<int:pk>/preview/", view(self.preview_view), name="disclosure_survey_preview"),
        ]
        return [*own, *super().get_urls()]

    def terms_form(self, posted: Any, *, item: Item, there: Survey | None) -> SurveyTermsForm:
        return SurveyTermsForm(posted, instance=there, agency_code=item.agency.code)

    def set_up(self, item: Item, *, by: Any, **terms: Any) -> Survey:
        return surveying.set_up(item, by=by, **terms)

    def after_set_up(self, row: Survey) -> str:
        return reverse("admin:disclosure_survey_questions", args=[row.pk])

    def questions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every question in one form; saved together or not at all."""
        survey = self.reach(request, pk)
        require(request.user, Permission.EDIT_ITEM, on=survey)
        formset = QuestionFormSet(
            request.POST if request.method == "POST" else None, initial=written(survey), prefix="questions"
        )
        if request.method == "POST" and self._write(request, survey, formset):
            messages.success(request, gettext("The questions were saved; look at the preview, then submit."))
            return HttpResponseRedirect(request.path)
        back = reverse("admin:disclosure_item_change", args=[survey.item_id])
        label = _("Write the questions")
        return self.ask(request, label, survey.item, "survey_questions", survey=survey, formset=formset, back=back)

    def _write(self, request: HttpRequest, survey: Survey, formset: Any) -> bool:
        """True if saved; otherwise the sentence stands beside the field, or above the form."""
        if not formset.is_valid():
            return False
        forms = [form for form in formset.ordered_forms if form.has_changed() or form in formset.initial_forms]
        try:
            surveying.write_questions(survey, by=request.user, asked=[form.asked() for form in forms])
        except NotAllowed:
            raise
        except Unaskable as refusal:
            refusal.say_in(forms[refusal.place])
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            return True
        return False

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form as people will see it; nothing can be sent from here."""
        survey = self.reach(request, pk)
        form = SurveyForm(questions=list(Question.objects.of(survey)))
        back = reverse("admin:disclosure_item_change", args=[survey.item_id])
        return self.ask(request, _("Preview"), survey.item, "survey_preview", survey=survey, form=form, back=back)
