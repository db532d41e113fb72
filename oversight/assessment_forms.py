"""Forms of assessments: scores, veto items, bonus, objections and what follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.actions import Given
from oversight.models import AssessmentScheme, Indicator, Step, VetoItem
from portal.agencies.models import Kind


def points(label: Any, **more: Any) -> forms.DecimalField:
    """0 to 100 points with two digits after the point."""
    return forms.DecimalField(
        label=label, min_value=Decimal(0), max_value=Decimal(100), max_digits=5, decimal_places=2, **more
    )


def words(label: Any, *, most: int = 500, rows: int = 2, **more: Any) -> forms.CharField:
    """A few lines of text."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class SchemeForm(forms.Form):
    """For which year and agencies a scheme is begun; its lines are changed afterwards."""

    year = forms.IntegerField(label=_("Year"), min_value=2008, max_value=2100)
    kind = forms.ChoiceField(label=_("Kind of agencies"), choices=Kind, initial=Kind.DEPARTMENT)
    title = forms.CharField(label=_("Title"), max_length=100)
    self_assess_until = forms.DateField(
        label=_("Self-assessment until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class ScoreForm(forms.Form):
    """Points and the reason for them."""

    value = points(_("Points"))
    reason = words(_("Reason"))


class SheetRowForm(forms.Form):
    """One line of a score sheet: left blank it stays as it is."""

    value = points(_("Points"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        value, reason = self.cleaned_data.get("value"), self.cleaned_data.get("reason", "").strip()
        if value is not None and not reason:
            self.add_error("reason", _("Give the reason for this score."))
        if reason and value is None and "value" not in self.errors:
            self.add_error("value", _("Points are missing."))
        return self.cleaned_data

    @property
    def given(self) -> Given | None:
        """What was filled in or changed; None for a line that says nothing new."""
        value = self.cleaned_data.get("value")
        return Given(value, self.cleaned_data["reason"]) if value is not None and self.has_changed() else None


class SelfAssessmentForm(forms.Form):
    """The agency's own points for every indicator, with what proves them."""

    def __init__(self, *args: Any, indicators: Iterable[Indicator], own: Mapping[int, Given], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = list(indicators)
        for line in self.indicators:
            value, proof = own.get(line.position, (None, ""))
            self.fields[f"value{line.position}"] = points(
                line.name, required=False, initial=value, help_text=line.rubric
            )
            self.fields[f"proof{line.position}"] = words(_("What proves it"), required=False, initial=proof)

    def clean(self) -> dict[str, Any]:
        for line in self.indicators:
            value, proof = (self.cleaned_data.get(f"{name}{line.position}") for name in ("value", "proof"))
            if value is not None and not proof:
                self.add_error(f"proof{line.position}", _("Say what proves these points."))
            if proof and value is None and f"value{line.position}" not in self.errors:
                self.add_error(f"value{line.position}", _("Points are missing."))
        return self.cleaned_data

    @property
    def given(self) -> dict[int, Given]:
        """By the position of each indicator that was filled in."""
        data = self.cleaned_data
        places = [line.position for line in self.indicators if data.get(f"value{line.position}") is not None]
        return {place: Given(data[f"value{place}"], data[f"proof{place}"]) for place in places}


class VetoForm(forms.Form):
    """A veto item and why it is met, or not met after all."""

    item = forms.ModelChoiceField(VetoItem.objects.none(), label=_("Veto item"), empty_label=_("Choose one"))
    reason = words(_("Reason"))

    def __init__(self, *args: Any, scheme: AssessmentScheme, marked: set[int], lifts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = scheme.vetoes.filter(pk__in=marked) if lifts else scheme.vetoes.exclude(pk__in=marked)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


class BonusForm(forms.Form):
    """Bonus points and the reason for them."""

    points = points(_("Bonus points"))
    reason = words(_("Reason"))


class ObjectionForm(forms.Form):
    """Why the score is wrong."""

    reason = words(_("Reason of the objection"), most=1000, rows=3)


class AnswerObjectionForm(forms.Form):
    """Upheld with other points, or rejected; either with the reason."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("uphold", _("Uphold: the points change")), ("reject", _("Reject: the points stay"))],
        widget=forms.RadioSelect,
    )
    value = points(_("New points"), required=False, help_text=_("Only if it is upheld."))
    answer = words(_("Answer with the reason"), most=1000, rows=3)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("decision") == "uphold" and self.cleaned_data.get("value") is None:
            self.add_error("value", _("Points are missing."))
        return self.cleaned_data


class ConsequenceForm(forms.Form):
    """A commendation, or a step of the ladder."""

    step = forms.ChoiceField(label=_("What follows"), choices=Step)
    reason = words(_("Reason"))
    with_order = forms.BooleanField(
        label=_("Issue a supervision order with it"),
        required=False,
        help_text=_("With urging and with ordering; the agency answers within 5 working days."),
    )
