"""Forms of templates, local overrides and the register of withheld information."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import CatalogTemplate, EntryOverride, Result, WithheldEntry
from portal.agencies.models import AgencyQuerySet


class TemplateForm(forms.Form):
    """The agency to which a template is applied; only those it was made for are offered."""

    agency: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, label=_("Agency"), empty_label=None)

    def __init__(self, *args: Any, agencies: AgencyQuerySet, template: CatalogTemplate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made_for = {name: value for name in ("tier", "kind") if (value := getattr(template, name))}
        self.fields["agency"].queryset = agencies.filter(**made_for)


class OverrideForm(forms.ModelForm):
    """What is different here; the time limit is not among it."""

    class Meta:
        model = EntryOverride
        fields = [
            "agency", "entry", "is_applicable", "content_elements", "subject", "channels", "reason", "is_active",
        ]  # fmt: skip


class WithheldForm(forms.ModelForm):
    """What is withheld, on which ground, since when."""

    class Meta:
        model = WithheldEntry
        fields = ["agency", "entry", "title", "ground", "explanation", "since", "reassess_on"]


class ReassessForm(forms.Form):
    """Does the ground still hold?"""

    result = forms.ChoiceField(label=_("Result"), choices=Result, widget=forms.RadioSelect)
    finding = forms.CharField(label=_("Finding"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    next_on = forms.DateField(
        label=_("Next re-assessment on"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("If it is still withheld."),
    )  # fmt: skip
