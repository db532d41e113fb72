"""What stands around the text on an item's page: nothing is asked of the database that the item has not got.

An app above names in its `item_page.py` what it knows of an item (`shows`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db.models import Exists, Q, QuerySet
from django.http import HttpRequest

from catalog.models import CatalogEntry
from disclosure.models import (
    ChannelRecord,
    Consultation,
    CorrectionNote,
    GazetteEntry,
    Hearing,
    Item,
    Pairing,
    Survey,
    Version,
    VersionFile,
)
from disclosure.models.described import Audience, Kind
from disclosure.related import effects_of, paired_with
from portal.agencies.models import Agency
from portal.editions.memory import once_an_edition
from portal.prepared import Prepared

THIS, TEXT = -1, -2  # blanks that stand for the item and its live version


_of_others: dict[str, tuple[Callable[[], Exists], Callable[[Item, Agency], object]]] = {}


def shows(name: str, *, there: Callable[[], Exists], shown: Callable[[Item, Agency], object]) -> None:
    """Let the page of an item on the site of a government have `shown` of both as `name`, if for THIS it is `there`."""
    _of_others[name] = (there, shown)


def _around() -> dict[str, Exists]:
    return {name: there() for name, (there, _shown) in _of_others.items()} | {
        "files": Exists(VersionFile.objects.filter(version=TEXT)),
        "pairs": Exists(Pairing.objects.filter(Q(policy=THIS) | Q(interpretation=THIS))),
        "records": Exists(ChannelRecord.objects.filter(item=THIS)),
        "print": Exists(GazetteEntry.objects.filter(item=THIS, issue__published_at__isnull=False)),
        "hearings": Exists(Hearing.objects.filter(Q(item=THIS) | Q(about=THIS) | Q(document=THIS))),
        "consultations": Exists(Consultation.objects.filter(Q(item=THIS) | Q(document=THIS))),
    }


def _asking() -> QuerySet[Item, tuple[str, ...]]:
    # no reference to the row outside: PostgreSQL would plan each part twice
    around = {f"has_{name}": one for name, one in _around().items()}
    return Item.objects.order_by().filter(pk=THIS).annotate(**around).values_list(*around)


_there = Prepared(_asking, THIS, TEXT)


@cache
def _names() -> tuple[str, ...]:
    return tuple(_around())


def has_around(item: Item) -> set[str]:
    """What of all this there is around the live item. One query."""
    (there,) = _there(item.pk, item.live_version_id)
    return {name for name, is_there in zip(_names(), there, strict=True) if is_there}


def in_its_place(item: Item, request: HttpRequest) -> Item:
    """`item` with its agency and its entry, which it shares with hundreds of others: half of what there is to read."""
    agency, entry = item.agency_id, item.entry_id
    item.agency = once_an_edition(request, ("agency", agency), lambda: Agency.objects.get(pk=agency))
    if entry is not None:
        entries = CatalogEntry.objects.select_related("area")
        item.entry = once_an_edition(request, ("entry", entry), lambda: entries.get(pk=entry))
    return item


def surroundings(item: Item, version: Version, government: Agency) -> dict[str, Any]:
    """Context of an item's page on the site of `government`, whose `version` is live: a query for what it has, and one
    for each of these."""
    around = has_around(item)
    versions = list(item.published_versions()) if item.live_number > 1 else [version]
    page: dict[str, Any] = {
        "versions": versions,
        "readable": {
            version.number
            for version in versions
            if version.audience == Audience.EVERYONE and version.number > item.sealed_number
        },
    }
    if len(versions) > 1:  # only what replaced an earlier text is explained
        page["notes"] = CorrectionNote.objects.of(item)
    if "files" in around:
        page["files"] = [link.shown(is_public=True) for link in version.attachments.select_related("file")]
    if "pairs" in around:
        page["paired"] = paired_with(item)
    if "records" in around:
        page["records"] = item.channel_records.all()
    if "consultations" in around:
        page["consultations"] = Consultation.objects.public().concerning(item).with_item()
    if item.kind == Kind.SURVEY:
        page["survey"] = Survey.objects.public().of(item).with_item().first()
    if "print" in around:
        page["printed"] = GazetteEntry.objects.printing(item)
    if "hearings" in around:
        page["hearings"] = Hearing.objects.public().concerning(item).with_item()
    page |= {name: shown(item, government) for name, (_there, shown) in _of_others.items() if name in around}
    if item.kind == Kind.NORMATIVE:
        page |= effects_of(item)
    return page
