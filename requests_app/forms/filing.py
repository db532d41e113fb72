"""What every public filing form carries: an idempotency key, and two traps for programs that need no cookie."""

from __future__ import annotations

import time
import uuid
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.models import Agency

LEAST_SECONDS = 2  # between opening and sending: less is a program
SALT = "requests_app.opened"


class FilingForm(forms.Form):
    """A form that files once, and that a program filling in everything at once does not get through."""

    key = forms.RegexField(regex=r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    opened = forms.CharField(widget=forms.HiddenInput, required=False)
    homepage = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    TRAPS = ("key", "opened", "homepage")

    def __init__(self, *args: Any, government: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.public().under(government)  # type: ignore[attr-defined]
        self.fields["key"].initial = uuid.uuid4().hex
        self.fields["opened"].initial = signing.dumps(int(time.time()), salt=SALT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("homepage"):
            raise forms.ValidationError(_("Empty the field that is to be left empty, and send the form again."))
        if not self._took_time(cleaned.get("opened", "")):
            raise forms.ValidationError(_("That was very quick. Please check what you wrote and send it again."))
        return cleaned

    def _took_time(self, opened: str) -> bool:
        try:
            since = signing.loads(opened, salt=SALT)
        except signing.BadSignature:
            return False
        return time.time() - since >= LEAST_SECONDS

    def content(self) -> dict[str, Any]:
        """What was filled in, ready for the action."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.TRAPS}


def agency_field() -> forms.ModelChoiceField:
    """Choice of the agency that is asked, by its public code."""
    return forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        to_field_name="code",
        label=gettext_lazy("Which agency do you ask?"),
        empty_label=gettext_lazy("Choose an agency"),
        error_messages={"invalid_choice": gettext_lazy("Choose an agency from the list.")},
    )
