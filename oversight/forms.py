"""Forms of the office's room."""

from __future__ import annotations

import uuid

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from oversight.actions.complaints import LONGEST_TEXT
from oversight.hearing import accusable
from oversight.models import ComplaintKind, Identity
from portal.agencies.models import Agency
from portal.receipts import LENGTH, typed


def new_key() -> str:
    return uuid.uuid4().hex


class ComplaintForm(forms.Form):
    """What a complainant fills in; on a phone, in this order."""

    key = forms.CharField(
        widget=forms.HiddenInput, initial=new_key, validators=[RegexValidator(r"^[0-9a-f]{32}$")], max_length=32
    )
    accused = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Which agency is it about?"), empty_label=_("Choose an agency")
    )
    kind = forms.ChoiceField(label=_("What is wrong?"), choices=ComplaintKind, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What happened?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What, when, where. Leave out what would give you away, if you do not wish to be known."),
    )
    identity = forms.ChoiceField(
        label=_("How do you wish to file?"),
        choices=[
            (Identity.CONFIDENTIAL, _("Confidentially: only the office that hears the case can read my name")),
            (Identity.ANONYMOUS, _("Anonymously: no name, no contact; I follow the case with the code alone")),
            (Identity.NAMED, _("With my name")),
        ],
        initial=Identity.CONFIDENTIAL,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Your name"), max_length=60, required=False, help_text=_("Leave empty if you file anonymously.")
    )
    contact = forms.CharField(
        label=_("Telephone or e-mail"),
        max_length=120,
        required=False,
        help_text=_("Leave empty if you file anonymously."),
    )

    may_publish = forms.BooleanField(
        label=_("What came of it may be published, without my name"),
        required=False,
        help_text=_("You can change this with the receipt code at any time."),
    )

    def __init__(self, *args: object, government: Agency, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["accused"].queryset = accusable(government)  # type: ignore[attr-defined]
        # a browser that helpfully remembers the filing would tell the next person at this machine
        for name in ("name", "contact", "text"):
            self.fields[name].widget.attrs["autocomplete"] = "off"


class FollowForm(forms.Form):
    """The receipt code, typed with or without hyphens."""

    code = forms.CharField(
        label=_("Receipt code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("16 letters and digits, as shown when you filed."),
    )

    def clean_code(self) -> str:
        code = typed(self.cleaned_data["code"])
        if len(code) != LENGTH:
            raise forms.ValidationError(_("A receipt code has 16 letters and digits."))
        return code
