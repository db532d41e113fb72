"""Forms of the annual report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.report.scheme import read

LONGEST = 20_000
FIRST_YEAR = 2008
TEXT = {"rows": 14}


class YearForm(forms.Form):
    """Of which year; by default the last one, which is what is reported now."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=2100, required=False)

    @property
    def year_or_last(self) -> int:
        chosen = self.cleaned_data.get("year") if self.is_valid() else None
        return chosen or timezone.localdate().year - 1


class TextsForm(forms.Form):
    """The texts of parts one, five and six."""

    overview = forms.CharField(
        label=_("I. General"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs=TEXT)
    )
    problems = forms.CharField(
        label=_("V. Problems and improvements"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    other = forms.CharField(
        label=_("VI. Other matters to report"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class CorrectionForm(forms.Form):
    """The number as the report shows it, and why. Empty: back to what is computed."""

    value = forms.CharField(
        label=_("Number to report"), max_length=20, required=False,
        help_text=_("Leave empty to go back to what is computed. Amounts in 10 000 yuan."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason, or source of the figure"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, cell: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cell = cell

    def clean_value(self) -> int | None:
        typed = self.cleaned_data["value"]
        if not typed.strip():
            return None
        try:
            return read(self.cell, typed)
        except ValueError as error:
            raise forms.ValidationError(
                _("Write a whole number, or an amount with at most four decimals; nothing negative.")
            ) from error


class ReturnForm(forms.Form):
    """What the clerk is to mend."""

    reason = forms.CharField(label=_("What is to be mended"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ReportFileForm(forms.Form):
    """A file with reports of earlier years."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("The filled-in workbook (.xlsx), or JSON as this portal exports it. 10 MB at most."),
    )
