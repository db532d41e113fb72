"""What the decisions of reviewers and publishers ask for, beyond a reason."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.utils.translation import gettext_lazy as _

from catalog.models import NegativeGround
from disclosure.models import Concern, Outcome, ReviewChain
from disclosure.steps import Step


class MomentWidget(AdminSplitDateTime):
    """Day and time of day, each by its name: Django's labels stand beside these fields and belong to neither."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs)
        for part, name in zip(self.widgets, (_("Date"), _("Time of day")), strict=True):
            part.attrs["aria-label"] = name


class MomentForm(forms.Form):
    """When it is to happen, to the second."""

    at = forms.SplitDateTimeField(
        label=_("Time"), widget=MomentWidget(), help_text=_("To the second; in the time of the portal.")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class SecrecyForm(forms.Form):
    """The record of a secrecy review; the action says what is missing."""

    looked_for = forms.MultipleChoiceField(
        label=_("Looked for"), required=False, choices=Concern, widget=forms.CheckboxSelectMultiple
    )
    outcome = forms.ChoiceField(
        label=_("Result"),
        choices=Outcome,
        widget=forms.RadioSelect,
        help_text=_("If it is not the attribute the author chose, the text goes back: too much, and too little."),
    )
    ground = forms.ModelChoiceField(
        label=_("ground for withholding"),
        required=False,
        queryset=NegativeGround.objects.public(),
        empty_label=_("none found"),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("What was found and where; needed for every result but the first."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ReviewChainForm(forms.ModelForm):
    """The steps of a chain, to tick; their order is fixed."""

    steps = forms.MultipleChoiceField(
        label=_("steps"),
        choices=Step,
        widget=forms.CheckboxSelectMultiple,
        initial=[Step.APPROVAL],
        help_text=_("Signed in this order. Publication follows as a right of its own."),
    )

    class Meta:
        model = ReviewChain
        fields: ClassVar = ("agency", "kind", "steps", "same_signer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["steps"] = self.instance.steps
