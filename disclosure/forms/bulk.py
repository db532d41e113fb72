"""A file of items to import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import AgencyQuerySet


class ItemFileForm(forms.Form):
    """The file, the agency of rows that name none, and what is to become of the drafts."""

    agency: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, label=_("Agency"), help_text=_("Of every row that does not name another one itself.")
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV with a row of headers; at most 2,000 rows and 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    submits = forms.BooleanField(
        label=_("Submit at once what nothing stands in the way of"),
        required=False,
        help_text=_("Otherwise every row becomes a draft. Rows with obstacles stay drafts in any case."),
    )

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        own = list(agencies[:2])
        if len(own) == 1:
            self.initial.setdefault("agency", own[0].pk)
