"""What is asked for when an item went out through another channel, and for an alert."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models import Area
from disclosure.models.channel import Outlet
from portal.agencies.models import Agency


class ChannelForm(forms.Form):
    outlet = forms.ChoiceField(label=_("channel"), choices=Outlet)
    place = forms.CharField(
        label=_("place or title"), max_length=100, help_text=_("Which board, which paper, which page.")
    )
    on = forms.DateField(
        label=_("day"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class AlertForm(forms.Form):
    """All of a site, or less of it."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    agency = forms.ModelChoiceField(
        label=_("Agency"), required=False, queryset=Agency.objects.none(), to_field_name="code", empty_label=_("All")
    )
    area = forms.ModelChoiceField(
        label=_("Area"), required=False, queryset=Area.objects.none(), to_field_name="number", empty_label=_("All")
    )
    query = forms.CharField(
        label=_("Words"), required=False, max_length=100, help_text=_("Only what holds these words; may stay empty.")
    )

    def __init__(self, *args: Any, government: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.public().under(government)  # type: ignore[attr-defined]
        self.fields["area"].queryset = Area.objects.public()  # type: ignore[attr-defined]
