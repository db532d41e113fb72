"""Links within the installation are written down with the text that is public, so that a broken one can be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.utils import timezone

from disclosure.addresses import Addresses, Target, site_of
from disclosure.models import Item, ItemLink, Version
from portal.agencies.models import Agency
from portal.uploads.gate.markup import addresses
from portal.uploads.models import StoredFile

LONGEST = ItemLink._meta.get_field("address").max_length


def write_links(pairs: Iterable[tuple[Item, Version]]) -> None:
    """Make what is kept of each item exactly the links of its version; a link that stays keeps the time it began."""
    pairs = list(pairs)
    kept = {(row.item_id, row.address): row for row in ItemLink.objects.filter(item__in=[item for item, _v in pairs])}
    wanted = {(row.item_id, row.address): row for row in _links(pairs)}
    stale = [row.pk for key, row in kept.items() if key not in wanted or wanted[key].target != row.target]
    fresh = [row for key, row in wanted.items() if key not in kept or kept[key].target != row.target]
    if stale:
        ItemLink.objects.filter(pk__in=stale).delete()
    ItemLink.objects.bulk_create(fresh, batch_size=500)


def erase_links(item: Item) -> None:
    """Nothing of the item is public any more."""
    ItemLink.objects.of_item(item).delete()


def _links(pairs: Iterable[tuple[Item, Version]]) -> list[ItemLink]:
    """A link for each address that names something, the files looked up together."""
    found = list(_targets(pairs))
    asked = {target.public_id for _item, _version, _address, target in found if target.public_id is not None}
    stored = StoredFile.objects.filter(public_id__in=asked).select_related("agency").defer("text") if asked else ()
    files: dict[tuple[UUID | None, str], StoredFile] = {(file.public_id, file.name): file for file in stored}
    homes = _homes({target.index_no for _item, _version, _address, target in found if target.index_no})
    return [
        ItemLink(
            item=item,
            address=address[:LONGEST],
            site=target.site,
            index_no=target.index_no if _is_of(target.site, homes.get(target.index_no)) else "",
            file=_of_site(target.site, files.get((target.public_id, target.name))),
            since=version.published_at or timezone.now(),
        )
        for item, version, address, target in found
    ]


def _homes(numbers: set[str]) -> dict[str, list[str]]:
    """The tree paths of the agencies that have an item under each number."""
    homes: dict[str, list[str]] = {}
    rows = Item.objects.filter(index_no__in=numbers).order_by() if numbers else Item.objects.none()
    for number, path in rows.values_list("index_no", "agency__path"):
        homes.setdefault(number, []).append(path)
    return homes


def _is_of(site: Agency, homes: list[str] | None) -> bool:
    """False for a number that stands on another site alone; one that nobody has yet may come."""
    return homes is None or any(path.startswith(site.path) for path in homes)


def _of_site(site: Agency, file: StoredFile | None) -> StoredFile | None:
    return file if file is not None and file.agency.is_under(site) else None


def _targets(pairs: Iterable[tuple[Item, Version]]) -> Iterator[tuple[Item, Version, str, Target]]:
    reader = Addresses()
    for item, version in pairs:
        for address in addresses(version.body):
            if (target := reader.target(address, site=site_of(item.agency))) is not None:
                yield item, version, address, target
