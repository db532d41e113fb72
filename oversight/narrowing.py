"""The filters of the office's lists: what makes no sense is named beside its field, and the rest still narrows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Agency

EVERY = [("", _("All"))]


class NarrowingForm(forms.Form):
    """A filter, checked as soon as it is made; a field `agency` offers `agencies`."""

    columns: ClassVar[dict[str, str]] = {}  # by field: the lookup that it narrows

    def __init__(self, *args: Any, agencies: Iterable[Agency] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "agency" in self.fields:
            units = [(agency.code, agency.name) for agency in agencies]
            self.fields["agency"].choices = [*EVERY, *units]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def is_narrowed(self) -> bool:
        """True if something was chosen, so that the fold stays open."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def turn_chosen(self) -> str:
        """Whose turn, or what waits, was asked for."""
        return self.cleaned_data.get("turn", "")

    def lookups(self) -> dict[str, Any]:
        """What was chosen, as arguments of `filter`."""
        chosen = ((column, self.cleaned_data.get(name)) for name, column in self.columns.items())
        return {column: value for column, value in chosen if value}
