"""What a spot check may draw: the agencies below its government, and what those that were drawn have published."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from disclosure.models import Item
from disclosure.models import Kind as Genre
from oversight.models import SpotCheck
from oversight.sampling import Entry
from portal.agencies.models import Agency, AgencyQuerySet, Kind


def drawable(government: Agency, kinds: Collection[str]) -> AgencyQuerySet:
    """Active agencies below `government`, of `kinds` or of any; never the government itself: nobody checks himself."""
    below = Agency.objects.public().under(government).exclude(pk=government.pk)
    return below.filter(kind__in=kinds) if kinds else below


def agency_frame(agencies: AgencyQuerySet) -> list[Entry]:
    """Each agency by its code, in the stratum of its kind."""
    return [Entry(kind, code) for kind, code in agencies.values_list("kind", "code")]


def items_of(check: SpotCheck, agencies: Sequence[Agency]) -> list[Item]:
    """What is public of `agencies` themselves and was published in the period of the plan."""
    items = Item.objects.public().filter(agency__in=agencies).published_between(check.since, check.until)
    return list(items.select_related("agency").defer("withdrawal_reason").order_by("pk"))


def item_entry(item: Item) -> Entry:
    """An item by its index number, in the stratum of kind of agency and genre."""
    return Entry(f"{item.agency.kind}/{item.kind}", item.index_no)


def stratum_name(stratum: str) -> str:
    """A stratum in the reader's language."""
    kind, _slash, genre = stratum.partition("/")
    named = str(Kind(kind).label)
    return f"{named} / {Genre(genre).label}" if genre else named
