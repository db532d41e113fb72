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
