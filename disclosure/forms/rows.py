"""Forms of lists: the filter of the public page, the days to compare, one row to write, a file to import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.fields import NO, YES, Column
from catalog.models.field import MASKED, FieldType
from disclosure.models.rows import StructuredRowQuerySet

MOST_CHOICES = 4
EVERY = ("", _("All"))
UNSORTED = MASKED | {FieldType.LONG_TEXT, FieldType.URL}  # an order by what is masked would tell it
DAY = {"type": "date", "min": "1949-01-01", "max": "2100-12-31"}


def _day(label: Any, *, required: bool = False) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


class RowFilterForm(forms.Form):
    """Narrows a list by words, by its columns of choices, and by the days of its first column of dates."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, Any], *, columns: Sequence[Column]) -> None:
        super().__init__(data)
        chosen = [column for column in columns if column.type in {FieldType.CHOICE, FieldType.YES_NO}]
        self.choice_columns = chosen[:MOST_CHOICES]
        for column in self.choice_columns:
            values = (YES, NO) if column.type == FieldType.YES_NO else column.choices
            choices = [EVERY, *((value, value) for value in values)]
            self.fields[f"f_{column.key}"] = forms.ChoiceField(label=column.label, required=False, choices=choices)
        days = [column for column in columns if column.type == FieldType.DATE]
        self.day_column = next(iter(sorted(days, key=lambda column: not column.is_required)), None)
        if self.day_column is not None:
            words = {"label": self.day_column.label}
            self.fields["since"] = _day(_("%(label)s from") % words)
            self.fields["until"] = _day(_("%(label)s until") % words)

        self.sort_columns = {column.key: column for column in columns if column.type not in UNSORTED}
        orders: list[tuple[str, Any]] = [("", _("as listed"))]
        for key, column in self.sort_columns.items():
            words = {"label": column.label}
            orders += [(key, _("%(label)s, ascending") % words), (f"-{key}", _("%(label)s, descending") % words)]
        self.fields["sort"] = forms.ChoiceField(label=_("Order"), required=False, choices=orders)

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields if name != "sort")

    @property
    def order(self) -> str:
        """The column of the order, with a minus if descending; empty: as listed."""
        return getattr(self, "cleaned_data", {}).get("sort") or ""

    def applied_to(self, rows: StructuredRowQuerySet) -> StructuredRowQuerySet:
        """`rows` narrowed to what was chosen; what makes no sense is passed over, with a sentence by it."""
        self.is_valid()
        given = self.cleaned_data
        rows = rows.saying(given.get("q") or "")
        for column in self.choice_columns:
            if value := given.get(f"f_{column.key}"):
                rows = rows.where(column, value)
        if self.day_column is not None and (given.get("since") or given.get("until")):
            rows = rows.between(self.day_column, given.get("since"), given.get("until"))
        if self.order:
            column = self.sort_columns[self.order.removeprefix("-")]
            rows = rows.sorted_by(column, descending=self.order.startswith("-"))
        return rows


class CompareForm(forms.Form):
    """Two days whose lists are compared."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        # in addresses the days are called `from` and `to`, which Python keeps for itself
        self.fields["from"] = _day(_("From"), required=True)
        self.fields["to"] = _day(_("To"), required=True)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The two days, the earlier one first."""
        first, last = sorted((self.cleaned_data["from"], self.cleaned_data["to"]))
        return first, last


class RowForm(forms.Form):
    """One row, a field for each column. The actions check every cell again, in the same words for form and file."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            self.fields[column.key] = _cell(column)

    @property
    def cells(self) -> dict[str, str]:
        return {column.key: str(self.cleaned_data[column.key] or "") for column in self.columns}


def _cell(column: Column) -> forms.Field:
    common = {"label": column.header, "required": column.is_required, "help_text": column.help}
    if column.type in {FieldType.CHOICE, FieldType.YES_NO}:
        values = (YES, NO) if column.type == FieldType.YES_NO else column.choices
        return forms.ChoiceField(choices=[("", "—"), *((value, value) for value in values)], **common)
    if column.type == FieldType.DATE:
        return forms.CharField(widget=forms.TextInput(attrs=DAY), **common)
    if column.type == FieldType.LONG_TEXT:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}), **common)
    return forms.CharField(widget=forms.TextInput(attrs={"class": "vTextField"}), **common)


class RowFileForm(forms.Form):
    """A table to import."""

    file = forms.FileField(label=_("File"), help_text=_("XLSX or CSV; the first row holds the headers."))
    removes_absent = forms.BooleanField(
        label=_("Take out rows that are not in the file"),
        required=False,
        help_text=_("For a complete list. Otherwise the file adds to the list, and replaces rows with the same key."),
    )
