"""The control application: what bare Django costs for pages of the same kind on the same machine."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from disclosure.models import Item
from portal.agencies.models import Agency

ROW = "{% for item in items %}<li><a href='/items/{{ item.index_no }}/'>{{ item.title }}</a> {{ item.agency.name }}"
ROW += " <time>{{ item.published_at|date:'Y-m-d' }}</time></li>{% endfor %}"
LIST = f"<!DOCTYPE html><html lang='zh-CN'><title>list</title><body><ul>{ROW}</ul></body></html>"
DETAIL = (
    "<!DOCTYPE html><html lang='zh-CN'><title>{{ item.title }}</title><body><h1>{{ item.title }}</h1>{{ body|safe }}"
)
DETAIL += "<p>{{ agency.name }}</p></body></html>"


def constant(request: HttpRequest) -> HttpResponse:
    """No query, no template."""
    return HttpResponse("ok")


def item_list(request: HttpRequest) -> HttpResponse:
    """One query, twenty rows, a plain template."""
    items = Item.objects.public().select_related("agency").newest_first()[:20]
    return HttpResponse(engines["django"].from_string(LIST).render({"items": items}))


def item_detail(request: HttpRequest, index_no: str) -> HttpResponse:
    """Three queries, a plain template."""
    item = Item.objects.public().get(index_no=index_no)
    agency = Agency.objects.get(pk=item.agency_id)
    return HttpResponse(
        engines["django"].from_string(DETAIL).render({"item": item, "agency": agency, "body": item.live_version.body})
    )


urlpatterns = [
    path("constant/", constant),
    path("list/", item_list),
    path("detail/<str:index_no>/", item_detail),
]
