"""Forms of spot checks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from oversight.models import SpotCheck
from portal.agencies.models import Kind

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PlanForm(forms.ModelForm):
    """What a plan says, in the order in which an office thinks of it."""

    kinds = forms.MultipleChoiceField(
        label=_("Kinds of agencies"),
        choices=Kind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them. Each kind is a stratum and is drawn from in proportion, at least once."),
    )

    class Meta:
        model = SpotCheck
        fields = (
            "title", "basis", "kinds", "agency_count", "item_count", "since", "until", "self_check_days",
            "rectify_days",
        )  # fmt: skip
        widgets = {"since": DAY, "until": DAY, "basis": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "title": _("Public from the moment you save the plan."),
            "item_count": _("Of what the drawn agencies published in the period; 0 to check no items."),
            "self_check_days": _("0: the agencies are not told before the findings are sent."),
        }

    def clean(self) -> dict[str, Any] | None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The period ends before it begins."))
        return self.cleaned_data


class DrawForm(forms.Form):
    """What the witness adds to the seed."""

    word = forms.CharField(
        label=_("Word or number of the witness"),
        max_length=40,
        help_text=_("Said aloud now, chosen freely. Nobody knows the other half of the seed yet."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    witness = forms.CharField(label=_("Name and post of the witness"), max_length=60)


class StepForm(forms.Form):
    """What was done or seen, with its evidence."""

    text = forms.CharField(label=_("What was done"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    link = forms.URLField(label=_("Address of the page"), max_length=400, required=False, assume_scheme="https")
    file = forms.FileField(
        label=_("Photo or screenshot"), required=False, widget=forms.FileInput(attrs={"accept": "image/*,.pdf"})
    )


class RecheckForm(StepForm):
    """The second look: rectified or not, and if not, how much time more."""

    is_rectified = forms.TypedChoiceField(
        label=_("Result of the second look"),
        choices=[("1", _("rectified")), ("0", _("not rectified"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=_("If not: working days more"), required=False, min_value=1, max_value=120,
        help_text=_("Empty: as many as before."),
    )  # fmt: skip
    field_order = ("is_rectified", "text", "link", "file", "days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("What was seen")


class CancelForm(forms.Form):
    """Why a check is given up."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it. If the sample was drawn, the draw is laid open too."),
    )  # fmt: skip


class CloseForm(forms.Form):
    """The words that everybody reads."""

    conclusion = forms.CharField(label=_("Conclusion"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5}))
