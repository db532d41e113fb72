"""Surveys in the workbench: what runs, what waits for its results, the editor of the questions, and every step."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.actions import surveying
from disclosure.admin.filters import AgencyFilter
from disclosure.admin.survey_steps import STEPS, Step, offered
from disclosure.forms.surveying import QuestionFormSet, SurveyTermsForm, written
from disclosure.forms.surveys import SurveyForm
from disclosure.models import Item, Question, Survey, SurveyPhase
from disclosure.permissions import Permission
from disclosure.questionnaire import Unaskable
from disclosure.survey_results import figures_of
from portal.agencies.permissions import require
from portal.agencies.scoped_admin import ScopedAdmin
from portal.refusals import NotAllowed, Refused


class SurveyPhaseFilter(admin.SimpleListFilter):
    """Where it stands, asked of the clock."""

    title = _("stands")
    parameter_name = "phase"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(SurveyPhase.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.in_phase(self.value()) if self.value() in SurveyPhase.values else queryset


@admin.register(Survey)
class SurveyAdmin(ScopedAdmin):
    """Read-only rows; every change is a step with a page of its own."""

    view_permission = Permission.VIEW_ITEM
    change_form_template = "disclosure/survey_workbench.html"
    list_display = ("title", "agency", "field", "stands", "last_day", "responses")
    list_filter = (SurveyPhaseFilter, "field", ("item__agency", AgencyFilter))
    search_fields = ("item__title", "item__index_no")
    ordering = ("-closes_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_item()

    @admin.display(description=_("title"), ordering="item__title")
    def title(self, survey: Survey) -> str:
        return survey.item.title

    @admin.display(description=_("agency"))
    def agency(self, survey: Survey) -> str:
        return survey.item.agency.name

    @admin.display(description=_("stands"))
    def stands(self, survey: Survey) -> str:
        return str(survey.phase.label)

    @admin.display(description=_("Last day"), ordering="closes_at")
    def last_day(self, survey: Survey) -> dt.date:
        return survey.window.last_day

    @admin.display(description=_("responses"), ordering="last_number")
    def responses(self, survey: Survey) -> int:
        return survey.last_number

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return []

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        obj: Survey | None = kwargs.get("obj")
        if obj is not None:
            is_over = obj.phase in {SurveyPhase.CLOSED, SurveyPhase.RESULTS}
            context |= {
                "survey": obj,
                "steps": offered(obj, request.user),
                "questions": Question.objects.of(obj),
                "figures": figures_of(obj) if is_over else (),  # while it runs nobody reads more than their number
            }
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        steps = [
            path(f"<int:pk>/{step.slug}/", view(partial(self.take, step=step)), name=step.url_name) for step in STEPS
        ]
        own = [
            path("set-up/<int:pk>/", view(self.set_up_view), name="disclosure_survey_set_up"),
            path("<int:pk>/questions/", view(self.questions_view), name="disclosure_survey_questions"),
            path("<int:pk>/preview/", view(self.preview_view), name="disclosure_survey_preview"),
        ]
        return [*own, *steps, *super().get_urls()]

    def take(self, request: HttpRequest, pk: int, *, step: Step) -> HttpResponse:
        """Ask for what a step needs, and take it."""
        survey = self._reach(request, pk)
        require(request.user, step.permission, on=survey)
        back = self.change_address(survey)
        form = step.form(request.POST if request.method == "POST" else None, survey=survey)
        if form.is_valid():
            try:
                step.act(survey, by=request.user, **form.cleaned_data)
            except NotAllowed:
                raise
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                messages.success(request, str(step.done))
                return HttpResponseRedirect(back)
        return self._page(request, "survey_verb", step.label, survey.item, form=form, back=back)

    def set_up_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Window and field of the survey of an item; then on to its questions."""
        item = Item.objects.managed_by(request.user).select_related("agency").filter(pk=pk).first()
        if item is None:
            raise Http404
        require(request.user, Permission.EDIT_ITEM, on=item)
        back = reverse("admin:disclosure_item_change", args=[item.pk])
        there = Survey.objects.managed_by(request.user).of(item).first()
        posted = request.POST if request.method == "POST" else None
        form = SurveyTermsForm(posted, instance=there, agency_code=item.agency.code)
        if form.is_valid():
            try:
                survey = surveying.set_up(item, by=request.user, **form.cleaned_data)
            except NotAllowed:
                raise
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                messages.success(request, gettext("The window is set; write the questions now."))
                return HttpResponseRedirect(reverse("admin:disclosure_survey_questions", args=[survey.pk]))
        return self._page(request, "survey_verb", _("Set up the survey"), item, form=form, back=back)

    def questions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every question in one form; saved together or not at all."""
        survey = self._reach(request, pk)
        require(request.user, Permission.EDIT_ITEM, on=survey)
        formset = QuestionFormSet(
            request.POST if request.method == "POST" else None, initial=written(survey), prefix="questions"
        )
        if request.method == "POST" and self._write(request, survey, formset):
            messages.success(request, gettext("The questions were saved; look at the preview, then submit."))
            return HttpResponseRedirect(request.path)
        back = reverse("admin:disclosure_item_change", args=[survey.item_id])
        label = _("Write the questions")
        return self._page(request, "survey_questions", label, survey.item, survey=survey, formset=formset, back=back)

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
            forms[refusal.place].add_error(refusal.field, str(refusal))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            return True
        return False

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form as people will see it; nothing can be sent from here."""
        survey = self._reach(request, pk)
        form = SurveyForm(questions=list(Question.objects.of(survey)))
        back = reverse("admin:disclosure_item_change", args=[survey.item_id])
        return self._page(request, "survey_preview", _("Preview"), survey.item, survey=survey, form=form, back=back)

    def _reach(self, request: HttpRequest, pk: int) -> Survey:
        survey = self.get_queryset(request).filter(pk=pk).first()
        if survey is None:
            raise Http404
        return survey

    def _page(self, request: HttpRequest, name: str, label: Any, item: Item, **found: Any) -> HttpResponse:
        page = {
            **self.admin_site.each_context(request),
            "title": label,
            "opts": Survey._meta,
            "item": item,
            "label": label,
            **found,
        }
        return TemplateResponse(request, f"disclosure/{name}.html", page)
