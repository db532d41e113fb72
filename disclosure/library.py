"""The library of documents (文件库): a selection of what is public with counts beside its facets, and as a table."""

from __future__ import annotations

import csv
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast, ExtractYear
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.row_export import guarded

if TYPE_CHECKING:
    from collections.abc import Callable

    from disclosure.forms import ItemFilterForm
    from disclosure.models import ItemQuerySet

MOST_IN_FILE = 5000
COUNTED: dict[str, str | ExtractYear] = {"kind": "kind", "year": ExtractYear("published_at")}
"""Facets with counts, and the column that each counts by."""


def facet_counts(form: ItemFilterForm, items: ItemQuerySet) -> dict[str, dict[str, int]]:
    """How many there are of each choice of the counted facets, under all the other filters. One query."""
    parts = [
        form.applied_to(items, without=name)
        .order_by()
        .annotate(facet=Value(name, CharField()), value=Cast(column, CharField()))
        .values_list("facet", "value")
        .annotate(number=Count("pk"))
        for name, column in COUNTED.items()
    ]
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for name, value, number in parts[0].union(*parts[1:], all=True):
        counts[name][value] = number
    return counts


def selection_csv(items: ItemQuerySet, *, address: Callable[[str], str]) -> HttpResponse:
    """The first 5000 of `items` as CSV, with addresses made absolute by `address`."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="items.csv"'
    write = csv.writer(answer)
    write.writerow(
        [
            _("Index number"), _("Title"), _("Agency"), _("Genre"), _("Subject category"), _("Area"),
            _("Document number"), _("Date of document"), _("Published on"), _("In force from"), _("Valid until"),
            _("Web address"),
        ]
    )  # fmt: skip
    for item in items[:MOST_IN_FILE]:
        area = str(item.entry.area) if item.entry else ""
        days = (item.doc_date, timezone.localdate(item.published_at), item.effective_on, item.valid_until)
        doc_date, published_on, effective_on, valid_until = (day.isoformat() if day else "" for day in days)
        cells = [
            item.index_no, item.title, item.published_as or item.agency.name, item.get_kind_display(),
            item.get_subject_display(), area, item.doc_number, doc_date, published_on, effective_on, valid_until,
            address(item.get_absolute_url()),
        ]  # fmt: skip
        write.writerow([guarded(str(cell)) for cell in cells])
    return answer
