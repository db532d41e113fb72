"""What the forms share with which an agency is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from portal import filing
from portal.agencies.models import Agency

SALT = filing.SALT


class FilingForm(filing.FilingForm):
    """Files once, with an agency of the government whose site is asked."""

    def __init__(self, *args: Any, government: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.public().under(government)  # type: ignore[attr-defined]


def agency_field() -> forms.ModelChoiceField:
    """Choice of the agency that is asked, by its public code."""
    return forms.ModelChoiceField(
        queryset=Agency.objects.none(),
        to_field_name="code",
        label=gettext_lazy("Which agency do you ask?"),
        empty_label=gettext_lazy("Choose an agency"),
        error_messages={"invalid_choice": gettext_lazy("Choose an agency from the list.")},
    )
