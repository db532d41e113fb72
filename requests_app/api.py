"""Topic requests for machines: read-only and public. Requests under the Regulations are nobody else's."""

from __future__ import annotations

from django.utils.decorators import method_decorator
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from portal.agencies.redirects import current
from portal.editions.sharing import shared
from requests_app.models import TopicRequest, TopicRequestQuerySet


class RefusalSerializer(serializers.Serializer):
    """A refusal in public."""

    facts = serializers.CharField(source="refusal_facts")
    ground = serializers.CharField(source="refusal_ground.name")
    code = serializers.CharField(source="refusal_ground.code")
    article = serializers.CharField(source="refusal_article")


class TopicRequestSerializer(serializers.ModelSerializer):
    """A topic request and its answer; nothing of who asked."""

    agency = serializers.CharField(source="agency.code")
    agency_name = serializers.CharField(source="agency.name")
    due_on = serializers.DateField(source="clock.due_on")
    item = serializers.CharField(source="item.index_no", default=None, allow_null=True)
    refusal = serializers.SerializerMethodField()
    url = serializers.CharField(source="get_absolute_url")

    class Meta:
        model = TopicRequest
        fields = (
            "number", "agency", "agency_name", "title", "body", "state", "filed_at", "due_on", "supporters",
            "answered_at", "working_days", "item", "answer", "refusal", "url",
        )  # fmt: skip

    @extend_schema_field(RefusalSerializer(allow_null=True))
    def get_refusal(self, topic: TopicRequest) -> dict[str, str] | None:
        return RefusalSerializer(topic).data if topic.refusal_ground_id else None


class TopicRequestFilter(filters.FilterSet):
    """`?agency=<code>&state=<received|answered|refused>`."""

    agency = filters.CharFilter(method="of_agency")

    class Meta:
        model = TopicRequest
        fields = ("state",)

    def of_agency(self, topics: TopicRequestQuerySet, name: str, code: str) -> TopicRequestQuerySet:
        return topics.filter(agency__code=current(code, self.request.government))


@method_decorator(shared, name="dispatch")
class TopicRequestViewSet(viewsets.ReadOnlyModelViewSet):
    """The public topic requests of the government whose host is asked, newest first."""

    serializer_class = TopicRequestSerializer
    filterset_class = TopicRequestFilter
    lookup_field = "number"
    lookup_value_regex = "[-A-Za-z0-9]+"
    queryset = TopicRequest.objects.public()

    def get_queryset(self) -> TopicRequestQuerySet:
        return TopicRequest.objects.public().under(self.request.government).with_answer().newest_first()
