"""Lines of lists of items: rendered once for each edition of the site, and from then on not even read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from disclosure.models import Item, ItemQuerySet
from portal.editions.memory import all_once_an_edition


def lines_of(request: HttpRequest, items: ItemQuerySet) -> list[str]:
    """A line for each of `items`, in their order. One query, and another one if the edition has lines to render."""
    if not hasattr(request, "edition"):
        return [_line(item) for item in items]
    return all_once_an_edition(request, "item line", items.values_list("pk", flat=True), _lines)


def _lines(keys: list[Any]) -> dict[Any, str]:
    return {item.pk: _line(item) for item in Item.objects.public().filter(pk__in=keys).for_lists()}


def _line(item: Item) -> str:
    return render_to_string("disclosure/item_line.html", {"item": item})
