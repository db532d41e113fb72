"""What stands around the text on an item's page: nothing is asked of the database that the item has not got."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from disclosure.models import (
    ChannelRecord,
    Consultation,
    CorrectionNote,
    GazetteEntry,
    Hearing,
    Item,
    ItemQuerySet,
    Pairing,
    Survey,
)
from disclosure.models.described import Audience, Kind
from disclosure.related import effects_of, paired_with

HERE = OuterRef("pk")


def with_surroundings(items: ItemQuerySet) -> ItemQuerySet:
    """`items` that know, from the same query, what of all this they have at all."""
    return items.annotate(
        has_pairs=Exists(Pairing.objects.filter(Q(policy=HERE) | Q(interpretation=HERE))),
        has_records=Exists(ChannelRecord.objects.filter(item=HERE)),
        is_printed=Exists(GazetteEntry.objects.filter(item=HERE, issue__published_at__isnull=False)),
        has_hearings=Exists(Hearing.objects.filter(Q(item=HERE) | Q(about=HERE) | Q(document=HERE))),
        has_consultations=Exists(Consultation.objects.filter(Q(item=HERE) | Q(document=HERE))),
        has_survey=Exists(Survey.objects.filter(item=HERE)),
    )


def surroundings(item: Item) -> dict[str, Any]:
    """Context of the page of a live item that came through `with_surroundings`: a query for each thing it has."""
    versions = list(item.published_versions())
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
    if item.has_pairs:  # type: ignore[attr-defined]
        page["paired"] = paired_with(item)
    if item.has_records:  # type: ignore[attr-defined]
        page["records"] = item.channel_records.all()
    if item.has_consultations:  # type: ignore[attr-defined]
        page["consultations"] = Consultation.objects.public().concerning(item).with_item()
    if item.has_survey:  # type: ignore[attr-defined]
        page["survey"] = Survey.objects.public().of(item).with_item().first()
    if item.is_printed:  # type: ignore[attr-defined]
        page["printed"] = GazetteEntry.objects.printing(item)
    if item.has_hearings:  # type: ignore[attr-defined]
        page["hearings"] = Hearing.objects.public().concerning(item).with_item()
    if item.kind == Kind.NORMATIVE:
        page |= effects_of(item)
    return page
