"""Rows of a list in a template."""

from collections.abc import Iterable, Iterator, Mapping

from django import template

from catalog.fields import Column

register = template.Library()


@register.filter
def in_columns(row: Mapping[str, str], columns: Iterable[Column]) -> Iterator[tuple[Column, str]]:
    """The cells of `row` with their columns, in the order of `columns`."""
    return ((column, row.get(column.key, "")) for column in columns)
