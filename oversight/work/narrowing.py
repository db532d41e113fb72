"""Forms that narrow a list or choose a year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.narrowing import EVERY, NarrowingForm
from portal.agencies.models import Agency


class ListForm(NarrowingForm):
    """Narrows a list: words and a year."""

    q = forms.CharField(label=_("Search"), max_length=60, required=False)
    year = forms.TypedChoiceField(
        label=_("Year"), required=False, coerce=int, empty_value=None,
        choices=lambda: [*EVERY, *((year, year) for year in years())],
    )  # fmt: skip

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("q", "")).strip()

    @property
    def year_chosen(self) -> int | None:
        return self.cleaned_data.get("year")


def years() -> list[int]:
    """The next year and the five before it."""
    last = timezone.localdate().year + 1
    return list(range(last, last - 6, -1))


class MatrixForm(forms.Form):
    """Of which government, and which year."""

    government = forms.ChoiceField(label=_("Government"))
    year = forms.ChoiceField(label=_("Year"))

    def __init__(self, *args: Any, governments: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["government"].choices = [(row.code, row.name) for row in governments]  # type: ignore[attr-defined]
        self.fields["year"].choices = [(year, year) for year in years()]  # type: ignore[attr-defined]
