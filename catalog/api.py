"""The catalog for machines: read-only, of the government whose host is asked."""

from __future__ import annotations

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.decorators import method_decorator
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.request import Request

from catalog.models import Area, AreaQuerySet, CatalogEntry, CatalogEntryQuerySet, Duty, DutyQuerySet, Mode, Stage
from portal.agencies.redirects import current
from portal.editions.sharing import shared


class AreaSerializer(serializers.ModelSerializer):
    """An area, and how much of this government's catalog stands in it."""

    entry_count = serializers.IntegerField(read_only=True)
    fulfilled_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Area
        fields = ["number", "name", "name_en", "is_pilot", "entry_count", "fulfilled_count"]


class DutySerializer(serializers.ModelSerializer):
    """Who is responsible for an entry, and where that stands today."""

    agency = serializers.CharField(source="agency.code")
    agency_name = serializers.CharField(source="agency.name")
    standing = serializers.SerializerMethodField()

    class Meta:
        model = Duty
        fields = ["agency", "agency_name", "section", "standing", "next_due_on", "is_provisional", "last_fulfilled_on"]

    @extend_schema_field(serializers.ChoiceField(choices=["met", "due", "overdue", "waiting"]))
    def get_standing(self, duty: Duty) -> str:
        return duty.standing(timezone.localdate())


class EntrySerializer(serializers.ModelSerializer):
    """An entry of the catalog; `limits` are the limits that were read out of the text `time_limit`."""

    area = serializers.IntegerField(source="area.number")
    area_name = serializers.CharField(source="area.name")
    government = serializers.CharField(source="agency.code")
    limits = serializers.ListField(child=serializers.DictField(), read_only=True)
    extras = serializers.DictField(read_only=True)
    duties = DutySerializer(source="site_duties", many=True)

    class Meta:
        model = CatalogEntry
        fields = [
            "code",
            "government",
            "area",
            "area_name",
            "level1",
            "level2",
            "content_elements",
            "legal_basis",
            "time_limit",
            "limit_reading",
            "limits",
            "subject",
            "channels",
            "audience",
            "mode",
            "levels",
            "stage",
            "source_url",
            "note",
            "extras",
            "duties",
        ]


class EntryFilter(filters.FilterSet):
    """Filters of the list of entries."""

    area = filters.NumberFilter(field_name="area__number", label="area")
    mode = filters.ChoiceFilter(choices=Mode.choices)
    stage = filters.ChoiceFilter(choices=Stage.choices)
    agency = filters.CharFilter(method="of_agency", label="code of a responsible agency")

    class Meta:
        model = CatalogEntry
        fields = ["area", "mode", "stage", "agency"]

    def of_agency(self, entries: CatalogEntryQuerySet, name: str, code: str) -> CatalogEntryQuerySet:
        return entries.filter(
            duties__in=_duties(self.request).filter(agency__code=current(code, self.request.government))
        )


def _duties(request: Request) -> DutyQuerySet:
    return Duty.objects.public().under(request.government).select_related("agency").order_by("agency__path")


@method_decorator(shared, name="dispatch")
class AreaViewSet(viewsets.ReadOnlyModelViewSet):
    """Areas of government work."""

    serializer_class = AreaSerializer
    queryset = Area.objects.public()
    lookup_field = "number"
    lookup_value_regex = r"\d+"
    pagination_class = None

    def get_queryset(self) -> AreaQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        entries = CatalogEntry.objects.public().for_site(self.request.government)
        return Area.objects.public().with_counts(entries, _duties(self.request))


@method_decorator(shared, name="dispatch")
class EntryViewSet(viewsets.ReadOnlyModelViewSet):
    """Entries of the catalog that holds on this site."""

    serializer_class = EntrySerializer
    queryset = CatalogEntry.objects.public()
    lookup_field = "code"
    lookup_value_regex = r"[A-Za-z0-9._-]+"
    filterset_class = EntryFilter

    def get_queryset(self) -> CatalogEntryQuerySet:
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        duties = Prefetch("duties", queryset=_duties(self.request), to_attr="site_duties")
        entries = CatalogEntry.objects.public().for_site(self.request.government).in_order()
        return entries.select_related("area", "agency").prefetch_related(duties)
