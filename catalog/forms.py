"""Forms of the workbench."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import CatalogEntry, Duty
from portal.agencies.models import AgencyQuerySet


class UploadForm(forms.Form):
    """A catalog file and the government whose catalog it is."""

    government: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, label=_("Government"), empty_label=None)
    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX, with a row of headers."))

    def __init__(self, *args: Any, governments: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["government"].queryset = governments


class TriggerForm(forms.Form):
    """The event from which a time limit runs."""

    on = forms.DateField(label=_("Event on"), widget=forms.DateInput(attrs={"type": "date"}))


class EntryForm(forms.ModelForm):
    """An entry; a code that is taken is said beside the code, where the constraint would say it of the whole form."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        government = self.instance.agency_id or getattr(cleaned.get("agency"), "pk", None)
        same = CatalogEntry.objects.filter(agency=government, code=cleaned.get("code") or "")
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("code", _("Another entry of this catalog has this code."))
        return cleaned


class DutyForm(forms.ModelForm):
    """A duty; its dates follow from events, only the first one may be set."""

    first_due_on = forms.DateField(
        label=_("First due on"), required=False, help_text=_("Blank: as the time limit of the entry says.")
    )

    class Meta:
        model = Duty
        fields = ["agency", "entry", "section", "post", "cadence", "cadence_kind"]
