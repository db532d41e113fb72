"""What a clerk fills in for a survey: its window, its questions, and each step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.forms.consulting import day_field, text_field
from disclosure.models import (
    MOST_OPTIONS,
    MOST_QUESTIONS,
    Asking,
    Consultation,
    Question,
    ResponseText,
    Survey,
    SurveyPhase,
)
from disclosure.moderation import HiddenFor
from disclosure.questionnaire import Asked

SPARE = 3
MOST_OFFERED = 200


class SurveyTermsForm(forms.ModelForm):
    """Window and field; days, because a window opens and closes at midnight."""

    first = day_field(_("First day"))
    last = day_field(_("Last day"), help_text=_("Answers are taken until midnight of this day."))

    class Meta:
        model = Survey
        fields = ("field", "consultation")
        field_classes = {"consultation": forms.ModelChoiceField}

    field_order = ("first", "last")

    def __init__(self, *args: Any, agency_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)
        public = Consultation.objects.public().filter(item__agency__code=agency_code).open_first().with_item()
        self.fields["consultation"].queryset = public  # type: ignore[attr-defined]
        if self.instance.pk:
            window = self.instance.window
            self.initial |= {"first": window.first_day, "last": window.last_day}


class QuestionForm(forms.Form):
    """One question; an empty row asks nothing. Order and deletion are fields too, so no script is needed."""

    text = forms.CharField(label=_("question"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    asking = forms.ChoiceField(label=_("type of answer"), choices=Asking, initial=Asking.ONE)
    options = forms.CharField(
        label=_("options"), required=False, widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )
    is_required = forms.BooleanField(label=_("required"), required=False, initial=True)
    least = forms.IntegerField(label=_("at least"), required=False, min_value=0, max_value=MOST_OPTIONS)
    most = forms.IntegerField(label=_("at most"), required=False, min_value=1, max_value=MOST_OPTIONS)
    low = forms.CharField(label=_("1 means"), required=False, max_length=30)
    high = forms.CharField(label=_("5 means"), required=False, max_length=30)
    help = forms.CharField(label=_("help"), required=False, max_length=200)

    def asked(self) -> Asked:
        given = self.cleaned_data
        lines = tuple(line.strip() for line in given["options"].splitlines() if line.strip())
        return Asked(**{name: given[name] for name in Asked._fields if name != "options"}, options=lines)


QuestionFormSet = forms.formset_factory(
    QuestionForm,
    extra=SPARE,
    can_order=True,
    can_delete=True,
    max_num=MOST_QUESTIONS,
    absolute_max=MOST_QUESTIONS + SPARE,
    validate_max=True,
)


def written(survey: Survey) -> list[dict[str, Any]]:
    """The questions as the form shows them."""
    names = ("text", "asking", "is_required", "least", "most", "low", "high", "help")
    return [
        {name: getattr(question, name) for name in names}
        | {"options": "\n".join(option.text for option in question.options.all())}
        for question in Question.objects.of(survey)
    ]


class SurveyStepForm(forms.Form):
    """A step of one survey."""

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey = survey


class SurveyExtendForm(SurveyStepForm):
    last = day_field(_("New last day"))
    reason = text_field(_("reason"), max_length=300, help_text=_("Everybody reads it."))


class SurveyTextsForm(SurveyStepForm):
    texts = forms.TypedMultipleChoiceField(
        label=_("free texts"), coerce=int, widget=forms.CheckboxSelectMultiple, choices=()
    )
    verb = forms.ChoiceField(
        label=_("What happens to them"), choices=[("show", _("Show with the results")), ("hide", _("Do not show"))]
    )
    ground = forms.ChoiceField(
        label=_("not shown because"), choices=[("", _("(shown)")), *HiddenFor.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_over = self.survey.phase in {SurveyPhase.CLOSED, SurveyPhase.RESULTS}
        texts = ResponseText.objects.on(self.survey).waiting_first() if is_over else ResponseText.objects.none()
        if not self.is_bound:  # what was offered a moment ago may stand further down by now
            texts = texts[:MOST_OFFERED]
        self.fields["texts"].choices = [  # type: ignore[attr-defined]
            (text.pk, f"{text.answer.question.position} · {text.get_state_display()} · {text.public_text}")
            for text in texts
        ]


class SurveyConcludeForm(SurveyStepForm):
    statement = text_field(
        _("what follows from the results"), max_length=5000, help_text=_("Everybody reads it above the figures.")
    )
