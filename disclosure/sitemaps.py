"""The map of a site for search engines: what is public on it, and nothing else."""

from __future__ import annotations

import datetime as dt

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from disclosure.models import GazetteIssue, Item, ItemQuerySet
from portal.agencies.models import Agency, AgencyQuerySet

PAGES = (
    "disclosure:home",
    "disclosure:item_list",
    "disclosure:agency_list",
    "catalog:area_list",
    "disclosure:gazette_list",
)


class _Site(Sitemap):
    def __init__(self, government: Agency) -> None:
        self.government = government


class Pages(_Site):
    """Pages that every site has."""

    def items(self) -> tuple[str, ...]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class Agencies(_Site):
    def items(self) -> AgencyQuerySet:
        return Agency.objects.public().under(self.government)

    def location(self, item: Agency) -> str:
        return reverse("disclosure:agency_detail", args=[item.code])


class Items(_Site):
    limit = 5000

    def items(self) -> ItemQuerySet:
        return Item.objects.public().under(self.government).newest_first().only("index_no", "changed_at")

    def lastmod(self, item: Item) -> dt.datetime:
        return item.changed_at


class Issues(_Site):
    def items(self) -> QuerySet[GazetteIssue]:
        return GazetteIssue.objects.public().of(self.government).newest_first()

    def lastmod(self, item: GazetteIssue) -> dt.datetime | None:
        return item.published_at


SECTIONS = {"pages": Pages, "agencies": Agencies, "items": Items, "gazette": Issues}
