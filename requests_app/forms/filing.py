"""What the forms share with which an agency is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from portal import filing
from portal.agencies.models import Agency
from requests_app.people import receiving_office

SALT = filing.SALT


class FilingForm(filing.FilingForm):
    """Files once, with an agency of the government whose site is asked.

    Nobody has to know the agency: what was suggested and left chosen counts (`likely`), and without either the
    government's office receives it.
    """

    def __init__(self, *args: Any, government: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.government = government
        self.fields["agency"].queryset = Agency.objects.public().under(government)  # type: ignore[attr-defined]

    @property
    def likely(self) -> str:
        """Code of the suggested agency that was left chosen."""
        return str(self.data.get("likely", ""))[:40].replace("\x00", "")

    def clean_agency(self) -> Agency:
        agency: Agency | None = self.cleaned_data["agency"]
        if agency is None and self.likely:
            agency = self.fields["agency"].queryset.filter(code=self.likely).first()  # type: ignore[attr-defined]
        return agency or receiving_office(self.government)


def agency_field() -> forms.ModelChoiceField:
    """Choice of the agency that is asked, by its public code."""
    return forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        required=False,
        to_field_name="code",
        label=gettext_lazy("Which agency do you ask?"),
        empty_label=gettext_lazy("I do not know, or as suggested"),
        error_messages={"invalid_choice": gettext_lazy("Choose an agency from the list.")},
        help_text=gettext_lazy("You need not know it: the government's office receives it and passes it on."),
    )


def looks(address: str, *, sends: str) -> dict[str, Any]:
    """Attributes of a field that looks first while it is filled in; of the form it sends `sends` and no more."""
    return {
        "data-hx-post": reverse_lazy(f"requests_app:{address}"),
        "data-hx-trigger": "input changed delay:600ms",
        "data-hx-target": "#look",
        "data-hx-params": sends,
        "data-hx-sync": "this:replace",
    }
