"""What an applicant sends while following a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.receipts import LENGTH, typed
from requests_app.forms.enclosing import EnclosuresField


class FollowForm(forms.Form):
    """The receipt code opens the case; the number, if given, must belong to it."""

    code = forms.CharField(
        label=_("Receipt code"),
        max_length=40,
        help_text=_("16 letters and digits, with or without hyphens."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    number = forms.CharField(label=_("Number"), max_length=60, required=False)

    @property
    def is_complete(self) -> bool:
        """True if the code could be one; a wrong length is answered like a wrong code, but costs no look-up."""
        return len(typed(self.cleaned_data.get("code", ""))) == LENGTH


class SupplementForm(forms.Form):
    """The supplement; the code goes with it, because there is no session to remember it."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    text = forms.CharField(
        label=_("Your supplement"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Answer every point that the agency has named."),
    )
    enclosures = EnclosuresField()


class ReasonsForm(forms.Form):
    """The reasons that the agency asked for (article 35)."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    text = forms.CharField(
        label=_("Your reasons"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say why you ask for so much or so often."),
    )


class UnlinkForm(forms.Form):
    """Cutting the tie to the account, which cannot be undone and so is confirmed."""

    is_sure = forms.BooleanField(label=_("I have kept the receipt code; without it I can no longer open this case."))


class WithdrawForm(forms.Form):
    """Withdrawing, which cannot be undone and so is confirmed."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    is_sure = forms.BooleanField(label=_("I no longer want an answer; this cannot be undone."))
