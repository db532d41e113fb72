"""Public pages of the catalog: what has to be public, by whom and when, and whether it is."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from catalog.limits import Reading
from catalog.models import Area, CatalogEntry, CatalogEntryQuerySet, Duty, EntryOverride
from catalog.presentation import described, duties_of, grouped, tallied
from catalog.wording import in_words
from portal.agencies.models import Agency
from portal.editions.sharing import shared


@shared
def area_list(request: HttpRequest) -> HttpResponse:
    """All areas, with the number of entries in this government's catalog and of those something is published for."""
    entries = CatalogEntry.objects.public().for_site(request.government)
    duties = Duty.objects.public().under(request.government)
    areas = list(Area.objects.public().with_counts(entries, duties).with_overdue(entries, duties, timezone.localdate()))
    context = {
        "areas": [area for area in areas if area.entry_count],
        "empty_areas": [area for area in areas if area.is_pilot and not area.entry_count],
    }
    return render(request, "catalog/area_list.html", context)


@shared
def area_detail(request: HttpRequest, number: int) -> HttpResponse:
    """The entries of one area, by level-1 item, each with who is responsible and where that stands."""
    area = get_object_or_404(Area.objects.public(), number=number)
    entries = CatalogEntry.objects.public().for_site(request.government).filter(area=area)
    groups = grouped(_with_duties(entries.in_order(), request.government), timezone.localdate())
    return render(request, "catalog/area_detail.html", {"area": area, "groups": groups, "tally": tallied(groups)})


@shared
def entry_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One entry: what must be public here, on what basis and by when, by whom, and is it?"""
    entries = CatalogEntry.objects.public().for_site(request.government).select_related("area", "agency")
    entry = get_object_or_404(_with_duties(entries, request.government), code=code)
    context = {
        "entry": entry,
        "limits": in_words(entry),
        "is_limit_unread": entry.limit_reading == Reading.NOT_UNDERSTOOD,
        "overrides": EntryOverride.objects.public().on_site(request.government).filter(entry=entry),
        "duties": [described(duty, timezone.localdate()) for duty in duties_of(entry)],
    }
    return render(request, "catalog/entry_detail.html", context)


def _with_duties(entries: CatalogEntryQuerySet, government: Agency) -> CatalogEntryQuerySet:
    """`entries` with `site_duties`: the duties of agencies of this site, one query for all."""
    duties = Duty.objects.public().under(government).select_related("agency").order_by("agency__path")
    return entries.prefetch_related(Prefetch("duties", queryset=duties, to_attr="site_duties"))
