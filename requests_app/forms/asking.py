"""What a citizen asks with: one page, and nothing that the law does not need."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_app.forms.enclosing import EnclosuresField
from requests_app.forms.filing import FilingForm, agency_field, looks
from requests_app.models import Applicant, Delivery, FormWanted, IdentityKind
from requests_app.public_text import for_everybody, names_a_person

_NUMBERS = {
    IdentityKind.ID_CARD: re.compile(r"^\d{17}[\dXx]$"),
    IdentityKind.CREDIT_CODE: re.compile(r"^[0-9A-Za-z]{18}$"),
}
_CONTACTS = {Delivery.EMAIL: "email", Delivery.POST: "address"}


def _text(label: Any, *, rows: int = 0, most: int = 200, needed: bool = True, **attrs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, **attrs}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=most, required=needed, widget=widget)


class DisclosureRequestForm(FilingForm):
    """A request under the Regulations. What it asks for is what article 29 asks for; no purpose is asked."""

    agency = agency_field()
    subject = _text(gettext_lazy("Which information do you want?"), **looks("request_look", sends="subject,key,likely"))
    description = _text(gettext_lazy("What else helps to find it?"), rows=4, most=3000, needed=False)
    form_wanted = forms.ChoiceField(
        label=gettext_lazy("In which form?"), choices=FormWanted, initial=FormWanted.ELECTRONIC
    )
    delivery = forms.ChoiceField(
        label=gettext_lazy("How shall the answer reach you?"), choices=Delivery, initial=Delivery.ONLINE
    )
    category = forms.ChoiceField(label=gettext_lazy("You ask as"), choices=Applicant, initial=Applicant.PERSON)
    name = _text(gettext_lazy("Your name, or that of the organisation"), most=100, autocomplete="name")
    identity_kind = forms.ChoiceField(
        label=gettext_lazy("Identity document"), choices=IdentityKind, initial=IdentityKind.ID_CARD
    )
    identity_number = _text(gettext_lazy("Number of the document"), most=40, autocomplete="off")
    phone = _text(gettext_lazy("Phone"), most=30, needed=False, autocomplete="tel", inputmode="tel")
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    address = _text(gettext_lazy("Postal address"), needed=False, autocomplete="address-line1")
    enclosures = EnclosuresField()
    needs_help = forms.BooleanField(label=gettext_lazy("I need help with reading or writing"), required=False)
    help_wanted = _text(gettext_lazy("How can we help you?"), needed=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helps = {
            "subject": _("Its name, its document number, or another description by which it can be found."),
            "description": _("For example the period, the place or the project."),
            "identity_number": _("The law asks for it (article 29). Only the agency that answers can read it."),
            "help_wanted": _("For example: call me, read it to me, large print, sign language, come to my home."),
            "phone": _("One way to reach you is enough: phone, e-mail or postal address."),
        }
        for name, sentence in helps.items():
            self.fields[name].help_text = sentence

    def clean_identity_number(self) -> str:
        number = re.sub(r"[\s-]", "", self.cleaned_data["identity_number"])
        pattern = _NUMBERS.get(self.data.get(self.add_prefix("identity_kind"), ""))
        if pattern is not None and not pattern.match(number):
            raise forms.ValidationError(_("This number has 18 characters; please check it."))
        return number.upper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        reachable = [cleaned.get("phone"), cleaned.get("email"), cleaned.get("address")]
        if not any(reachable) and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("Give a phone number, an e-mail address or a postal address."))
        if cleaned.get("help_wanted"):
            cleaned["needs_help"] = True
        contact = _CONTACTS.get(cleaned.get("delivery", ""))
        if contact and not cleaned.get(contact) and contact not in self.errors:
            self.add_error(contact, _("The answer is to be sent there: please fill it in."))
        return cleaned


class TopicRequestForm(FilingForm):
    """A topic request: three fields, no name."""

    agency = agency_field()
    title = _text(gettext_lazy("What should be published?"), most=100, **looks("topic_look", sends="title,key,likely"))
    body = _text(gettext_lazy("Explain, if you like"), rows=4, most=2000, needed=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _("Everybody will read this, with the answer. Name no private person.")
        self.fields["email"].help_text = _("Only to tell you about the answer; it is shown to nobody.")

    def clean_title(self) -> str:
        return _public(self.cleaned_data["title"])

    def clean_body(self) -> str:
        return _public(self.cleaned_data["body"])


def _public(text: str) -> str:
    """`text` as everybody will read it."""
    text = for_everybody(text)
    if names_a_person(text):
        raise forms.ValidationError(_("Everybody will read this: take out identity card and mobile phone numbers."))
    return text
