"""The form of a spot check as a web form: a group of fields per question, made for a phone in one hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from oversight.actions.check_forms import Given
from oversight.checklist import Question, asked
from oversight.models import CheckAnswer, CheckForm, CheckVerdict, Grade

GOOD = {False: _("yes"), True: _("not found")}
FAULT = {False: _("no"), True: _("found")}
DETAILS = ("remark", "link", "file", "grade", "days")


class Group(NamedTuple):
    """One question on the page: the verdict, and what belongs to a fault, folded away until there is one."""

    question: Question
    verdict: forms.BoundField
    details: list[forms.BoundField]
    answer: CheckAnswer | None
    is_open: bool


class CheckSheet(forms.Form):
    """Every question of a form; what is left open may be filled in later."""

    def __init__(self, *args: Any, of_item: bool, form: CheckForm | None, days: int | None, **kwargs: Any) -> None:
        """`days` to rectify, unless said otherwise; None where the agency checks itself and nothing is found."""
        super().__init__(*args, **kwargs)
        self.questions = asked(of_item=of_item)
        self.answers = {answer.code: answer for answer in form.answers.all()} if form else {}
        for question in self.questions:
            self._ask(question, self.answers.get(question.code), days)

    def _ask(self, question: Question, answer: CheckAnswer | None, days: int | None) -> None:
        code, veto = question.code, question.is_veto
        verdicts = [
            (CheckVerdict.GOOD, GOOD[veto]),
            (CheckVerdict.FAULT, FAULT[veto]),
            (CheckVerdict.NOT_APPLICABLE, _("does not apply")),
        ]
        self.fields[code] = forms.ChoiceField(
            label=str(question.text), choices=verdicts, required=False, widget=forms.RadioSelect,
            initial=answer and answer.verdict,
        )  # fmt: skip
        self.fields[f"{code}-remark"] = forms.CharField(
            label=_("What is wrong"), max_length=500, required=False, initial=answer and answer.remark,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        self.fields[f"{code}-link"] = forms.URLField(
            label=_("Address of the page"), max_length=400, required=False, assume_scheme="https",
            initial=answer and answer.link,
        )  # fmt: skip
        self.fields[f"{code}-file"] = forms.FileField(
            label=_("Photo or screenshot"), required=False, widget=forms.FileInput(attrs={"accept": "image/*,.pdf"})
        )
        if days is None:
            return
        finding = getattr(answer, "finding", None)
        if not veto:
            self.fields[f"{code}-grade"] = forms.ChoiceField(
                label=_("Grade"), choices=[(g.value, g.label) for g in (Grade.MINOR, Grade.SERIOUS)],
                required=False, initial=finding.grade if finding else Grade.MINOR,
            )  # fmt: skip
        self.fields[f"{code}-days"] = forms.IntegerField(
            label=_("Working days to rectify"), required=False, initial=finding.days if finding else days,
            validators=[MinValueValidator(1), MaxValueValidator(120)],
        )  # fmt: skip

    def groups(self) -> Iterator[Group]:
        """The questions in order, each with its fields."""
        for question in self.questions:
            details = [self[f"{question.code}-{name}"] for name in DETAILS if f"{question.code}-{name}" in self.fields]
            wrong = any(field.errors for field in (self[question.code], *details))
            fault = self[question.code].value() == CheckVerdict.FAULT
            yield Group(question, self[question.code], details, self.answers.get(question.code), wrong or fault)

    def clean(self) -> dict[str, Any] | None:
        for question in self.questions:
            if self.cleaned_data.get(question.code) == CheckVerdict.FAULT and not self.cleaned_data.get(
                f"{question.code}-remark", ""
            ):
                self.add_error(f"{question.code}-remark", _("Say what is wrong."))
        return self.cleaned_data

    def given(self) -> dict[str, Given]:
        """What was answered, as the actions take it."""
        said = self.cleaned_data
        return {
            question.code: Given(
                verdict=said[question.code],
                remark=said[f"{question.code}-remark"],
                link=said[f"{question.code}-link"],
                file=said[f"{question.code}-file"],
                grade=said.get(f"{question.code}-grade") or Grade.MINOR,
                days=said.get(f"{question.code}-days"),
            )
            for question in self.questions
            if said[question.code]
        }
