"""What a citizen fills in: the questions of one survey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from disclosure.models import Asking, Question
from disclosure.models.question import LONGEST_TEXT, SCALE
from portal.filing import FilingForm


class SurveyForm(FilingForm):
    """One field for each question, named by its place; nobody is asked who they are."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.name] = _field(question)


def _field(question: Question) -> forms.Field:
    common = {
        "label": f"{question.position}. {question.text}",
        "required": question.is_required,
        "help_text": " ".join(filter(None, (question.help, _limits(question)))),
    }
    missing = {"required": _("Please answer this question.")}
    if question.asking == Asking.TEXT:
        area = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(max_length=LONGEST_TEXT, widget=area, error_messages=missing, **common)
    strange = {"invalid_choice": _("This question does not offer this answer.")}
    strange["invalid_list"] = strange["invalid_choice"]
    options = {"choices": _choices(question), "error_messages": missing | strange, **common}
    if question.asking == Asking.SEVERAL:
        return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **options)
    return forms.ChoiceField(widget=forms.RadioSelect, **options)


def _choices(question: Question) -> list[tuple[str, str]]:
    if question.asking == Asking.SCALE:
        offered = [(str(step), question.label_of(step)) for step in SCALE]
    else:
        offered = [(str(option.position), option.text) for option in question.options.all()]
    if question.asking != Asking.SEVERAL and not question.is_required:
        offered.append(("", _("No answer")))  # without it a choice could not be taken back
    return offered


def _limits(question: Question) -> str:
    """How many may be chosen, in words."""
    if question.asking != Asking.SEVERAL:
        return ""
    least, most = question.least or 0, question.most or 0
    if least and most and least == most:
        return _("Choose exactly %(least)d.") % {"least": least}
    if least and most:
        return _("Choose from %(least)d to %(most)d.") % {"least": least, "most": most}
    if most:
        return _("Choose at most %(most)d.") % {"most": most}
    return _("Choose at least %(least)d.") % {"least": least} if least > 1 else _("You may choose several.")
