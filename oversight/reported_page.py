"""Whose page a reported address is: the agency of the item, file or agency that it shows, else the government."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from disclosure.addresses import Addresses, page_at
from disclosure.models import Item, VersionFile
from portal.agencies.models import Agency


class ReportedPage(NamedTuple):
    """The address as it stands on the site (as written, if it is no address of it), and whose page that is."""

    address: str
    agency: Agency
    item: Item | None = None


def reported_page(written: str, *, government: Agency) -> ReportedPage:
    """What `written`, an address with or without the host of the site, shows on the site of `government`."""
    address = _on_site(written.strip(), government)
    if not address.startswith("/"):
        return ReportedPage(address, government)
    item = _item(address, government)
    agency = item.agency if item is not None else _agency(address, government)
    return ReportedPage(address, agency or government, item)


def _on_site(written: str, government: Agency) -> str:
    try:
        parts = urlsplit(written)
    except ValueError:
        return written
    if parts.netloc and parts.hostname == government.host:
        return parts._replace(scheme="", netloc="").geturl() or "/"
    return written


def _item(address: str, government: Agency) -> Item | None:
    """The item that a page or file of the site belongs to, also if it is withdrawn by now."""
    target = Addresses().target(address, site=government)
    if target is None:
        return None
    if target.public_id is not None:
        links = VersionFile.objects.of_file(target.public_id, target.name).answering().under(government)
        link = links.select_related("version__item__agency").first()
        return link.version.item if link is not None else None
    items = Item.objects.with_tombstones().under(government).select_related("agency")
    return items.filter(index_no=target.index_no).first()


def _agency(address: str, government: Agency) -> Agency | None:
    match = page_at(urlsplit(address).path)
    if match is None or match.view_name != "disclosure:agency_detail":
        return None
    return Agency.objects.public().under(government).filter(code=match.kwargs["code"]).first()
