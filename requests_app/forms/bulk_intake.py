"""A file of requests on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import AgencyQuerySet


class IntakeFileForm(forms.Form):
    """The file, and the agency that received the requests."""

    agency: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, label=_("Agency"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV with a row of headers; at most 200 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        own = list(agencies[:2])
        if len(own) == 1:
            self.initial.setdefault("agency", own[0].pk)
