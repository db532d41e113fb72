"""Agencies of a government, read-only."""

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets
from rest_framework.request import Request

from portal.agencies.models import Agency, AgencyQuerySet
from portal.agencies.redirects import MovedOn, agency_or_moved
from portal.editions.sharing import shared


class AgencySerializer(serializers.ModelSerializer):
    """An agency and its contact card."""

    parent = serializers.SerializerMethodField()  # type: ignore[assignment]

    class Meta:
        model = Agency
        fields = (
            "code", "name", "short_name", "tier", "kind", "parent", "host", "address", "postcode", "phone", "fax",
            "email", "office_hours", "request_office", "hotline", "supervision_phone", "functions",
        )  # fmt: skip

    def get_parent(self, agency: Agency) -> str | None:
        """Code of the agency above, or null."""
        return self.context["codes"].get(agency.path[: -Agency.steplen])


class AgencyFilter(filters.FilterSet):
    class Meta:
        model = Agency
        fields = ("tier", "kind")


@method_decorator(shared, name="dispatch")
class AgencyViewSet(viewsets.ReadOnlyModelViewSet):
    """The agencies of the government whose host is asked, from the top down."""

    serializer_class = AgencySerializer
    filterset_class = AgencyFilter
    lookup_field = "code"
    queryset = Agency.objects.public()

    def get_queryset(self) -> AgencyQuerySet:
        return Agency.objects.public().under(self.request.government)

    def retrieve(self, request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        """One agency; 301 where it has another code now, or another agency answers for it."""
        try:
            agency_or_moved(request, str(kwargs["code"]))
        except MovedOn as moved:
            return redirect("api:agency-detail", moved.agency.code, permanent=True)
        return super().retrieve(request, *args, **kwargs)

    def get_serializer_context(self) -> dict[str, object]:
        codes = {} if self.is_schema_run else dict(self.get_queryset().values_list("path", "code"))
        return super().get_serializer_context() | {"codes": codes}

    @property
    def is_schema_run(self) -> bool:
        """True while the OpenAPI document is being made, where there is no government."""
        return getattr(self, "swagger_fake_view", False)
