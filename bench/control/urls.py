"""A constant, a list with one query and twenty rows, a detail with three queries: no form, no pager, no tenant."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import Context, Engine
from django.urls import path

from disclosure.models import Item, Version
from portal.agencies.models import Agency

ENGINE = Engine(
    dirs=[Path(__file__).parent / "templates"],
    libraries={"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"},
    debug=False,
)
CONSTANT = b"<!DOCTYPE html>" + b"<p>constant</p>" * 1200  # 18 KB, as much as a list


def _render(name: str, context: dict[str, object]) -> HttpResponse:
    return HttpResponse(ENGINE.get_template(name).render(Context(context)))


def constant(request: HttpRequest) -> HttpResponse:
    """No query, no template."""
    return HttpResponse(CONSTANT)


def item_list(request: HttpRequest) -> HttpResponse:
    """One query, twenty rows."""
    items = Item.objects.public().select_related("agency").newest_first()[:20]
    return _render("control/list.html", {"items": items, "path": request.path})


def item_detail(request: HttpRequest, index_no: str) -> HttpResponse:
    """Three queries: the item with its text, its agency, its versions."""
    item = get_object_or_404(Item.objects.public().select_related("live_version", "entry"), index_no=index_no)
    agency = Agency.objects.public().get(pk=item.agency_id)
    versions = Version.objects.filter(item=item, published_at__isnull=False).defer("body").order_by("-number")
    return _render("control/detail.html", {"item": item, "agency": agency, "versions": versions, "path": request.path})


def agency_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Where the links lead."""
    return HttpResponse(code)


urlpatterns = [
    path("constant/", constant, name="constant"),
    path("list/", item_list, name="list"),
    path("detail/<slug:index_no>/", item_detail, name="detail"),
    path("agencies/<slug:code>/", agency_detail, name="agency"),
]
