"""How satisfied an applicant is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_app.models import Score


class RatingForm(forms.Form):
    """One to five, and words if one likes; the code goes with it, because there is no session to remember it."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    score = forms.TypedChoiceField(
        label=_("How satisfied are you with the answer?"), coerce=int, choices=Score, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Anything to add?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The agency reads it in a list without your name and number."),
    )
