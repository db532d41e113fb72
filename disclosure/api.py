"""Items over the API: read-only, what is public on this site and nothing else."""

from __future__ import annotations

from typing import Any

import django_filters
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.fields import shown
from disclosure.body import plain
from disclosure.forms.rows import RowFilterForm
from disclosure.models import Item, ItemQuerySet, Kind, StructuredRow
from portal.agencies.redirects import current
from portal.editions.sharing import shared


class FileSerializer(serializers.Serializer):
    """An attachment: where to fetch it, and the SHA-256 to check it with."""

    name = serializers.CharField(source="file.name")
    size = serializers.IntegerField(source="file.size", help_text="Bytes.")
    content_type = serializers.CharField(source="file.content_type")
    sha256 = serializers.CharField(source="file.sha256")
    url = serializers.SerializerMethodField()

    def get_url(self, link: Any) -> str:
        return str(link.shown()["url"])


class ItemSerializer(serializers.ModelSerializer):
    """An item as lists show it."""

    agency = serializers.CharField(source="agency.code")
    agency_name = serializers.CharField(source="agency.name")
    area = serializers.SerializerMethodField(help_text="Number of the area.")
    entry = serializers.SerializerMethodField(help_text="Code of the catalog entry.")
    source = serializers.CharField(help_text="Who made the document.")  # type: ignore[assignment]
    url = serializers.CharField(source="get_absolute_url")

    class Meta:
        model = Item
        fields = [
            "index_no",
            "title",
            "agency",
            "agency_name",
            "area",
            "entry",
            "kind",
            "attribute",
            "doc_number",
            "doc_date",
            "source",
            "source_url",
            "published_at",
            "url",
        ]

    def get_area(self, item: Item) -> int | None:
        return item.entry.area.number if item.entry else None

    def get_entry(self, item: Item) -> str | None:
        return item.entry.code if item.entry else None


class ItemDetailSerializer(ItemSerializer):
    """An item in full."""

    version = serializers.IntegerField(source="live_version.number")
    hash = serializers.CharField(source="live_version.hash", help_text="SHA-256 over text, metadata and files.")
    body = serializers.CharField(source="live_version.body", help_text="Sanitised HTML.")
    text = serializers.SerializerMethodField(help_text="The same without markup.")
    files = FileSerializer(source="live_version.attachments", many=True)

    class Meta(ItemSerializer.Meta):
        fields = [*ItemSerializer.Meta.fields, "version", "hash", "body", "text", "files"]

    def get_text(self, item: Item) -> str:
        return plain(item.live_version.body) if item.live_version else ""


class RowSerializer(serializers.Serializer):
    """A row of a list; identity numbers and names of natural persons are masked."""

    position = serializers.IntegerField(help_text="Place in the list as it was published.")
    cells = serializers.DictField(child=serializers.CharField(), help_text="By the keys of the columns.")


ROW_FILTERS = [
    OpenApiParameter("q", str, description="Words, all of which a row holds."),
    OpenApiParameter("sort", str, description="Key of a column, with a minus for descending; no masked column."),
    OpenApiParameter("since", OpenApiTypes.DATE, description="From this day on, in the column of days of the list."),
    OpenApiParameter("until", OpenApiTypes.DATE, description="Up to this day, in the column of days of the list."),
    OpenApiParameter("f_{key}", str, description="Value of a column of choices, by its key."),
]


class ItemFilter(django_filters.FilterSet):
    """`agency` means that agency itself; dates are days of publication, both included."""

    agency = django_filters.CharFilter(method="of_agency")
    area = django_filters.NumberFilter(field_name="entry__area__number")
    entry = django_filters.CharFilter(field_name="entry__code")
    kind = django_filters.ChoiceFilter(choices=Kind.choices)
    since = django_filters.DateFilter(method="published_since")
    until = django_filters.DateFilter(method="published_until")

    class Meta:
        model = Item
        fields = ("agency", "area", "entry", "kind", "since", "until")

    def of_agency(self, items: ItemQuerySet, name: str, code: str) -> ItemQuerySet:
        return items.filter(agency__code=current(code, self.request.government))

    def published_since(self, items: ItemQuerySet, name: str, day: Any) -> ItemQuerySet:
        return items.published_between(day, None)

    def published_until(self, items: ItemQuerySet, name: str, day: Any) -> ItemQuerySet:
        return items.published_between(None, day)


@method_decorator(shared, name="dispatch")
class ItemViewSet(viewsets.ReadOnlyModelViewSet):
    """Public items of this site, newest first."""

    queryset = Item.objects.public()
    lookup_field = "index_no"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
    filterset_class = ItemFilter

    def get_queryset(self) -> ItemQuerySet:
        items = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return items
        items = items.under(self.request.government).newest_first()
        return items.for_reading() if self.action == "retrieve" else items.for_lists()

    @extend_schema(parameters=ROW_FILTERS, responses=RowSerializer(many=True), filters=False)
    @action(detail=True, url_path="rows", url_name="rows", filterset_class=None)
    def rows(self, request: Request, index_no: str) -> Response:
        """The rows of the list of an item, as its page filters, sorts and masks them. 404 if the item has no list."""
        items = Item.objects.public().under(request.government).select_related("live_version__row_set")
        item = get_object_or_404(items, index_no=index_no)
        row_set = item.live_version.row_set  # type: ignore[union-attr]
        if row_set is None:
            raise Http404
        form = RowFilterForm(request.query_params, columns=row_set.layout)
        rows = form.applied_to(StructuredRow.objects.public().of(row_set))
        if form.errors:
            raise ValidationError(form.errors)
        found = self.paginate_queryset(rows)
        answer = [{"position": row.position, "cells": shown(row_set.layout, row.cells)} for row in found or ()]
        return self.get_paginated_response(answer)

    def get_serializer_class(self) -> type[ItemSerializer]:
        return ItemDetailSerializer if self.action == "retrieve" else ItemSerializer
