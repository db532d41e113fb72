"""What a citizen sends on a draft, and how they ask what became of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.models import Party
from portal.filing import FilingForm


class OpinionForm(FilingForm):
    """An opinion: the text is all that is needed; no name, no account."""

    text = forms.CharField(
        label=_("Your opinion"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("It is shown to everybody after it has been looked at; phone and identity numbers are masked."),
    )
    paragraph = forms.CharField(
        label=_("About which part of the draft?"),
        max_length=60,
        required=False,
        help_text=_("For example: article 5."),
    )
    party = forms.ChoiceField(label=_("You write as"), choices=Party, initial=Party.PERSON)
    name = forms.CharField(
        label=_("Your name, or that of the organisation"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("A person's name is shown as the first character only; an organisation's in full."),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=_("Only for the agency."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Only to tell you the outcome; it is shown to nobody."),
    )

    def content(self) -> dict[str, Any]:
        """What was filled in, ready for the action."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.TRAPS}


class OpinionFollowForm(forms.Form):
    """The receipt code opens one's own opinion."""

    code = forms.CharField(
        label=_("Receipt code"),
        max_length=40,
        help_text=_("16 letters and digits, with or without hyphens."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
