"""Taking in a request that came on paper, by fax or by word of mouth."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.agencies.models import Agency
from requests_app.forms.handling import day_field, long_text
from requests_app.models import Applicant, Channel, Delivery, FormWanted, IdentityKind
from requests_app.permissions import Permission

# Which day counts, as article 31 has it; what is spoken is handed in at the counter and written down (article 29).
RECEIPT_RULES: dict[str, Promise] = {
    Channel.COUNTER: gettext_lazy("the day on which it was handed in"),
    Channel.ORAL: gettext_lazy("the day on which it was spoken and written down"),
    Channel.REGISTERED_POST: gettext_lazy("the day on which the agency signed for it"),
    Channel.ORDINARY_POST: gettext_lazy(
        "confirm with the applicant on the day on which it arrives; the day of confirming counts"
    ),
    Channel.FAX: gettext_lazy("the day on which both sides confirmed it"),
}


class IntakeForm(forms.Form):
    """A request that came in at the counter, by post or by fax, keyed in by the clerk (article 31)."""

    key = forms.RegexField(regex=r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none())
    channel = forms.ChoiceField(
        label=gettext_lazy("Came in"),
        widget=forms.RadioSelect,
        initial=Channel.COUNTER,
        choices=[
            (channel, format_lazy("{} – {}", Channel(channel).label, rule)) for channel, rule in RECEIPT_RULES.items()
        ],
    )
    received_on = day_field(
        gettext_lazy("Day of receipt, or confirmed on"), help_text=gettext_lazy("The time runs from it (article 31).")
    )
    category = forms.ChoiceField(label=gettext_lazy("The applicant is a"), choices=Applicant)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    identity_kind = forms.ChoiceField(label=gettext_lazy("Identity document"), choices=IdentityKind)
    identity_number = forms.CharField(label=gettext_lazy("Number of the document"), max_length=40)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    address = forms.CharField(label=gettext_lazy("Postal address"), max_length=200, required=False)
    subject = forms.CharField(label=gettext_lazy("Information wanted"), max_length=200)
    description = long_text(gettext_lazy("Further description"), most=3000, required=False)
    needs_help = forms.BooleanField(
        label=gettext_lazy("Needs help with reading or writing (article 43)"), required=False
    )
    help_wanted = forms.CharField(label=gettext_lazy("How to help"), max_length=200, required=False)
    form_wanted = forms.ChoiceField(label=gettext_lazy("Form wanted"), choices=FormWanted)
    delivery = forms.ChoiceField(label=gettext_lazy("Delivery"), choices=Delivery)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.public().managed_by(user, Permission.HANDLE_REQUEST)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["agency"].initial = agencies.first()
        self.fields["received_on"].initial = timezone.localdate()
        self.fields["key"].initial = uuid.uuid4().hex

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("help_wanted"):  # who says how to help has said that help is needed
            given["needs_help"] = True
        return given
