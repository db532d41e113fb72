"""Items over the API: read-only, what is public on this site and nothing else."""

from __future__ import annotations

from typing import Any

import django_filters
from rest_framework import serializers, viewsets

from disclosure.body import plain
from disclosure.models import Item, ItemQuerySet, Kind
from portal.agencies.redirects import current


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

    def get_serializer_class(self) -> type[ItemSerializer]:
        return ItemDetailSerializer if self.action == "retrieve" else ItemSerializer
