"""What every public form carries: an idempotency key, and two traps for programs that need no cookie."""

from __future__ import annotations

import time
import uuid
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LEAST_SECONDS = 2  # between opening and sending: less is a program
SALT = "requests_app.opened"  # not renamed: forms that are open during an update go through


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
