"""`/api/v1/`: read-only, public, of the government whose host is asked; what agencies report has an account."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import DefaultRouter

from catalog.api import AreaViewSet, EntryViewSet
from disclosure.api import ItemViewSet
from oversight.api import PowerCaseReports
from portal.agencies.api import AgencyViewSet
from requests_app.api import TopicRequestViewSet

router = DefaultRouter()
router.include_format_suffixes = False
router.register("agencies", AgencyViewSet, basename="agency")
router.register("areas", AreaViewSet, basename="area")
router.register("entries", EntryViewSet, basename="entry")
router.register("items", ItemViewSet, basename="item")
router.register("topic-requests", TopicRequestViewSet, basename="topic-request")

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(router.urls)),
    path("power-cases/", PowerCaseReports.as_view(), name="power-cases"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
]
