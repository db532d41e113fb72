"""Atom feeds of what is public: of a site, an agency and everything below it, an area, or a search."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Area
from disclosure.forms import ItemFilterForm
from disclosure.models import Consultation, GazetteIssue, Item
from portal.agencies.models import Agency
from portal.agencies.redirects import MovedOn, agency_or_moved
from portal.atom import SiteFeed
from portal.languages import current
from portal.search.queries import Hit, find

NEWEST = 30


class NewestItems(Feed):
    """The newest items of the site; the subclasses narrow them."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> Any:
        return {
            "title": request.government.site_name or request.government.name,
            "link": reverse("disclosure:item_list"),
            "items": self._items(request),
        }

    def _items(self, request: HttpRequest) -> Any:
        return Item.objects.public().under(request.government).newest_first().for_lists()

    def title(self, feed: dict[str, Any]) -> str:
        return feed["title"]

    def link(self, feed: dict[str, Any]) -> str:
        return feed["link"]

    def items(self, feed: dict[str, Any]) -> Any:
        return feed["items"][:NEWEST]

    def item_title(self, item: Item) -> str:
        return item.title

    def item_description(self, item: Item) -> str:
        return item.summary

    def item_pubdate(self, item: Item) -> dt.datetime:
        return item.published_at

    def item_updateddate(self, item: Item) -> dt.datetime:
        return item.changed_at

    def item_author_name(self, item: Item) -> str:
        return item.published_as or item.agency.name


class SelectedItems(NewestItems):
    """Whatever the filters of the library choose: a genre, an agency in an area, a year, all of them together."""

    def get_object(self, request: HttpRequest) -> Any:
        form = ItemFilterForm(request.GET, government=request.government)
        return super().get_object(request) | {
            "link": f"{reverse('disclosure:item_list')}?{request.GET.urlencode()}",
            "items": form.applied_to(self._items(request)),
        }


class ItemsOfAgency(NewestItems):
    """What an agency and those below it publish."""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().__call__(request, *args, **kwargs)
        except MovedOn as moved:
            return redirect("disclosure:agency_feed", moved.agency.code, permanent=True)

    def get_object(self, request: HttpRequest, code: str) -> Any:  # type: ignore[override]
        agency = agency_or_moved(request, code)
        return {
            "title": agency.name,
            "link": reverse("disclosure:agency_detail", args=[agency.code]),
            "items": Item.objects.public().under(agency).newest_first().for_lists(),
        }


class ItemsOfArea(NewestItems):
    """What is published in one of the 26 areas."""

    def get_object(self, request: HttpRequest, number: int) -> Any:  # type: ignore[override]
        area = get_object_or_404(Area.objects.public(), number=number)
        return {
            "title": str(area),
            "link": f"{reverse('disclosure:item_list')}?area={area.number}",
            "items": self._items(request).of_area(area.number),
        }


class NewestIssues(Feed):
    """The issues of the government's gazette."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> Agency:
        return request.government

    def title(self, government: Agency) -> str:
        return _("Gazette of %(government)s") % {"government": government.name}

    def link(self, government: Agency) -> str:
        return reverse("disclosure:gazette_list")

    def items(self, government: Agency) -> Any:
        issues = GazetteIssue.objects.public().of(government).select_related("agency").newest_first()
        return issues[:NEWEST]

    def item_title(self, item: GazetteIssue) -> str:
        return str(item)

    def item_description(self, item: GazetteIssue) -> str:
        return f"{item.cover_on:%Y-%m-%d}"

    def item_pubdate(self, item: GazetteIssue) -> dt.datetime | None:
        return item.published_at


class NewestConsultations(SiteFeed):
    """Drafts on which opinions are asked for."""

    name = gettext_lazy("Consultations")
    page = "disclosure:consultation_list"

    def rows(self, government: Agency) -> Any:
        return Consultation.objects.public().under(government).with_item().order_by("-item__published_at", "-pk")

    def item_title(self, item: Consultation) -> str:
        return item.item.title

    def item_description(self, item: Consultation) -> str:
        window = item.window
        return f"{item.item.agency.name} · {window.first_day:%Y-%m-%d} – {window.last_day:%Y-%m-%d}"

    def item_pubdate(self, item: Consultation) -> dt.datetime:
        return item.item.published_at


class SearchFeed(Feed):
    """What is new for the words of `?q=`."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest) -> tuple[str, list[Hit]]:
        query = request.GET.get("q", "")[:100]
        hits = find(query, under=request.government, kind="item", order="newest", per_page=NEWEST).hits if query else []
        return query, hits

    def title(self, feed: tuple[str, list[Hit]]) -> str:
        return _("Search: %(query)s") % {"query": feed[0]}

    def link(self, feed: tuple[str, list[Hit]]) -> str:
        return reverse("disclosure:search")

    def items(self, feed: tuple[str, list[Hit]]) -> list[Hit]:
        return feed[1]

    def item_title(self, item: Hit) -> str:
        return item.title

    def item_description(self, item: Hit) -> str:
        return item.agency_name

    def item_link(self, item: Hit) -> str:
        return current().prefix + item.url

    def item_pubdate(self, item: Hit) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(item.date, dt.time.min))
